from __future__ import annotations

import json

import pytest

from archloom.deployer.blueprint import (
    ACCOUNT,
    UNKNOWN,
    Blueprint,
    CloudResource,
    Code,
    File,
    Join,
    JsonText,
    Known,
    Ref,
    SecretValue,
    settle,
)
from archloom.deployer.values import decode, encode

TABLE = CloudResource("aws:dynamodb/table:Table", "orders", {"name": "orders"})
KNOWN = Known({"orders": {"arn": "arn:orders"}, "aws": {"accountId": "1"}}, lambda variable: f"digest of {variable}")


@pytest.mark.parametrize(
    ("value", "settled"),
    [
        pytest.param("text", "text", id="plain values stay as they are"),
        pytest.param(Ref("orders", "arn"), "arn:orders", id="a reference becomes the output"),
        pytest.param(Ref("orders", "streamArn"), UNKNOWN, id="an output that is not there yet is unknown"),
        pytest.param(Join(("files-", ACCOUNT)), "files-1", id="a text is put together"),
        pytest.param(Join(("a", Ref("later", "id"))), UNKNOWN, id="a text with an unknown part is unknown"),
        pytest.param({"a": None, "b": [Ref("orders", "arn")]}, {"b": ["arn:orders"]}, id="None means absent"),
        pytest.param(Code("abc"), {"$code": "abc"}, id="code is its hash"),
        pytest.param(File("a.html", "f1"), {"$file": "a.html", "digest": "f1"}, id="a file is its hash"),
    ],
)
def test_values_settle_to_json(value: object, settled: object) -> None:
    assert settle(value, KNOWN) == settled


def test_a_secret_settles_to_its_name_and_a_digest() -> None:
    assert settle(SecretValue("KEY"), KNOWN) == {"$secret": "KEY", "digest": "digest of KEY"}


def test_a_document_is_readable_even_while_parts_are_unknown() -> None:
    text = settle(JsonText({"b": Ref("later", "arn"), "a": 1}), KNOWN)

    assert json.loads(text) == {"a": 1, "b": "(known after apply)"}


def test_every_value_survives_the_state_file() -> None:
    value = {
        "parts": [Join(("a", Ref("orders", "arn"))), JsonText({"x": ACCOUNT})],
        "code": Code("abc"),
        "file": File("a", "b"),
        "secret": SecretValue("KEY"),
        "plain": {"n": 1, "none": None, "flag": True},
    }

    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_a_resource_needs_what_its_inputs_refer_to_and_what_it_says() -> None:
    policy = CloudResource(
        "t", "policy", {"p": JsonText({"r": [Join((Ref("orders", "arn"), "/*")), ACCOUNT]})}, ("role",)
    )

    assert policy.needs == {"orders", "role"}


def test_two_resources_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="orders"):
        Blueprint("shop", "dev", "us-east-1", (TABLE, TABLE))


def test_two_resources_of_one_name_are_told_by_that_name() -> None:
    other = CloudResource("aws:s3/bucket:Bucket", "docs", {})

    with pytest.raises(ValueError, match=r"have one name: orders$"):
        Blueprint("shop", "dev", "eu-central-1", (TABLE, other, TABLE))
