"""LangMem's tools work on the store of the graph that runs them."""

from __future__ import annotations

from collections.abc import Callable

AGENT = """
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent
from langgraph.store.postgres import PostgresStore
from langmem import create_manage_memory_tool, create_search_memory_tool, create_memory_store_manager
store = PostgresStore.from_conn_string("postgresql://host/memories")
"""


def test_memory_tools_use_the_store_of_the_agent_that_they_are_given_to(uses: Callable[..., object]) -> None:
    source = f"""{AGENT}
tools = [create_manage_memory_tool(namespace=("memories",)), create_search_memory_tool(("memories",))]
agent = create_react_agent(ChatOpenAI(model="gpt-4o"), tools, store=store)
def f():
    agent.invoke({{}})
"""
    assert uses(source) == {"database:memories": {"read", "write", "delete"}, "model:gpt-4o": {"invoke"}}


def test_a_memory_tool_that_searches_only_reads(uses: Callable[..., object]) -> None:
    source = f"{AGENT}\ndef f():\n    create_search_memory_tool(('memories',), store=store).invoke({{}})\n"

    assert uses(source) == {"database:memories": {"read"}}


def test_a_manager_of_memories_asks_its_model_and_keeps_what_it_found(uses: Callable[..., object]) -> None:
    source = f"""{AGENT}
def f():
    create_memory_store_manager("openai:gpt-4o-mini", store=store).invoke({{}})
"""
    assert uses(source) == {"database:memories": {"read", "write"}, "model:gpt-4o-mini": {"invoke"}}
