"""Chroma without a directory or a server lies in the memory of its process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
CODE = """
import chromadb
from langchain_chroma import Chroma
embeddings = object()
store = MADE
def f(): store.similarity_search("x")
"""
IN_MEMORY = ('Chroma.from_texts(["x"], embeddings)', 'Chroma("docs", embeddings)', "Chroma(persist_directory=None)")
KEPT = (
    ('Chroma("docs", embeddings, "./db")', "vector_store:docs"),
    ('Chroma.from_texts(["x"], embeddings, persist_directory="./db")', "vector_store:db"),
    ('Chroma(client=chromadb.HttpClient(host="vectors"))', "vector_store:vectors"),
)


@pytest.mark.parametrize("made", IN_MEMORY)
def test_without_a_directory_it_is_an_index_in_memory(opened: Open, made: str) -> None:
    seen = opened(CODE.replace("MADE", made), "app.f")
    store = next(one for one in seen.resources if one.kind == "vector_store")

    assert (store.id, store.name, store.properties) == ("vector_store:app.store", None, {"local": "true"})
    assert [one.code for one in seen.problems] == ["memory-index"]


@pytest.mark.parametrize(("made", "found"), KEPT)
def test_with_one_or_a_server_it_is_kept(opened: Open, made: str, found: str) -> None:
    seen = opened(CODE.replace("MADE", made), "app.f")

    assert set(actions_of(seen, "app.f")) == {found}
    assert "memory-index" not in {one.code for one in seen.problems}
