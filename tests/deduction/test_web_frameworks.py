"""Routes of web frameworks, and all that runs with them. One case each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]

# Each entry named below reads the table `orders`, and nothing else does.

CASES: dict[str, tuple[str, str]] = {
    "a FastAPI route": ("""
from fastapi import FastAPI
app = FastAPI()
@app.get("/x")
def x(): T("orders").get_item(Key={})
""", "GET /x"),
    "a route that the router of an application is given": ("""
from fastapi import FastAPI
app = FastAPI()
def x(): T("orders").get_item(Key={})
app.router.add_api_route("/x", x, methods=["POST"])
""", "POST /x"),
    "a lifespan that the router is given": ("""
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
app = FastAPI()
@asynccontextmanager
async def life(app):
    app.state.table = T("orders")
    yield
app.router.lifespan_context = life
@app.get("/x")
def x(request: Request): request.app.state.table.get_item(Key={})
""", "GET /x"),
    "a mounted router of Starlette": ("""
from starlette.applications import Starlette
from starlette.routing import Mount, Route, Router
async def x(request): T("orders").get_item(Key={})
app = Starlette(routes=[Mount("/v1", app=Router([Route("/x", x)]))])
""", "GET /v1/x"),
    "a blueprint under another prefix": ("""
from flask import Blueprint, Flask
inner = Blueprint("inner", __name__)
outer = Blueprint("outer", __name__, url_prefix="/outer")
@inner.get("/x")
def x(): T("orders").get_item(Key={})
outer.register_blueprint(inner, url_prefix="/inner")
app = Flask(__name__)
app.register_blueprint(outer, url_prefix="/other")
""", "GET /other/inner/x"),
    "a table of routes of aiohttp": ("""
from aiohttp import web
routes = web.RouteTableDef()
@routes.get("/x")
async def x(request): T("orders").get_item(Key={})
app = web.Application()
app.add_routes(routes)
""", "GET /x"),
    "a dependency": ("""
from fastapi import Depends, FastAPI
app = FastAPI()
def table(): yield T("orders")
@app.get("/x")
def x(t=Depends(table)): t.get_item(Key={})
""", "GET /x"),
    "a dependency of a dependency, as a class": ("""
from typing import Annotated
from fastapi import Depends, FastAPI
app = FastAPI()
def table(): return T("orders")
class Repo:
    def __init__(self, t: Annotated[object, Depends(table)]): self.t = t
    def load(self): self.t.get_item(Key={})
@app.get("/x")
def x(repo: Annotated[Repo, Depends()]): repo.load()
""", "GET /x"),
    "a dependency of the router": ("""
from fastapi import APIRouter, Depends, FastAPI
def check(): T("orders").get_item(Key={})
router = APIRouter(prefix="/v1", dependencies=[Depends(check)])
@router.get("/x")
def x(): pass
app = FastAPI()
app.include_router(router, prefix="/api")
""", "GET /api/v1/x"),
    "what guards a router guards those inside of it": ("""
from fastapi import APIRouter, Depends, FastAPI
def check(): T("orders").get_item(Key={})
inner = APIRouter(prefix="/in")
@inner.get("/x")
def x(): pass
outer = APIRouter(prefix="/out")
outer.include_router(inner)
app = FastAPI()
app.include_router(outer, dependencies=[Depends(check)])
""", "GET /out/in/x"),
    "routers that include each other": ("""
from fastapi import APIRouter, FastAPI
one, other = APIRouter(prefix="/a"), APIRouter(prefix="/b")
@other.get("/x")
def x(): T("orders").get_item(Key={})
one.include_router(other)
other.include_router(one)
app = FastAPI()
app.include_router(one)
""", "GET /a/b/x"),
    "the entry point of an AgentCore runtime": ("""
from bedrock_agentcore import BedrockAgentCoreApp
app = BedrockAgentCoreApp()
@app.entrypoint
def invoke(payload): return T("orders").get_item(Key={})
""", "POST /invocations"),
    "the socket of an AgentCore runtime": ("""
from bedrock_agentcore.runtime import BedrockAgentCoreApp
app = BedrockAgentCoreApp()
@app.websocket
async def talk(websocket, context): T("orders").get_item(Key={})
""", "WS /ws"),
    "a background task": ("""
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def later(name): T(name).get_item(Key={})
@app.post("/x")
def x(tasks: BackgroundTasks): tasks.add_task(later, "orders")
""", "POST /x"),
    "the application's state": ("""
from fastapi import FastAPI, Request
app = FastAPI()
app.state.table = T("orders")
@app.get("/x")
def x(request: Request): request.app.state.table.get_item(Key={})
""", "GET /x"),
    "middleware": ("""
from fastapi import FastAPI
app = FastAPI()
@app.middleware("http")
async def log(request, call_next): T("orders").get_item(Key={})
@app.get("/x")
def x(): pass
""", "GET /x"),
    "a websocket": ("""
from fastapi import FastAPI
app = FastAPI()
@app.websocket("/ws")
async def ws(socket): T("orders").get_item(Key={})
""", "WS /ws"),
    "an app made by a function": ("""
from fastapi import FastAPI
def create():
    made = FastAPI()
    @made.get("/x")
    def x(): T("orders").get_item(Key={})
    return made
app = create()
""", "GET /x"),
    "a mounted app": ("""
from fastapi import FastAPI
inner = FastAPI()
@inner.get("/x")
def x(): T("orders").get_item(Key={})
app = FastAPI()
app.mount("/sub", inner)
""", "GET /sub/x"),
    "a Starlette route": ("""
