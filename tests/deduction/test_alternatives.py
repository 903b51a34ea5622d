"""A call with one of several addresses means several resources, each of its own kind; a default is no alternative."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

CALL = """
import os, sys
import httpx
from sqlalchemy import create_engine
PLACES = {places}
def f(event=None): {call}
"""
CASES = [
    (
        "databases of two kinds",
        '{"a": "postgresql://h/orders", "b": "sqlite:///orders.db"}',
        'create_engine(PLACES[event["which"]]).connect().execute("select 1")',
        {"database:orders postgres", "local_store:orders.db sqlite"},
    ),
    (
        "a database that nothing is known of beside one",
        '{"a": "postgresql://h/orders", "b": os.environ["OTHER"]}',
        'create_engine(PLACES[event["which"]]).connect().execute("select 1")',
        {"database:orders postgres", "database:OTHER postgres"},
    ),
    (
        "addresses of two companies and of one that is not known",
        '{"a": "https://api.github.com/x", "b": "https://api.example.org/x", "c": os.environ["OTHER"]}',
        'httpx.get(PLACES[event["which"]])',
        {"external_api:api.github.com github", "external_api:api.example.org http", "external_api:OTHER http"},
    ),
]


def _found(project: Architecture) -> set[str]:
    return {
        f"{one.kind}:{one.name or one.env} {one.service}"
        for one in project.resources
        if one.kind in ("database", "external_api", "local_store")
    }


@pytest.mark.parametrize(("what", "places", "call", "expected"), CASES)
def test_each_address_has_its_own_kind(
    what: str, places: str, call: str, expected: set[str], opened: Callable[..., Architecture]
) -> None:
    project = opened({"app.py": CALL.replace("{places}", places).replace("{call}", call)}, "app.f")
    assert _found(project) == expected, what


ENGINE = """
import os
from sqlalchemy import create_engine
def f(event=None): create_engine(os.environ["ORDERS_URL"]).connect().execute("select 1")
"""


@pytest.mark.parametrize(
    ("packages", "service"),
    [("psycopg2-binary==2.9\npgvector", "postgres"), ("PyMySQL", "mysql"), ("psycopg\npymysql", "sql"), ("", "sql")],
)
def test_an_address_that_is_not_known_is_one_of_the_only_driver(
    packages: str, service: str, opened: Callable[..., Architecture]
) -> None:
    project = opened({"app.py": ENGINE, "requirements.txt": packages, "other/requirements.txt": "oracledb"}, "app.f")
    assert _found(project) == {f"database:ORDERS_URL {service}"}


SETTINGS = """
import os
from pydantic import model_validator
from pydantic_settings import BaseSettings
from sqlalchemy import create_engine
class Settings(BaseSettings):
    database_url: str = ""
    @model_validator(mode="after")
    def fill(self):
        if not self.database_url:
            self.database_url = "sqlite:///orders.db"
        return self
def f(event=None): create_engine(Settings().database_url).connect().execute("select 1")
"""


def test_what_is_set_where_a_variable_is_empty_is_its_default(opened: Callable[..., Architecture]) -> None:
    project = opened({"app.py": SETTINGS}, "app.f")
    assert [(one.name, one.env) for one in project.resources if one.kind != "function" and one.kind != "secret"] == [
        ("orders.db", "DATABASE_URL")
    ]


SAVERS = """
import os
from langgraph.graph import StateGraph
builder = StateGraph(dict)
builder.add_node("answer", lambda state: state)
graph = connection = None
async def start():
    global graph, connection
    if os.environ["SAVER"] == "mysql":
        import aiomysql
        from langgraph.checkpoint.mysql.aio import AIOMySQLSaver
        connection = await aiomysql.connect(host="orders", db="orders")
        saver = AIOMySQLSaver(connection)
    else:
        import aiosqlite
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
        connection = await aiosqlite.connect("orders.db")
        saver = AsyncSqliteSaver(connection)
    graph = builder.compile(checkpointer=saver)
async def f(event=None):
    await start()
    return await graph.aget_state({"configurable": {"thread_id": "1"}})
"""


def test_a_graph_saves_with_one_of_several(opened: Callable[..., Architecture]) -> None:
    project = opened({"app.py": SAVERS}, "app.f")
    assert [(link.resource, link.actions, link.state) for link in project.links if link.kind == "permission"] == [
        ("database:orders", ("read",), "possible"),
        ("local_store:orders.db", ("read",), "possible"),
    ]
