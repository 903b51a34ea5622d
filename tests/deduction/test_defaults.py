"""What stands beside an environment variable is its default: `X or "y"`, and what says the same in more words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

WRITTEN = {
    "or": 'name = os.getenv("TABLE") or "orders"',
    "a choice": 'given = os.getenv("TABLE")\n    name = given if given else "orders"',
    "both branches": 'given = os.getenv("TABLE")\n'
    '    if given:\n        name = given\n    else:\n        name = "orders"',
    "if not": 'name = os.getenv("TABLE")\n    if not name:\n        name = "orders"',
    "if None": 'name = os.getenv("TABLE")\n    if name is None:\n        name = "orders"',
    "unless None": 'given, name = os.getenv("TABLE"), "orders"\n    if given is not None:\n        name = given',
    "a name in the condition": 'if (name := os.getenv("TABLE")) is None:\n        name = "orders"',
    "an exception": 'try:\n        name = os.environ["TABLE"]\n    except KeyError:\n        name = "orders"',
    "a copy of the environment": 'name = dict(os.environ).get("TABLE", "orders")',
    "a merged environment": 'name = {**dotenv_values(), **os.environ}.get("TABLE", "orders")',
    "composed": 'name = os.environ.get("TABLE", None)\n    if not name:\n        name = "-".join(["or", "ders"])',
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_a_variable_with_a_default_is_one_resource(name: str, opened: Callable[..., Architecture]) -> None:
    seen = opened(f"""
import os, boto3
from dotenv import dotenv_values
def handler(event, context):
    {WRITTEN[name]}
    boto3.resource("dynamodb").Table(name).get_item(Key={{}})
""")

    found = [(one.env, (one.name or "").replace("-", "")) for one in seen.resources if one.kind == "kv_store"]
    assert found == [("TABLE", "orders")]


RETURNED = {
    "if it raises nothing": 'try:\n        return os.environ["TABLE"]\n    except KeyError:\n        return "orders"',
    "if one of them is there": 'for name in ("TABLE",):\n'
    '        if name in os.environ:\n            return os.environ[name]\n    return "orders"',
    "if set": 'name = os.getenv("TABLE")\n    if name:\n        return name\n    return "orders"',
    "if not set": 'name = os.getenv("TABLE")\n    if not name:\n        return "orders"\n    return name',
    "if it is there": 'if "TABLE" in os.environ:\n        return os.environ["TABLE"]\n    return "orders"',
    "otherwise": 'name = os.getenv("TABLE")\n'
    '    if name is None:\n        return "orders"\n    else:\n        return name',
}  # fmt: skip


@pytest.mark.parametrize("name", RETURNED)
def test_what_a_function_returns_beside_a_variable_is_its_default(
    name: str, opened: Callable[..., Architecture]
) -> None:
    seen = opened(f"""
import os, boto3
def named():
    {RETURNED[name]}
def handler(event, context):
    boto3.resource("dynamodb").Table(named()).get_item(Key={{}})
""")

    assert [(one.env, one.name) for one in seen.resources if one.kind == "kv_store"] == [("TABLE", "orders")]


def test_an_attribute_that_a_variable_may_replace_is_its_default(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import os, boto3
class Config:
    def __init__(self):
        self.table = "orders"
        if os.getenv("TABLE"):
            self.table = os.environ["TABLE"]
config = Config()
def handler(event, context):
    boto3.resource("dynamodb").Table(config.table).get_item(Key={})
""")

    assert [(one.env, one.name) for one in seen.resources if one.kind == "kv_store"] == [("TABLE", "orders")]


def test_a_table_returned_for_another_reason_is_no_default(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import os, boto3
def named(live):
    if live:
        return os.environ["TABLE"]
    return "orders"
def handler(event, context):
    boto3.resource("dynamodb").Table(named(event["live"])).get_item(Key={})
""")

    assert {one.id for one in seen.resources if one.kind == "kv_store"} == {"kv_store:TABLE", "kv_store:orders"}


def test_two_tables_chosen_by_another_variable_stay_two(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import os, boto3
def handler(event, context):
    name = os.environ["TABLE"] if os.getenv("LIVE") else "orders"
    boto3.resource("dynamodb").Table(name).get_item(Key={})
""")

    assert {one.id for one in seen.resources if one.kind == "kv_store"} == {"kv_store:TABLE", "kv_store:orders"}
