"""What applications on LangChain and LangGraph are made of besides chains: files of agents, stores' own clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "the files of a deep agent": ("""
from deepagents import create_deep_agent
from deepagents.backends import CompositeBackend, FilesystemBackend, StateBackend
agent = create_deep_agent(
    tools=[], backend=lambda rt: CompositeBackend(StateBackend(rt), {"/notes/": FilesystemBackend("./notes")})
)
def f(x): return agent.invoke(x)
""", {"local_store:notes": {"read", "write"}}),
    "the collection inside of LangChain's Chroma": ("""
from langchain_chroma import Chroma
store = Chroma(persist_directory="./chroma")
def f(): return store._collection.count()
""", {"vector_store:chroma": {"read"}}),
    "an item of a client that the project derives": ("""
from pymongo import MongoClient
class Client(MongoClient):
    def __init__(self): super().__init__("orders-host")
    def save(self, row): self["shop"]["orders"].insert_one(row)
def f(): Client().save({})
""", {"database:orders-host": {"write"}}),
    "a model that is filled from the environment": ("""
import os
import redis
from pydantic import BaseModel, Field
class Variables(BaseModel):
    CACHE_URL: str = Field(description="the cache")
variables = Variables(**os.environ)
cache = redis.from_url(variables.CACHE_URL)
def f(): cache.get("x")
""", {"cache:CACHE_URL": {"read"}}),
    "a transaction of Neo4j": ("""
from neo4j import GraphDatabase
driver = GraphDatabase.driver("bolt://graph")
def remove(tx, name): tx.run("MATCH (n:Order {name: $name}) DETACH DELETE n", name=name)
def f():
    with driver.session() as session: session.execute_write(remove, "x")
""", {"database:graph": {"delete"}}),
    "a procedure of Neo4j that only reads": ("""
from neo4j import GraphDatabase
driver = GraphDatabase.driver("bolt://graph")
def f(): driver.execute_query("CALL db.index.vector.queryNodes('chunks', 3, $v) YIELD node RETURN node")
""", {"database:graph": {"read"}}),
    "a page of Wikipedia": ("""
import wikipediaapi
def f(title): return wikipediaapi.Wikipedia(user_agent="me").page(title).text
""", {"external_api:wikipedia": {"read"}}),
    "a model of another vendor that speaks OpenAI's protocol": ("""
from langchain_openai import ChatOpenAI
def f(x): return ChatOpenAI(model="m", api_key="k", base_url="https://api.deepseek.com/v1").invoke(x)
""", {"model:m": {"invoke"}}),
    "an engine that a creator connects": ("""
import sqlite3
from sqlalchemy import create_engine, text
connection = sqlite3.connect("orders.db")
engine = create_engine("sqlite://", creator=lambda: connection)
def f():
    with engine.connect() as c: return c.execute(text("SELECT * FROM t"))
""", {"local_store:orders.db": {"read"}}),
    "the synchronous side of a connection": ("""
import os
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase
engine = create_async_engine(os.environ["ORDERS_URL"])
class Base(DeclarativeBase): ...
async def f():
    async with engine.begin() as connection: await connection.run_sync(Base.metadata.create_all)
""", {"database:ORDERS_URL": {"write"}}),
    "a wrapper that is chosen by what it wraps": ("""
import asyncio
import redis
cache = redis.Redis(host="cache")
def timed(fn):
    async def later(*a): return await fn(*a)
    def now(*a):
        cache.get("x")
        return fn(*a)
    return later if asyncio.iscoroutinefunction(fn) else now
