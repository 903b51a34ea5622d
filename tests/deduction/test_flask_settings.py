"""Names that Flask's `app.config` carries from where they are set to where they are used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

VIEWS = """
import boto3
from flask import Blueprint, current_app

views = Blueprint("views", __name__)

@views.get("/orders")
def orders():
    return boto3.resource("dynamodb").Table(current_app.config["TABLE"]).scan()
"""
APP = """
from flask import Flask
from views import views

class Config:
    TABLE = "orders"

class Production(Config):
    DEBUG = False

def create_app():
    app = Flask(__name__)
    {fill}
    app.register_blueprint(views)
    return app

app = create_app()
"""
FORMS = (
    'app.config["TABLE"] = "orders"',
    'app.config.from_mapping(TABLE="orders")',
    'app.config.update(TABLE="orders")',
    "app.config.from_object(Production)",
    'app.config.from_object("settings.Local")',
    'app.config.from_object("settings")',
)


@pytest.mark.parametrize("fill", FORMS)
def test_a_setting_reaches_the_view(uses: Callable[..., object], fill: str) -> None:
    settings = 'TABLE = "orders"\n\nclass Local:\n    TABLE = "orders"\n'
    sources = {"views.py": VIEWS, "app.py": APP.format(fill=fill), "settings.py": settings}

    assert uses(sources, "views.orders") == {"kv_store:orders": {"Scan"}}


def test_a_setting_that_nobody_sets_gives_no_name(opened: Callable[..., object]) -> None:
    found = opened({"views.py": VIEWS, "app.py": APP.format(fill="pass")})

    assert [one.name for one in found.resources if one.kind == "kv_store"] == [None]


def test_a_factory_imports_its_settings_for_all_entries(opened: Callable[..., object]) -> None:
    made = "from flask import Flask\ndef create_app(key):\n    app = Flask('app')\n"
    view = "    app.config.from_object('config')\n    @app.get('/')\n    def index(): return ''\n    return app\n"
    found = opened({"config.py": "import os\nSECRET_KEY = os.environ['SECRET_KEY']\n", "app.py": made + view})

    assert [one.name for one in found.resources if one.kind == "secret"] == ["SECRET_KEY"]
