from __future__ import annotations

import json
from typing import Any

import pytest

from archloom.deployer.blueprint import (
    ACCOUNT,
    Because,
    Blueprint,
    CloudResource,
    Code,
    Join,
    JsonText,
    Known,
    Ref,
    settle_inputs,
)
from archloom.deployer.difference import changes_between, deletions
from archloom.deployer.plan import Change, Plan, from_json, to_json
from archloom.deployer.state import Record, State
from archloom.deployer.values import encode_inputs
from archloom.resources.architecture import Evidence, Link, Span

KNOWN = Known({"aws": {"accountId": "1"}}, lambda variable: "digest")
TABLE = "aws:dynamodb/table:Table"
POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE = "aws:iam/role:Role"
OUTPUTS = {"orders": {"name": "orders", "arn": "arn:orders"}, "role": {"name": "role", "arn": "arn:role"}}


def blueprint(*resources: CloudResource) -> Blueprint:
    return Blueprint("shop", "dev", "us-east-1", resources)


def deployed(*resources: CloudResource) -> State:
    """A state in which these are there."""
    known = Known({**KNOWN.outputs, **OUTPUTS}, KNOWN.secret_digest)
    records = {
        item.name: Record(
            item.type, f"id-{item.name}", encode_inputs(item.inputs), settle_inputs(item, known),
            OUTPUTS.get(item.name, {}), tuple(sorted(item.needs)), item.subject,
        )
        for item in resources
    }  # fmt: skip
    return State("shop", "dev", resources=records)


def table(**more: Any) -> CloudResource:
    return CloudResource(TABLE, "orders", {"name": "orders", "hashKey": "id", **more}, subject="kv_store:orders")


def policy(*actions: str) -> CloudResource:
    statement: dict[str, Any] = {
        "Sid": "Orders",
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": Ref("orders", "arn"),
    }
    document = JsonText({"Statement": [statement]})
    return CloudResource(POLICY, "policy", {"role": "role", "name": "p", "policy": document})


def changes(before: State, *after: CloudResource) -> dict[str, Change]:
    return {change.name: change for change in changes_between(before, blueprint(*after), KNOWN)}


def test_what_is_as_it_should_be_stays() -> None:
    found = changes(deployed(table(), policy("dynamodb:GetItem")), table(), policy("dynamodb:GetItem"))

    assert {change.action for change in found.values()} == {"same"}


def test_a_new_resource_shows_all_its_inputs() -> None:
    created = changes(State(), table(billingMode="PAY_PER_REQUEST"))["orders"]

    assert created.action == "create"
    assert [(item.path, item.before, item.after) for item in created.properties] == [
        ("billingMode", None, "PAY_PER_REQUEST"), ("hashKey", None, "id"), ("name", None, "orders"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "action", "path", "forces"),
    [
        pytest.param({}, {"billingMode": "X"}, "update", "billingMode", False, id="an added input"),
        pytest.param({"billingMode": "X"}, {}, "update", "billingMode", False, id="a removed input"),
        pytest.param({"ttl": {"a": 1, "b": 2}}, {"ttl": {"a": 1, "b": 3}}, "update", "ttl.b", False, id="deep inside"),
        pytest.param({}, {"hashKey": "order"}, "replace", "hashKey", True, id="one that forces a replacement"),
    ],
)
def test_differing_properties_are_shown_by_path(
    before: dict[str, Any], after: dict[str, Any], action: str, path: str, forces: bool
) -> None:
    found = changes(deployed(table(**before)), table(**after))["orders"]

    assert (found.action, [(item.path, item.forces) for item in found.properties]) == (action, [(path, forces)])


def test_what_is_replaced_makes_its_users_wait_for_it() -> None:
    found = changes(deployed(table(), policy("dynamodb:GetItem")), table(hashKey="x"), policy("dynamodb:GetItem"))

    assert found["orders"].loses == "every item of the table"
    assert found["policy"].action == "update"
    assert "(known after apply)" in found["policy"].properties[0].after


def test_a_name_is_known_before_its_bearer_is_made() -> None:
    role = CloudResource(ROLE, "role", {"name": Join(("role-", ACCOUNT))})
    user = CloudResource(POLICY, "policy", {"role": Ref("role", "name"), "other": Ref("role", "arn")})

    properties = {item.path: item.after for item in changes(State(), role, user)["policy"].properties}

    assert properties == {"role": "role-1", "other": "(known after apply)"}


def test_policies_are_compared_by_statement() -> None:
    found = changes(
        deployed(table(), policy("dynamodb:GetItem")), table(), policy("dynamodb:GetItem", "dynamodb:PutItem")
    )

    [statement] = found["policy"].statements
    assert (statement.sid, statement.action) == ("Orders", "update")
    assert statement.actions_after == ("dynamodb:GetItem", "dynamodb:PutItem")
    assert statement.resources_before == statement.resources_after == ("arn:orders",)


def test_a_statement_comes_with_the_lines_that_need_it() -> None:
    from dataclasses import replace

    link = Link("permission", "entry:f", "kv_store:orders", evidence=(Evidence(Span("main.py", 31)),))
    new = replace(policy("dynamodb:GetItem"), because={"Orders": Because("kv_store:orders", (link,))})

    assert changes(deployed(table()), table(), new)["policy"].statements[0].places == ("main.py:31",)


def test_code_is_shown_by_a_short_hash() -> None:
    def function(digest: str) -> CloudResource:
        return CloudResource("aws:lambda/function:Function", "f", {"name": "f", "code": Code(digest)})

    found = changes(deployed(function("a" * 40)), function("b" * 40))["f"]

    assert [(item.path, item.before, item.after) for item in found.properties] == [("code", "a" * 7, "b" * 7)]


def test_what_left_the_blueprint_is_deleted_users_first() -> None:
    role = CloudResource(ROLE, "role", {"name": "role"})
    user = CloudResource(POLICY, "policy", {"role": Ref("role", "name"), "name": "p", "policy": "{}"})

    found = deletions(deployed(role, user, table()), None)

    order = [change.name for change in found]
    assert order.index("policy") < order.index("role")
    assert {change.loses for change in found} == {None, "every item of the table"}


def test_an_uncertain_resource_is_updated_even_if_nothing_differs() -> None:
    from dataclasses import replace

    state = deployed(table())
    state = replace(state, resources={"orders": replace(state.resources["orders"], uncertain=True)})

    assert changes(state, table())["orders"].action == "update"


def test_a_plan_survives_its_json() -> None:
    state = deployed(table(), policy("dynamodb:GetItem"))
    made = changes_between(state, blueprint(table(hashKey="x"), policy("dynamodb:PutItem")), KNOWN)
    plan = Plan("shop", "dev", "sandbox", made)

    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan
