"""The resources that constructs of the CDK make: what sort each is, what it is called, and what carries its name."""

from __future__ import annotations

from collections.abc import Mapping

from ..evaluate import naming
from ..scope import Touch
from ..values import LibObject, Value

RESOURCES: dict[str, tuple[str, str, str]] = {
    "aws_dynamodb": ("kv_store", "dynamodb", "table_name"), "aws_s3": ("bucket", "s3", "bucket_name"),
    "aws_sqs": ("queue", "sqs", "queue_name"), "aws_sns": ("topic", "sns", "topic_name"),
    "aws_kinesis": ("stream", "kinesis", "stream_name"), "aws_events": ("schedule", "events", "rule_name"),
    "aws_scheduler": ("schedule", "scheduler", "schedule_name"),
    "aws_events.EventBus": ("event_bus", "events", "event_bus_name"),
    "aws_stepfunctions.CfnStateMachine": ("state_machine", "stepfunctions", "state_machine_name"),
    "aws_stepfunctions.StateMachine": ("state_machine", "stepfunctions", "state_machine_name"),
}  # fmt: skip
"""Module of a construct, or the construct -> kind and service of what it makes, and the argument that names it."""


def kind_of(made: LibObject) -> tuple[str, str, str] | None:
    """What sort of resource a construct makes; None for what only describes something."""
    parts = made.path.split(".")
    named = parts[:-1] if parts[-1].startswith("from_") else parts
    known = RESOURCES.get(".".join(named[-2:])) or (RESOURCES.get(named[-2]) if len(named) > 1 else None)
    owned = made.arguments.positional[:1] or [value for key, value in made.arguments.named if key == "scope"]
    return known if known is not None and owned and parts[-1][:1].isalpha() and _names_itself(made) else None


def _names_itself(made: LibObject) -> bool:
    """Is it a construct, with a scope and an id, and no value such as `Schedule.rate(…)` or `Attribute(…)`?"""
    return len(made.arguments.positional) > 1 or any(key in ("id", "construct_id") for key, _ in made.arguments.named)


def is_bucket(made: LibObject) -> bool:
    known = kind_of(made)
    return known is not None and known[0] == "bucket"


def logical_id(made: LibObject) -> str:
    """The id of a construct."""
    positional, given = made.arguments.positional, dict(made.arguments.named)
    return text(positional[1]) if len(positional) > 1 else text(given.get("id", given.get("construct_id")))


def text(value: Value | None) -> str:
    return naming.text_of(value) or "" if value is not None else ""


def touch_of(source: LibObject, carried: Mapping[LibObject, tuple[str, ...]]) -> Touch | None:
    known = kind_of(source)
    if known is None or source.place is None:
        return None
    kind, service, argument = known
    variable = next(iter(carried.get(source, ())), None)
    name = text(dict(source.arguments.named).get(argument)) or logical_id(source)
    if not name and not variable:
        return None
    return Touch(kind, service, None if variable else name, variable, source.place, origin="config")
