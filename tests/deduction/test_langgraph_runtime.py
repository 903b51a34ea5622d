"""What LangGraph hands to its nodes: the store, the runtime with its context."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

NODES = """
    from dataclasses import dataclass, fields
    import os

    import boto3
    from langgraph.graph import StateGraph
    from langgraph.runtime import Runtime
    from langgraph.store.base import BaseStore

    @dataclass
    class Context:
        table: str = "sessions"

        def __post_init__(self):
            for one in fields(self):
                setattr(self, one.name, os.environ.get(one.name.upper(), one.default))

    async def remember(state, store: BaseStore):
        await store.aput(("a",), "k", {})

    def look(state, runtime: Runtime[Context]):
        boto3.resource("dynamodb").Table(runtime.context.table).scan()
        return runtime.store.search(("a",))

    builder = StateGraph(dict, context_schema=Context)
    builder.add_node(remember)
    builder.add_node(look)
"""


def test_a_store_that_the_graph_was_not_given_is_the_one_of_langgraphs_server(uses: Callable[..., object]) -> None:
    source = f"{NODES}\n    graph = builder.compile()\n\n    def f():\n        graph.invoke({{}})\n"

    assert uses(source) == {"database:store": {"read", "write"}, "kv_store:sessions": {"Scan"}}


def test_a_store_that_the_graph_was_compiled_with_is_the_one_that_nodes_get(uses: Callable[..., object]) -> None:
    source = f"""
    from langgraph.store.postgres import PostgresStore
    {NODES}
    graph = builder.compile(store=PostgresStore.from_conn_string("postgresql://host/memories"))

    def f():
        graph.invoke({{}})
    """

    assert uses(source) == {"database:memories": {"read", "write"}, "kv_store:sessions": {"Scan"}}


def test_get_store_gives_the_store_too(uses: Callable[..., object]) -> None:
    source = """
        from langgraph.config import get_store

        def f():
            return get_store().get(("a",), "k")
    """

    assert uses(source) == {"database:store": {"read"}}


CONTEXT = """
from dataclasses import dataclass
from typing import TypedDict
from langchain_openai import ChatOpenAI
from langgraph.graph import START, StateGraph
from langgraph.runtime import Runtime
MODELS = {"large": ChatOpenAI(model="gpt-4o"), "small": ChatOpenAI(model="gpt-4o-mini")}
class Context(TypedDict):
    size: str
def answer(state, runtime: Runtime[Context]):
    return MODELS[runtime.context["size"]].invoke(state)
graph = StateGraph(dict, context_schema=Context).add_node("answer", answer).add_edge(START, "answer").compile()
def f(event, context): graph.invoke({}, context={"size": "large"})
"""


def test_nodes_find_the_context_that_runs_are_given(uses: Callable[..., object]) -> None:
    assert uses(CONTEXT) == {"model:gpt-4o": {"invoke"}}


def test_any_is_meant_when_the_context_comes_from_outside(uses: Callable[..., object]) -> None:
    asked = CONTEXT.replace('"large"})', 'event["size"]})')
    assert uses(asked) == {"model:gpt-4o": {"invoke"}, "model:gpt-4o-mini": {"invoke"}}


INDEXED = {
    "a text": '"openai:text-embedding-3-small"',
    "a variable with a default": 'os.getenv("EMBED", "openai:text-embedding-3-small")',
}
USED = {
    'store.search(("a",), query="x")': True, 'store.put(("a",), "k", {})': True, "store.setup()": False,
    'store.delete(("a",), "k")': False,
}  # fmt: skip


@pytest.mark.parametrize("embed", INDEXED)
@pytest.mark.parametrize("use", USED)
def test_a_store_embeds_with_the_model_of_its_index(opened: Callable[..., Architecture], embed: str, use: str) -> None:
    project = opened(
        f"""
        import os
        from langgraph.store.postgres import PostgresStore
        index = {{"dims": 3, "embed": {INDEXED[embed]}}}
        with PostgresStore.from_conn_string("postgresql://h/db", index=index) as store:
            def f():
                {use}
        """,
        "app.f",
    )
    assert ("model:text-embedding-3-small" in actions_of(project, "app.f")) == USED[use]