from starlette.applications import Starlette
from starlette.routing import Mount, Route
async def x(request): T("orders").get_item(Key={})
app = Starlette(routes=[Mount("/v1", routes=[Route("/x", x, methods=["POST"])])])
""", "POST /v1/x"),
    "a Flask blueprint": ("""
from flask import Blueprint, Flask
bp = Blueprint("bp", __name__, url_prefix="/v1")
@bp.route("/x/<int:key>", methods=["DELETE"])
def x(key): T("orders").get_item(Key={})
app = Flask(__name__)
app.register_blueprint(bp)
""", "DELETE /v1/x/<int:key>"),
    "LangServe": ("""
from fastapi import FastAPI
from langchain_core.runnables import RunnableLambda
from langserve import add_routes
app = FastAPI()
add_routes(app, RunnableLambda(lambda q: T("orders").get_item(Key={})), path="/chat")
""", "LangServe /chat"),
    "a deployment of Ray Serve with what it is bound to": ("""
from fastapi import FastAPI
from ray import serve
app = FastAPI()
@serve.deployment
@serve.ingress(app)
class Answers:
    def __init__(self, table): self.table = T(table)
    @app.get("/answers")
    def answers(self): return self.table.get_item(Key={})
served = Answers.bind("orders")
""", "GET /answers"),
    "an actor of Ray": ("""
import ray
from fastapi import FastAPI
app = FastAPI()
@ray.remote
class Store:
    def __init__(self, table): self.table = T(table)
    def load(self): return self.table.get_item(Key={})
@app.get("/x")
def x():
    store = Store.options(num_cpus=1).remote("orders")
    return ray.get(store.load.remote())
""", "GET /x"),
    "a route of aiohttp's router": ("""
from aiohttp import web
async def x(request): T("orders").get_item(Key={})
app = web.Application()
app.router.add_get("/x", x)
""", "GET /x"),
    "a route in a list of aiohttp's routes": ("""
from aiohttp import web
async def x(request): T("orders").get_item(Key={})
app = web.Application()
app.add_routes([web.post("/x", x)])
""", "POST /x"),
    "a function that is a runnable with types, behind LangServe": ("""
from fastapi import FastAPI
from langchain_core.runnables import chain
from langserve import add_routes
@chain
def look(request): return T("orders").get_item(Key={})
app = FastAPI()
add_routes(app, look.with_types(input_type=dict), path="/x")
""", "LangServe /x"),
    "a route of an application that a factory makes for the server": ("""
from fastapi import FastAPI
def create_app():
    app = FastAPI()
    @app.get("/x")
    def x(): T("orders").get_item(Key={})
    return app
""", "GET /x"),
    "a route of an application that an object makes": ("""
from flask import Flask
class Server:
    def __init__(self, name):
        self.app = Flask(name)
        self.app.add_url_rule("/x", view_func=self.x)
    def x(self): T("orders").get_item(Key={})
if __name__ == "__main__": Server("x").app.run()
""", "GET /x"),
    "a route with what the lifespan yields": ("""
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
@asynccontextmanager
async def lifespan(app): yield {"orders": T("orders")}
app = FastAPI(lifespan=lifespan)
@app.get("/x")
def x(request: Request): request.state.orders.get_item(Key={})
""", "GET /x"),
    "a route that a container of providers serves": ("""
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, inject
from fastapi import Depends, FastAPI
class Repo:
    def __init__(self, table): self.table = table
class Service:
    def __init__(self, repo): self.repo = repo
    def look(self): self.repo.table.get_item(Key={})
class Container(containers.DeclarativeContainer):
    table = providers.Singleton(T, "orders")
    repo = providers.Factory(Repo, table=table)
    service = providers.Factory(Service, repo=repo)
app = FastAPI()
@app.get("/x")
@inject
def x(service: Service = Depends(Provide[Container.service])): service.look()
""", "GET /x"),
    "a route of FastHTML": ("""
from fasthtml.common import fast_app
app, rt = fast_app()
@rt
def x(): return T("orders").get_item(Key={})
""", "GET /x"),
    "a method of a handler of http.server": ("""
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_POST(self): self.look()
    def look(self): T("orders").get_item(Key={})
if __name__ == "__main__": HTTPServer(("", 80), Handler).serve_forever()
""", "POST /*"),
    "a method of a Tornado handler": ("""
import tornado.web
class Look(tornado.web.RequestHandler):
    async def get(self): self.write(T("orders").get_item(Key={}))
app = tornado.web.Application([(r"/x", Look)])
""", "GET /x"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_entry_is_found_and_reaches_what_it_uses(name: str, opened: Open) -> None:
    code, entry = CASES[name]

    assert {
        key: value for key, value in actions_of(opened(HEADER + code), entry).items() if key.startswith("kv_store")
    } == GET


def test_a_mounted_application_answers_its_exceptions_itself(opened: Open) -> None:
    seen = opened(f"""{HEADER}
from fastapi import FastAPI
app, inner = FastAPI(), FastAPI()
@app.exception_handler(ValueError)
def wrong(request, error): T("orders").get_item(Key={{}})
@app.get("/x")
def x(): pass
@inner.get("/y")
def y(): pass
app.mount("/inner", inner)
""")

    assert actions_of(seen, "GET /x") == GET
    assert actions_of(seen, "GET /inner/y") == {}
