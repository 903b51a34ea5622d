"""Parameters of entries: what comes from outside may be other than the default, so no branch on it is dead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
BOTH = {"kv_store:old": {"GetItem"}, "kv_store:new": {"GetItem"}}
READ = """
import boto3
def T(name): return boto3.resource('dynamodb').Table(name)
def read(fresh): T("new" if fresh else "old").get_item(Key={})
"""

ENTRIES: dict[str, tuple[str, str]] = {
    "a parameter of the query": ("""
from fastapi import FastAPI
app = FastAPI()
@app.get("/x")
def x(fresh: bool = False): read(fresh)
""", "GET /x"),
    "a field of a form": ("""
from fastapi import FastAPI, Form
app = FastAPI()
@app.post("/x")
def x(fresh: bool = Form(False)): read(fresh)
""", "POST /x"),
    "a parameter of a dependency": ("""
from fastapi import Depends, FastAPI
app = FastAPI()
def wanted(fresh: bool = False): return fresh
@app.get("/x")
def x(fresh=Depends(wanted)): read(fresh)
""", "GET /x"),
    "a field of a model that stands for the query": ("""
from fastapi import Depends, FastAPI
from pydantic import BaseModel
app = FastAPI()
class Question(BaseModel):
    text: str
    fresh: bool = False
@app.get("/x")
def x(question: Question = Depends()): read(question.fresh)
""", "GET /x"),
    "a parameter of an MCP tool": ("""
from mcp.server.fastmcp import FastMCP
mcp = FastMCP("x")
@mcp.tool()
def x(fresh: bool = False): read(fresh)
""", "x"),
    "a parameter of a task": ("""
from celery import Celery
app = Celery("x", broker="redis://h")
@app.task
def x(fresh=False): read(fresh)
""", "x"),
    "a flag of a tool that an agent runs": ("""
from fastapi import FastAPI
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
app = FastAPI()
@tool
def look_up(fresh: bool = False):
    "Looks it up."
    read(fresh)
agent = create_react_agent(object(), [look_up])
@app.get("/x")
def x(): agent.invoke({})
""", "GET /x"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENTRIES)
def test_it_may_be_other_than_its_default(name: str, opened: Open) -> None:
    source, entry = ENTRIES[name]
    assert {key: value for key, value in actions_of(opened(READ + source), entry).items() if "kv" in key} == BOTH


def test_a_default_that_the_projects_own_call_leaves_alone_holds(opened: Open) -> None:
    source = READ + "def look(fresh=False): read(fresh)\ndef f(event, context): look()\n"
    assert actions_of(opened(source, "app.f"), "app.f") == {"kv_store:old": {"GetItem"}}
