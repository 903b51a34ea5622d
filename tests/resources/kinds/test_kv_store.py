"""KVStore against a real DynamoDB protocol: values come back as they were set."""

from __future__ import annotations

import math
import time

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archloom.resources import KVStore, NotDeployedError

sessions = KVStore("sessions", ttl="expires")
numbers = st.integers(-(10**37), 10**37) | st.floats(-1e100, 1e100).filter(lambda f: f == 0 or abs(f) > 1e-100)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values)
def test_what_json_can_hold_comes_back_as_it_was(table: str, value: object) -> None:
    sessions.set("k", value)

    assert sessions.get("k") == value


def test_whole_numbers_are_int_and_others_float(table: str) -> None:
    sessions.set("k", {"count": 3, "share": 0.5})

    found = sessions.get("k")

    assert [type(found[name]) for name in ("count", "share")] == [int, float]


@pytest.mark.parametrize("value", [math.nan, math.inf, {1: "a"}, {"a": object()}, b"bytes", {"a"}])
def test_what_json_cannot_hold_is_refused(table: str, value: object) -> None:
    with pytest.raises(TypeError, match="A KVStore keeps"):
        sessions.set("k", value)


def test_a_missing_key_gives_the_default(table: str) -> None:
    assert sessions.get("nobody") is None
    assert sessions.get("nobody", 0) == 0


def test_a_stored_none_is_not_the_default(table: str) -> None:
    sessions.set("k", None)

    assert sessions.get("k", "default") is None


def test_delete_removes_and_may_be_repeated(table: str) -> None:
    sessions.set("k", 1)

    sessions.delete("k")
    sessions.delete("k")

    assert sessions.get("k") is None


def test_update_changes_the_named_parts_and_leaves_the_rest(table: str) -> None:
    sessions.set("k", {"turns": 1, "name": "Ada", "size": 2})

    sessions.update("k", {"turns": 2, "size": [0.5], "name.first": "A"})

    assert sessions.get("k") == {"turns": 2, "name": "Ada", "size": [0.5], "name.first": "A"}


@pytest.mark.parametrize("there", [None, "text", [1]])
def test_only_a_dict_can_be_changed(table: str, there: object) -> None:
    sessions.set("k", there)

    for key in ("k", "nobody"):
        with pytest.raises(KeyError, match="`set` one first"):
            sessions.update(key, {"turns": 2})


def test_scan_reads_more_than_a_page(table: str) -> None:
    for number in range(12):
        sessions.set(f"k{number}", "x" * 120_000)  # twelve of these are more than DynamoDB's page of 1 MB

    assert sorted(key for key, _ in sessions.scan()) == sorted(f"k{number}" for number in range(12))


def test_an_item_lives_until_its_second(table: str) -> None:
    sessions.set("k", "short", expires_in=60)
    sessions.set("gone", "over", expires_in=-1)

    item = boto3.client("dynamodb").get_item(TableName=table, Key={"id": {"S": "k"}})["Item"]
    assert abs(int(item["expires"]["N"]) - time.time() - 60) < 10
    assert sessions.get("gone") is None
    assert dict(sessions.scan()) == {"k": "short"}


def test_expiry_needs_a_store_that_has_it(table: str) -> None:
    with pytest.raises(ValueError, match='ttl="expires"'):
        KVStore("sessions").set("k", 1, expires_in=5)


def test_items_of_other_programs_read_as_their_attributes(table: str) -> None:
    item = {"id": {"S": "k"}, "History": {"L": [{"S": "a"}]}, "tags": {"SS": ["x"]}, "sizes": {"NS": ["1.5"]}}
    boto3.client("dynamodb").put_item(TableName=table, Item=item)

    assert sessions.get("k") == {"History": ["a"], "tags": ["x"], "sizes": [1.5]}


def test_table_name_is_the_physical_one(table: str) -> None:
    assert sessions.table_name == table


def test_outside_of_a_deployment_it_says_how_to_get_into_one() -> None:
    with pytest.raises(NotDeployedError, match="archloom run"):
        KVStore("nowhere").get("k")
