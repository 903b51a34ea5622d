"""A store that one file names by its collection and another by the server of its client is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

FILL = """
import os
from langchain_openai import OpenAIEmbeddings
from langchain_qdrant import QdrantVectorStore
def f():
    QdrantVectorStore.from_documents([], OpenAIEmbeddings(), {where}, collection_name="books")
"""
ASK = """
import os
from langchain_openai import OpenAIEmbeddings
from langchain_qdrant import QdrantVectorStore
from qdrant_client import QdrantClient
client = QdrantClient({where})
store = QdrantVectorStore(client, "books", OpenAIEmbeddings())
def f():
    if client.collection_exists("books"):
        store.similarity_search("x")
"""
WHERE = {
    "an address": ('url="http://qdrant:6333"', "qdrant:6333"),
    "a variable": ('url=os.environ["QDRANT_URL"]', "QDRANT_URL"),
    "a folder": ('path="./data/books"', "data/books"),
}


def stores(project: Architecture, handler: str) -> dict[str, set[str]]:
    return {name: actions for name, actions in actions_of(project, handler).items() if name.startswith("vector_store")}


@pytest.mark.parametrize("where", WHERE)
def test_a_collection_is_on_the_server_that_a_client_asks(opened: Open, where: str) -> None:
    given, name = WHERE[where]
    project = opened({"fill.py": FILL.replace("{where}", given), "ask.py": ASK.replace("{where}", given)},
                     "fill.f", "ask.f")  # fmt: skip
    assert stores(project, "fill.f") == {f"vector_store:{name}": {"write"}}
    assert stores(project, "ask.f") == {f"vector_store:{name}": {"read"}}


def test_a_collection_on_another_server_is_another(opened: Open) -> None:
    files = {"fill.py": FILL.replace("{where}", 'url="http://one:6333"'),
             "ask.py": ASK.replace("{where}", 'url="http://two:6333"')}  # fmt: skip
    project = opened(files, "fill.f", "ask.f")
    assert stores(project, "fill.f") == {"vector_store:books": {"write"}}
    assert stores(project, "ask.f") == {"vector_store:two:6333": {"read"}}


def test_collections_on_one_server_stay_apart_without_a_client(opened: Open) -> None:
    code = FILL.replace("{where}", 'url="http://one:6333"')
    project = opened({"a.py": code, "b.py": code.replace("books", "songs")}, "a.f", "b.f")
    assert stores(project, "a.f") | stores(project, "b.f") == {
        "vector_store:books": {"write"}, "vector_store:songs": {"write"},
    }  # fmt: skip


def test_no_resource_shows_the_address_by_which_it_was_found(opened: Open) -> None:
    project = opened({"fill.py": FILL.replace("{where}", 'url="http://one:6333"')}, "fill.f")
    assert all("at" not in one.properties for one in project.resources)


def test_a_store_may_be_asked_for_another_of_its_class(opened: Open) -> None:
    project = opened(
        """
        from langchain.embeddings import HuggingFaceEmbeddings
        from langchain.vectorstores import ElasticVectorSearch
        store = ElasticVectorSearch("https://es:443", "books", HuggingFaceEmbeddings(model_name="m"))
        def f():
            store.from_texts(["a"], HuggingFaceEmbeddings(model_name="m"), index_name="books")
        """,
        "app.f",
    )
    assert stores(project, "app.f") == {"vector_store:books": {"write"}}


def test_a_database_whose_name_only_a_secret_tells_is_called_by_its_server(opened: Open) -> None:
    seen = opened("""
import json, os, boto3
from sqlalchemy import URL, create_engine, text
told = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId="login")["SecretString"])
url = URL(drivername="postgresql", host=os.environ["DB_HOST"], database=told["dbname"], password=told["password"])
engine = create_engine(url)
def lambda_handler(event, context):
    with engine.connect() as connection: connection.execute(text("SELECT 1"))
""")  # fmt: skip

    assert "database:DB_HOST" in {resource.id for resource in seen.resources}
