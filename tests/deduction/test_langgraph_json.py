"""langgraph.json: graphs, handlers of auth, routes of `http.app`, a shared checkpointer, how the store embeds texts."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
GRAPH = """
from langgraph.graph import StateGraph
from langgraph.store.base import BaseStore
def remember(state, *, store: BaseStore): store.search(("x",), query="y")
graph = StateGraph(dict).add_node("remember", remember).compile()
"""
BOTO = "import boto3\nsessions = boto3.resource('dynamodb').Table('sessions')\n"


def test_handlers_of_auth_are_entries(opened: Open) -> None:
    project = opened({
        "langgraph.json": '{"graphs": {"agent": "./graph.py:graph"}, "auth": {"path": "./auth.py:auth"}}',
        "graph.py": GRAPH,
        "auth.py": BOTO + """
from langgraph_sdk import Auth
auth = Auth()
@auth.authenticate
async def who(authorization: str): return sessions.get_item(Key={})
@auth.on.threads.create
async def own(ctx, value): sessions.put_item(Item={})
""",
    })  # fmt: skip
    assert actions_of(project, "auth.who") == {"kv_store:sessions": {"GetItem"}}
    assert actions_of(project, "on threads create") == {"kv_store:sessions": {"PutItem"}}


def test_the_store_embeds_with_what_the_file_says(opened: Open) -> None:
    project = opened({
        "langgraph.json": '{"graphs": {"agent": {"path": "./graph.py:graph"}}, '
                          '"store": {"index": {"embed": "openai:text-embedding-3-small", "dims": 2}}}',
        "graph.py": GRAPH,
    })  # fmt: skip
    assert actions_of(project, "agent")["model:text-embedding-3-small"] == {"invoke"}


def test_a_checkpointer_of_the_file_serves_every_graph(opened: Open) -> None:
    project = opened({
        "langgraph.json": '{"graphs": {"agent": "graph:graph"}, "checkpointer": {"path": "./saver.py:make"}}',
        "graph.py": GRAPH,
        "saver.py": """
from langgraph.checkpoint.postgres import PostgresSaver
def make(): return PostgresSaver.from_conn_string("postgresql://h/threads")
""",
    })  # fmt: skip
    assert actions_of(project, "agent")["database:threads"] == {"read", "write"}


def test_a_store_of_the_file_serves_every_graph(opened: Open) -> None:
    project = opened({
        "langgraph.json": '{"graphs": {"agent": "graph:graph"}, "store": {"path": "./notes.py:make"}}',
        "graph.py": GRAPH,
        "notes.py": """
from contextlib import asynccontextmanager
import boto3
from langgraph.store.base import BaseStore
class Notes(BaseStore):
    def __init__(self, bucket): self.bucket, self.s3 = bucket, boto3.client("s3")
    def batch(self, ops): return [self._one(op) for op in ops]
    async def abatch(self, ops): return self.batch(ops)
    def _one(self, op): return self.s3.get_object(Bucket=self.bucket, Key=op.key)
@asynccontextmanager
async def make(): yield Notes("notes")
""",
    })  # fmt: skip
    assert actions_of(project, "agent")["bucket:notes"] == {"GetObject"}


def test_a_path_that_leads_nowhere_is_a_problem(opened: Open) -> None:
    project = opened({"langgraph.json": '{"graphs": {}, "auth": {"path": "./nowhere.py:auth"}}', "graph.py": GRAPH})
    assert [one.code for one in project.problems if "nowhere.py" in one.message] == ["missing-module"]


def test_what_is_no_table_names_nothing(opened: Open) -> None:
    assert opened({"langgraph.json": '["graphs"]', "app.py": "x = 1\n"}).entries == ()
