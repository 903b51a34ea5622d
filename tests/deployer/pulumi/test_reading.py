"""Events of Pulumi's engine, as its CLI writes them, become our events and our plan."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.automation import EngineEvent

from archloom.deployer.blueprint import Blueprint, CloudResource
from archloom.deployer.engines.pulumi_worker.reading import Reader, plain, shown
from archloom.deployer.engines.pulumi_worker.refusal import refusal
from archloom.deployer.events import Event, Failed, Finished, Log, Started
from archloom.deployer.plan import PropertyChange, StatementChange

TABLE, POLICY = "aws:dynamodb/table:Table", "aws:iam/rolePolicy:RolePolicy"
BLUEPRINT = Blueprint(
    "shop", "dev", "us-east-1",
    (
        CloudResource(TABLE, "orders", {}, subject="kv_store:orders"),
        CloudResource(POLICY, "role", {}, subject="function:f"),
    ),
)  # fmt: skip


def urn(name: str, kind: str = TABLE) -> str:
    return f"urn:pulumi:dev::shop::{kind}::{name}"


def step(
    op: str, name: str = "orders", kind: str = TABLE, old: Any = None, new: Any = None, **more: Any
) -> dict[str, Any]:
    def state(inputs: Any) -> Any:
        base = {"type": kind, "urn": urn(name, kind), "id": "", "parent": "", "provider": ""}
        return None if inputs is None else {**base, "inputs": inputs, "outputs": {}}

    return {
        "op": op,
        "urn": urn(name, kind),
        "type": kind,
        "old": state(old),
        "new": state(new),
        "provider": "",
        **more,
    }


def pre(*args: Any, planning: bool = True, **more: Any) -> dict[str, Any]:
    return {"resourcePreEvent": {"metadata": step(*args, **more), "planning": planning}}


def outputs(*args: Any, **more: Any) -> dict[str, Any]:
    return {"resOutputsEvent": {"metadata": step(*args, **more)}}


def failed(*args: Any, **more: Any) -> dict[str, Any]:
    return {"resOpFailedEvent": {"metadata": step(*args, **more), "status": 1, "steps": 1}}


def said(severity: str, message: str, about: str = "") -> dict[str, Any]:
    return {"diagnosticEvent": {"severity": severity, "message": message, "color": "never", "urn": about}}


def read(*events: dict[str, Any], subjects: dict[str, str | None] | None = None) -> tuple[Reader, list[Event]]:
    told: list[Event] = []
    reader = Reader(BLUEPRINT, subjects or {}, told.append)
    for number, event in enumerate(events):
        reader(EngineEvent.from_json({"sequence": number, "timestamp": 0, **event}))
    return reader, told


def test_a_creation_shows_every_input() -> None:
    reader, told = read(pre("create", new={"name": "orders", "hashKey": "id", "__defaults": []}))

    [change] = reader.changes()
    assert (change.name, change.action, change.subject) == ("orders", "create", "kv_store:orders")
    assert change.properties == (PropertyChange("hashKey", None, "id"), PropertyChange("name", None, "orders"))
    assert told == []


def test_an_update_shows_the_properties_that_the_engine_names() -> None:
    reader, _ = read(
        pre(
            "update",
            old={"tags": {"a.b": "1"}, "ttl": {"attributeName": "x"}, "attributes": [{"name": "id"}]},
            new={"tags": {"a.b": "2"}, "attributes": [{"name": "key"}]},
            detailedDiff={
                'tags["a.b"]': {"diffKind": "update", "inputDiff": True},
                "ttl.attributeName": {"diffKind": "delete", "inputDiff": True},
                "attributes[0].name": {"diffKind": "update-replace", "inputDiff": True},
            },
        )
    )

    assert reader.changes()[0].properties == (
        PropertyChange("attributes[0].name", "id", "key", forces=True),
        PropertyChange('tags["a.b"]', "1", "2"),
        PropertyChange("ttl.attributeName", "x", None),
    )


@pytest.mark.parametrize(
    "order",
    [("delete-replaced", "replace", "create-replacement"), ("create-replacement", "replace", "delete-replaced")],
)
def test_a_replacement_in_several_steps_is_one_change_that_says_what_is_lost(order: tuple[str, ...]) -> None:
    diff = {"hashKey": {"diffKind": "update-replace", "inputDiff": True}}
    steps = [
        pre(op, old={"hashKey": "a"}, new={"hashKey": "b"}, detailedDiff=None if op == "delete-replaced" else diff)
        for op in order
    ]

    [change] = read(*steps)[0].changes()

    assert change.action == "replace"
    assert change.properties == (PropertyChange("hashKey", "a", "b", forces=True),)
    assert change.loses == "every item of the table"


def test_a_policy_is_told_statement_by_statement() -> None:
    def policy(*actions: str) -> dict[str, str]:
        listed = ", ".join(f'"{action}"' for action in actions)
        return {"policy": f'{{"Statement": [{{"Sid": "Orders", "Action": [{listed}], "Resource": "arn:t"}}]}}'}

    diff = {"policy": {"diffKind": "update", "inputDiff": True}}
    reader, _ = read(
        pre(
            "update",
            "role",
            POLICY,
            policy("dynamodb:GetItem"),
            policy("dynamodb:GetItem", "dynamodb:PutItem"),
            detailedDiff=diff,
        )
    )

    assert reader.changes()[0].statements == (
        StatementChange(
            "Orders", ("dynamodb:GetItem",), ("dynamodb:GetItem", "dynamodb:PutItem"), ("arn:t",), ("arn:t",)
        ),
    )


def test_changes_stand_in_the_order_of_the_blueprint_and_deletions_come_last() -> None:
    reader, _ = read(
        pre("delete", "old", old={}),
        pre("same", "role", POLICY, {}, {}),
        pre("create", "orders", new={}),
        pre("create", "shop-dev", "pulumi:pulumi:Stack", new={}),
        subjects={"old": "queue:old"},
    )

    changes = [(change.name, change.action, change.subject) for change in reader.changes()]
    assert changes == [
        ("orders", "create", "kv_store:orders"), ("role", "same", "function:f"), ("old", "delete", "queue:old"),
    ]  # fmt: skip


def test_begin_and_end_are_told_once_each() -> None:
    _, told = read(
        pre("delete-replaced", planning=False, old={}),
        outputs("delete-replaced", old={}),
        pre("create-replacement", planning=False, new={}),
        outputs("create-replacement", new={}),
        pre("same", "role", POLICY, {}, {}, planning=False),
        outputs("same", "role", POLICY, {}, {}),
    )

    assert [(type(event), event.name) for event in told if isinstance(event, Started | Finished)] == [
        (Started, "orders"),
        (Finished, "orders"),
    ]


def test_a_failure_carries_what_was_said_about_its_resource() -> None:
    reader, told = read(
        pre("create", planning=False, new={}),
        said("error", "<{%reset%}>Table already exists:\n  orders<{%reset%}>", urn("orders")),
        failed("create", new={}),
        said("warning", "slow today", urn("role", POLICY)),
    )

    assert reader.failures == ["orders: Table already exists: orders"]
    [failure] = [event for event in told if isinstance(event, Failed)]
    assert (failure.name, failure.subject, failure.message) == (
        "orders", "kv_store:orders", "Table already exists: orders",
    )  # fmt: skip
    assert [(event.source, event.message) for event in told if isinstance(event, Log)] == [("role", "slow today")]


SIGNATURE = "4dabf18193072939515e22adb298388d"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "sk-1"}, "(secret)"),
        ("[secret]", "(secret)"),
        ("04da6b54-80e4-46f7-96ec-b56ff0331ba9", "(known after apply)"),
        ({SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "hash": "abcdef1234"}, "abcdef1"),
        ({SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "hash": "abcdef1234", "path": "x"}, "abcdef1"),
        ([{"a": "[secret]", "__defaults": []}], [{"a": "(secret)"}]),
        (1.5, 1.5),
    ],
)
def test_what_a_person_may_see_of_an_input(value: Any, text: Any) -> None:
    assert shown(value) == text


def test_a_message_is_plain_text() -> None:
    assert (
        plain("<{%fg 1%}>error:<{%reset%}> \x1b[31mno\x1b[0m\n  table\nTraceback (most recent call last):\n x")
        == "error: no table"
    )


@pytest.mark.parametrize(
    ("errors", "output", "sentence"),
    [
        (["No valid credential sources found."], "", "AWS: no credentials are found on this computer. Sign in"),
        (
            [],
            "error: ExpiredToken: The security token included in the request is expired",
            "AWS: the credentials have expired",
        ),
        (
            [],
            "error: incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE",
            "Pulumi: the passphrase does not open",
        ),
        ([], "error: no resource plugin 'pulumi-resource-aws' found in the workspace", "AWS plugin cannot be loaded"),
        (["orders: Table is too odd"], "error: update failed", "Pulumi: orders: Table is too odd Correct it"),
        ([], "noise\nerror: something new\nnoise", "Pulumi: error: something new Correct it"),
    ],
)
def test_why_a_run_could_not_go_on(errors: list[str], output: str, sentence: str) -> None:
    assert sentence in str(refusal(errors, output))
