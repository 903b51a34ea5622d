"""Flask's extensions: classes that an API adds as resources, and the database of the application's settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
HEADER = """
import boto3
from flask import Blueprint, Flask
from flask_restful import Api, Resource
import flask_restx
s3 = boto3.client("s3")
app = Flask(__name__)
class Files(Resource):
    def get(self, key): s3.get_object(Bucket="files", Key=key)
    def put(self, key): s3.put_object(Bucket="files", Key=key)
"""


@pytest.mark.parametrize(
    "added",
    [
        "Api(app, prefix='/v1').add_resource(Files, '/files/<key>')",
        "api = Api(prefix='/v1')\napi.add_resource(Files, '/files/<key>')\napi.init_app(app)",
        "bp = Blueprint('b', __name__, url_prefix='/v1')\nApi(bp).add_resource(Files, '/files/<key>')\n"
        "app.register_blueprint(bp)",
        "flask_restx.Api(app, prefix='/v1').route('/files/<key>')(Files)",
        "ns = flask_restx.Namespace('files')\nns.route('/<key>')(Files)\n"
        "flask_restx.Api(app).add_namespace(ns, path='/v1/files')",
        "flask_restx.Api(app, prefix='/v1').namespace('files').route('/<key>')(Files)",
    ],
)
def test_a_resource_answers_each_verb_where_it_is_added(added: str, opened: Open) -> None:
    seen = opened(f"{HEADER}{added}\n")

    assert actions_of(seen, "GET /v1/files/<key>") == {"bucket:files": {"GetObject"}}
    assert actions_of(seen, "PUT /v1/files/<key>") == {"bucket:files": {"PutObject"}}


URL = "app.config['SQLALCHEMY_DATABASE_URI'] = 'postgresql://db/shop'\n"


@pytest.mark.parametrize(
    "made", [URL + "db = SQLAlchemy(app)\n", "db = SQLAlchemy()\n" + URL + "db.init_app(app)\n"]
)
def test_the_settings_of_the_application_name_the_database(made: str, opened: Open) -> None:
    seen = opened(f"""
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
{made}
class Order(db.Model): pass
@app.get("/orders")
def orders(): return Order.query.all()
""")

    assert actions_of(seen, "GET /orders") == {"database:shop": {"read"}}
