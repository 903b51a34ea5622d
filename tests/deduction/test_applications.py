"""What applications on LangChain and LangGraph are made of besides chains: files of agents, stores' own clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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
    "a page of Wikipedia": ("""
import wikipediaapi
def f(title): return wikipediaapi.Wikipedia(user_agent="me").page(title).text
""", {"external_api:wikipedia": {"read"}}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_entry_reaches_it(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    sources, expected = CASES[name]

    assert uses(sources) == expected