@timed
async def f(): cache.set("x", 1)
""", {"cache:cache": {"write"}}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_entry_reaches_it(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    sources, expected = CASES[name]

    assert uses(sources) == expected


CELERY = """
import os
from celery import Celery
app = Celery("worker")
{settings}
@app.task
def build(n): ...
"""
ASKING = """
from fastapi import FastAPI
from tasks import build
api = FastAPI()
@api.post("/reports")
def report(): build.delay(1)
"""


@pytest.mark.parametrize("settings", [
    'app.conf.update(broker_url=os.environ["BROKER"])',
    'app.conf.update({"broker_url": os.environ["BROKER"]})',
    'app.conf.broker_url = os.environ["BROKER"]',
    'app.config_from_object("celeryconfig")',
    'app.config_from_object("settings:Settings", namespace="CELERY")',
    'app.config_from_object("django.conf:settings", namespace="CELERY")',
])  # fmt: skip
def test_the_broker_stands_in_celerys_settings(opened: Callable[..., Architecture], settings: str) -> None:
    project = opened({
        "tasks.py": CELERY.replace("{settings}", settings), "asking.py": ASKING,
        "celeryconfig.py": 'import os\nbroker_url = os.environ["BROKER"]\n',
        "settings.py": 'import os\nCELERY_BROKER_URL = os.environ["BROKER"]\n'
        "class Settings:\n    CELERY_BROKER_URL = CELERY_BROKER_URL\n",
    })  # fmt: skip

    assert actions_of(project, "asking.report") == {"queue:BROKER": {"write"}}


def test_the_settings_of_an_application_hold_secrets(opened: Callable[..., Architecture]) -> None:
    project = opened({
        "config.py": 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
        "app.py": "from flask import Flask\napp = Flask(__name__)\napp.config.from_object('config')\n"
        "@app.get('/')\ndef home(): return 'home'\n",
    })

    assert [(link.start, link.end) for link in project.links if link.kind == "config"] == [
        ("entry:app.app.startup", "secret:SECRET_KEY"),
    ]


def test_a_route_behind_two_wrappers_gets_its_dependencies(opened: Callable[..., Architecture]) -> None:
    project = opened("""
        import functools
        import boto3
        from fastapi import Depends, FastAPI
        app = FastAPI()
        def table(): return boto3.resource("dynamodb").Table("orders")
        def plain(fn):
            @functools.wraps(fn)
            def inner(*a, **k): return fn(*a, **k)
            return inner
        @app.get("/orders")
        @plain
        @plain
        def orders(store=Depends(table)): return store.scan()
    """)

    assert actions_of(project, "app.orders") == {"kv_store:orders": {"Scan"}}


def test_a_server_of_graphs_may_name_modules_by_dots(opened: Callable[..., Architecture]) -> None:
    project = opened({
        "aegra.json": '{"graphs": {"chat": "bot.graph:graph"}}',
        "src/bot/__init__.py": "",
        "src/bot/graph.py": "from langgraph.graph import StateGraph\ngraph = StateGraph(dict).compile()\n",
    })

    assert [entry.label for entry in project.entries] == ["chat"]
    assert not project.problems


MIDDLEWARE = """
import redis
from starlette.middleware.base import BaseHTTPMiddleware
OPEN = ["/health", "/docs"]
class Cached(BaseHTTPMiddleware):
    def __init__(self, app, cache):
        super().__init__(app)
        self.cache = cache
    async def dispatch(self, request, call_next):
        request.state.cache = self.cache
        if not any(request.url.path.startswith(path) for path in OPEN):
            self.cache.incr("requests")
        return await call_next(request)
"""
MAIN = """
import os
import redis
import uvicorn
from fastapi import FastAPI, Request
from middleware import Cached
def create_app(cache, title, version):
    app = FastAPI()
    app.add_middleware(Cached, cache=cache)
    @app.put("/orders/{id}")
    def change(id: str): return id
    @app.get("/health")
    def health(): return "well"
    @app.get("/orders")
    def orders(request: Request): return request.state.cache.get("orders")
    return app
if __name__ == "__main__":
    uvicorn.run(create_app(redis.from_url(os.environ["CACHE_URL"]), "Orders", "1"))
"""


def test_an_application_gets_from_its_script_what_it_needs(opened: Callable[..., Architecture]) -> None:
    project = opened({"middleware.py": MIDDLEWARE, "main.py": MAIN})

    assert actions_of(project, "GET /orders") == {"cache:CACHE_URL": {"read", "write"}}


def test_middleware_lets_some_paths_pass(opened: Callable[..., Architecture]) -> None:
    project = opened({"middleware.py": MIDDLEWARE, "main.py": MAIN})

    assert actions_of(project, "GET /health") == {}
