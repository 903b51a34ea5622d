"""In a branch, a name keeps the alternatives for which its condition may hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Opened = Callable[..., Architecture]
STORES = """
import boto3
from abc import ABC
db = boto3.resource("dynamodb")

class Lazy(ABC):
    def get_item(self, Key):
        boto3.client("s3").get_object(Bucket="lazy", Key=Key)

class Other:
    def get_item(self, Key):
        boto3.client("s3").get_object(Bucket="other", Key=Key)

STORES = {"orders": db.Table("orders"), "lazy": Lazy(), "other": Other()}
"""
ORDERS, LAZY, OTHER = "kv_store:orders", "bucket:lazy", "bucket:other"
BRANCHES = {
    "the class": ("isinstance(store, Lazy)", {LAZY}, {ORDERS, OTHER}),
    "not the class": ("not isinstance(store, Lazy)", {ORDERS, OTHER}, {LAZY}),
    "one of two classes": ("isinstance(store, (Lazy, Other))", {LAZY, OTHER}, {ORDERS}),
    "a library's class": ("isinstance(store, Table)", {ORDERS, LAZY, OTHER}, {ORDERS, LAZY, OTHER}),
}


@pytest.mark.parametrize(("test", "held", "failed"), BRANCHES.values(), ids=BRANCHES)
def test_isinstance_leaves_the_objects_that_may_be_of_the_class(
    opened: Opened, test: str, held: set[str], failed: set[str]
) -> None:
    source = f"""{STORES}
from mypy_boto3_dynamodb.service_resource import Table

def then(event, context):
    store = STORES[event["kind"]]
    if {test}:
        store.get_item(Key="k")

def otherwise(event, context):
    store = STORES[event["kind"]]
    if {test}:
        return
    store.get_item(Key="k")
"""

    seen = opened(source, "app.then", "app.otherwise")

    assert set(actions_of(seen, "app.then")) == held
    assert set(actions_of(seen, "app.otherwise")) == failed


COMPARED = {
    "one of several": ('if kind not in ("books", "films"):\n        return', {"kv_store:books", "kv_store:films"}),
    "an assertion": ('assert kind in ("books", "films")', {"kv_store:books", "kv_store:films"}),
    "the keys of a dict": ('if kind not in {"books": 1}:\n        return', {"kv_store:books"}),
    "two conditions": ('if not (kind == "books" and event["new"]):\n        return', {"kv_store:books"}),
    "a branch that is over": ('if kind == "books":\n        print(kind)', {"kv_store:app:6"}),
    "no text": ("if kind == 1:\n        return", {"kv_store:app:6"}),
}


@pytest.mark.parametrize(("test", "tables"), COMPARED.values(), ids=COMPARED)
def test_what_nobody_knows_is_what_it_was_compared_with(opened: Opened, test: str, tables: set[str]) -> None:
    seen = opened(f"""
import boto3
def f(event, context):
    kind = event["kind"]
    {test}
    boto3.resource("dynamodb").Table(kind).scan()
""", "app.f")

    assert {one.partition(":")[0] if ":app:" in one else one for one in actions_of(seen, "app.f")} == {
        one.partition(":")[0] if ":app:" in one else one for one in tables
    }
