"""What an action does, in one of a few verbs, so that a line can say `read · write` instead of two IAM actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Verb = Literal["read", "write", "delete", "invoke", "send", "publish", "manage", "connect"]

ORDER: tuple[Verb, ...] = ("read", "write", "delete", "invoke", "send", "publish", "manage", "connect")

_EXACT: dict[str, Verb] = {
    "dynamodb:PartiQLSelect": "read",
    "read": "read", "write": "write", "delete": "delete", "invoke": "invoke", "send": "send",
    "publish": "publish", "manage": "manage", "connect": "connect",
    "bedrock-agentcore:CreateEvent": "write",
    "execute-api:Invoke": "invoke",
    "iam:PassRole": "manage",
    "rds-db:connect": "connect",
    "sqs:ReceiveMessage": "read",
    "sqs:SendMessage": "send",
    "sns:Publish": "publish",
    "events:PutEvents": "publish",
    "ses:SendEmail": "send",
    "ses:SendRawEmail": "send",
    "sts:AssumeRole": "invoke",
    "s3:PutObject": "write",
}  # fmt: skip
_PREFIXES: tuple[tuple[str, Verb], ...] = (
    ("Get", "read"), ("List", "read"), ("Describe", "read"), ("Query", "read"), ("Scan", "read"),
    ("BatchGet", "read"), ("Head", "read"), ("Retrieve", "read"), ("Receive", "read"), ("Search", "read"),
    ("Select", "read"), ("Detect", "read"), ("Read", "read"), ("View", "read"), ("ConditionCheck", "read"),
    ("Filter", "read"), ("Lookup", "read"), ("Count", "read"), ("Compare", "read"), ("Classify", "read"),
    ("Translate", "invoke"), ("Recognize", "invoke"),
    ("Invoke", "invoke"), ("Start", "invoke"), ("Converse", "invoke"), ("Execute", "invoke"), ("Run", "invoke"),
    ("Apply", "invoke"), ("Rerank", "invoke"), ("Synthesize", "invoke"), ("Analyze", "invoke"),
    ("Put", "write"), ("Update", "write"), ("BatchWrite", "write"), ("Write", "write"), ("Upload", "write"),
    ("Tag", "write"), ("Untag", "write"), ("Abort", "write"), ("Complete", "write"), ("Set", "write"),
    ("Restore", "write"), ("Import", "write"), ("Encrypt", "write"), ("Generate", "write"), ("Decrypt", "read"),
    ("Delete", "delete"), ("Remove", "delete"), ("Purge", "delete"), ("BatchDelete", "delete"),
    ("Send", "send"), ("Publish", "publish"),
)  # fmt: skip


def verb(action: str) -> Verb:
    """`dynamodb:GetItem` -> `read`. A plain verb stands for itself; an unknown action manages something."""
    if action in _EXACT:
        return _EXACT[action]
    name = action.rpartition(":")[2]
    for prefix, found in _PREFIXES:
        if name.startswith(prefix):
            return found
    return "manage"


def verbs(actions: Iterable[str]) -> tuple[Verb, ...]:
    """The different verbs of some actions, always in one order."""
    found = {verb(action) for action in actions}
    return tuple(known for known in ORDER if known in found)


def label(actions: Iterable[str], operations: Iterable[str] = ()) -> str:
    """What a line of the picture says: at most two verbs, otherwise how many actions there are."""
    named = tuple(actions) or tuple(operations)
    found = verbs(named)
    return f"{len(named)} actions" if len(found) > 2 else " · ".join(found)
