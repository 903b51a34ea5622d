"""Classes that answer requests: each verb is an entry of its own, and what is injected reaches the methods."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
HEADER = "import boto3\ns3 = boto3.client('s3')\ndef orders(): return boto3.resource('dynamodb').Table('orders')\n"
METHODS = """
    def get(self, *given): s3.get_object(Bucket="files", Key="k")
    def delete(self, *given): s3.delete_object(Bucket="files", Key="k")
"""
STARLETTE = f"""
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.routing import Route
class View(HTTPEndpoint):{METHODS}
app = Starlette(routes=[Route("/files", View)])
"""
FLASK = f"""
from flask import Flask
from flask.views import MethodView
app = Flask(__name__)
class View(MethodView):{METHODS}
app.add_url_rule("/files", view_func=View.as_view("files"))
"""


@pytest.mark.parametrize("app", [STARLETTE, FLASK], ids=["starlette", "flask"])
def test_each_verb_of_a_class_is_an_entry(app: str, opened: Open) -> None:
    seen = opened(HEADER + app)

    assert actions_of(seen, "GET /files") == {"bucket:files": {"GetObject"}}
    assert actions_of(seen, "DELETE /files") == {"bucket:files": {"DeleteObject"}}


def test_only_the_methods_that_a_rule_names_are_entries(opened: Open) -> None:
    seen = opened(HEADER + FLASK.replace('"files")', '"files"), methods=["DELETE"]'))

    assert [entry.label for entry in seen.entries if entry.kind == "http"] == ["DELETE /files"]


def test_a_class_of_a_websocket_does_what_its_methods_do(opened: Open) -> None:
    seen = opened(HEADER + """
from starlette.applications import Starlette
from starlette.endpoints import WebSocketEndpoint
from starlette.routing import WebSocketRoute
class Chat(WebSocketEndpoint):
    async def on_receive(self, ws, data): s3.put_object(Bucket="said", Key=data)
app = Starlette(routes=[WebSocketRoute("/chat", Chat)])
""")

    assert actions_of(seen, "WS /chat") == {"bucket:said": {"PutObject"}}


@pytest.mark.parametrize("how", ["table = Depends(orders)", "def __init__(self, t=Depends(orders)): self.table = t"])
def test_a_class_of_routes_gets_what_it_depends_on(how: str, opened: Open) -> None:
    seen = opened(HEADER + f"""
from fastapi import APIRouter, Depends, FastAPI
from fastapi_utils.cbv import cbv
router = APIRouter()
@cbv(router)
class Orders:
    {how}
    @router.get("/orders")
    def every(self): return self.table.scan()
app = FastAPI()
app.include_router(router)
""")

    assert actions_of(seen, "GET /orders") == {"kv_store:orders": {"Scan"}}


def test_an_override_is_what_a_route_depends_on(opened: Open) -> None:
    seen = opened(HEADER + """
from fastapi import Depends, FastAPI
def table(): raise NotImplementedError
app = FastAPI()
app.dependency_overrides[table] = orders
@app.get("/orders")
def every(t=Depends(table)): return t.scan()
""")

    assert actions_of(seen, "GET /orders") == {"kv_store:orders": {"Scan"}}


def test_chainlit_keeps_threads_with_the_layer_that_a_function_makes(opened: Open) -> None:
    seen = opened("""
import chainlit as cl
from chainlit.data.dynamodb import DynamoDBDataLayer
@cl.data_layer
def layer(): return DynamoDBDataLayer(table_name="threads")
""")

    assert actions_of(seen, "data_layer")["kv_store:threads"] >= {"GetItem", "PutItem", "Query"}
