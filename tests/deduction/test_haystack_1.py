"""Haystack 1, whose stores and nodes differ from those of its successor."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Uses = Callable[..., dict[str, set[str]]]
STORE = (
    "store = FAISSDocumentStore(sql_url='sqlite:///a.db')\n"
    "retriever = EmbeddingRetriever('all-MiniLM-L6-v2', document_store=store)\n"
)
HAYSTACK = (
    "from haystack.document_stores import FAISSDocumentStore, WeaviateDocumentStore\n"
    "from haystack.nodes import BM25Retriever, EmbeddingRetriever, PromptNode\n"
    "from haystack.pipelines import Pipeline\n"
)
FAISS, EMBEDS = "vector_store:faiss_document_store", "model_endpoint:all-MiniLM-L6-v2"
CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "Haystack 1's pipeline": (
        HAYSTACK + STORE
        + "def f():\n    p = Pipeline()\n    p.add_node(component=retriever, name='R', inputs=['Query'])\n"
        "    p.add_node(PromptNode('gpt-4o', api_key='x'), name='P', inputs=['R'])\n    p.run(query='a')\n",
        {FAISS: {"read"}, EMBEDS: {"invoke"}, "model:gpt-4o": {"invoke"}}),
    "Haystack 1's store": (
        HAYSTACK + "def f():\n    store = WeaviateDocumentStore(index='Notes')\n"
        "    store.write_documents([])\n    BM25Retriever(store).retrieve('a')\n    store.delete_documents()\n",
        {"vector_store:Notes": {"delete", "read", "write"}}),
    "Haystack 1's embeddings": (
        HAYSTACK + "def f():\n    store = FAISSDocumentStore.load(index_path='a')\n"
        "    store.update_embeddings(EmbeddingRetriever('all-MiniLM-L6-v2', store))\n",
        {FAISS: {"read", "write"}, EMBEDS: {"invoke"}}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_function_uses(uses: Uses, case: str) -> None:
    source, want = CASES[case]

    assert uses(source) == want
