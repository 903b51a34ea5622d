"""What the label of a line says about actions."""

from __future__ import annotations

import pytest

from archloom.resources import actions
from archloom.resources.kinds import KINDS


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("dynamodb:GetItem", "read"),
        ("dynamodb:BatchWriteItem", "write"),
        ("s3:DeleteObject", "delete"),
        ("lambda:InvokeFunction", "invoke"),
        ("sqs:SendMessage", "send"),
        ("sns:Publish", "publish"),
        ("sqs:ReceiveMessage", "read"),
        ("kms:Decrypt", "read"),
        ("logs:FilterLogEvents", "read"),
        ("rekognition:CompareFaces", "read"),
        ("translate:TranslateText", "invoke"),
        ("bedrock-agentcore:CreateEvent", "write"),
        ("ses:VerifyEmailIdentity", "manage"),
        ("iam:PassRole", "manage"),
        ("dynamodb:FrobnicateItem", "manage"),
        ("connect", "connect"),
        ("write", "write"),
    ],
)
def test_an_action_has_a_verb(action: str, expected: str) -> None:
    assert actions.verb(action) == expected


@pytest.mark.parametrize(
    ("given", "operations", "expected"),
    [
        (["dynamodb:PutItem", "dynamodb:GetItem"], [], "read · write"),
        (["dynamodb:GetItem", "dynamodb:Query"], [], "read"),
        (["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"], [], "3 actions"),
        ([], ["read", "write"], "read · write"),
        ([], ["read", "write", "delete"], "3 actions"),
        ([], [], ""),
    ],
)
def test_a_line_says_at_most_two_verbs(given: list[str], operations: list[str], expected: str) -> None:
    assert actions.label(given, operations) == expected


def test_a_generator_of_actions_counts_like_a_list() -> None:
    assert actions.label(iter(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])) == "3 actions"
    assert actions.label((), iter(["read", "write", "delete"])) == "3 actions"


def test_the_verb_of_each_operation_is_that_of_its_action() -> None:
    wrong = {
        f"{kind.id}.{operation.name}: {operation.verb} {operation.actions}"
        for kind in KINDS.values()
        for operation in kind.operations
        if operation.verb not in actions.verbs(operation.actions)
    }

    assert wrong == set()
