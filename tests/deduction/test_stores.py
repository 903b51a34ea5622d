"""Stores outside AWS: what each stands for, and what is done to it through what it gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "an asynchronous engine around another one": ("""
        from sqlalchemy.orm import sessionmaker
        from sqlmodel import create_engine
        from sqlmodel.ext.asyncio.session import AsyncEngine, AsyncSession
        engine = AsyncEngine(create_engine("postgresql://h/orders"))
        async def f():
            async with sessionmaker(engine, class_=AsyncSession)() as session:
                session.add(object())
        """, {"database:orders": {"write"}}),
    "a pool of MariaDB": ("""
        from mariadb.connectionpool import ConnectionPool
        pool = ConnectionPool(pool_name="web", host="db.local", database="shop")
        def f():
            with pool.get_connection() as connection, connection.cursor() as cursor:
                cursor.execute("DELETE FROM orders")
        """, {"database:db.local": {"delete"}}),
    "a transaction of Neo4j that only reads": ("""
        from neo4j import GraphDatabase
        driver = GraphDatabase.driver("bolt://graph:7687")
        def found(tx, query): return tx.run(query).data()
        def f(query):
            with driver.session() as session:
                return session.execute_read(found, query)
        """, {"database:graph:7687": {"read"}}),
    "a transaction of Neo4j that may write": ("""
        from neo4j import GraphDatabase
        driver = GraphDatabase.driver("bolt://graph:7687")
        def kept(tx, query): return tx.run(query).consume()
        def f(query):
            with driver.session() as session:
                session.execute_write(kept, query)
        """, {"database:graph:7687": {"read", "write"}}),
    "vectors in MariaDB": ("""
        from langchain_mariadb import MariaDBStore
        from langchain_openai import OpenAIEmbeddings
        store = MariaDBStore(OpenAIEmbeddings(model="m"), 3, datasource="mariadb://h/shop", collection_name="goods")
        def f(): store.similarity_search("boots")
        """, {"vector_store:goods": {"read"}, "model:m": {"invoke"}}),
    "an index of Marqo, by its own client and by LangChain": ("""
        import marqo
        from langchain_community.vectorstores import Marqo
        client = marqo.Client("http://search:8882")
        def f():
            client.index("books").add_documents([{"a": 1}])
            Marqo(client, "books").similarity_search("x")
        """, {"vector_store:search:8882": {"read", "write"}}),
    "the documents that a query of Firestore gave": ("""
        from google.cloud import firestore
        db = firestore.Client()
        def f():
            for one in list(db.collection("orders").where("a", "==", 1).stream())[2:]:
                one.reference.delete()
        """, {"kv_store:(default)": {"read", "delete"}}),
    "the blobs that were listed": ("""
        from google.cloud import storage
        def f():
            for one in storage.Client().bucket("files").list_blobs(prefix="old/"):
                one.delete()
        """, {"bucket:files": {"read", "delete"}}),
    "the blobs that the client listed": ("""
        from google.cloud import storage
        def f():
            for one in storage.Client().list_blobs("files"):
                one.delete()
        """, {"bucket:files": {"read", "delete"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_done_to_a_store_is_found(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code, expected = CASES[name]

    assert uses(code) == expected


def test_the_default_database_of_firestore_needs_no_answer(opened: Callable[..., Architecture]) -> None:
    project = opened("from firebase_admin import firestore\ndef f(): firestore.client().document('a').get()\n", "app.f")

    assert not [one for one in project.problems if "kv store" in one.message]


INDEX = """
import os
from pinecone import Pinecone
def index(name): return Pinecone().Index(name)
def search(question, name): return index(name).query(vector=[question])
def fill(event, context): index(os.environ["INDEX"]).upsert(vectors=[])
def ask(event, context): search(event["question"], event["name"])
"""


def test_an_index_that_a_caller_leaves_open_is_the_one_that_others_name_there(
    opened: Callable[..., Architecture],
) -> None:
    project = opened(INDEX, "app.fill", "app.ask")

    assert [one.id for one in project.resources if one.kind == "vector_store"] == ["vector_store:INDEX"]


def test_it_stays_open_when_they_name_several(opened: Callable[..., Architecture]) -> None:
    other = 'def other(event, context): index("other").delete(ids=[])\n'
    project = opened(INDEX + other, "app.fill", "app.ask", "app.other")

    assert len([one.id for one in project.resources if one.kind == "vector_store"]) == 3


def test_a_table_that_a_caller_leaves_open_may_be_any(opened: Callable[..., Architecture]) -> None:
    code = """
        import boto3, os
        def table(name): return boto3.resource("dynamodb").Table(name)
        def known(event, context): table(os.environ["TABLE"]).scan()
        def asked(event, context): table(event["name"]).scan()
        """
    project = opened(code, "app.known", "app.asked")

    assert len([one.id for one in project.resources if one.kind == "kv_store"]) == 2
