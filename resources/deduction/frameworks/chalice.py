"""Chalice beyond routes: functions that a queue, a topic, a bucket, a stream or a clock starts, each in a Lambda."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, classes, naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, LibMethod, Place, Unknown, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

SOURCES: dict[str, tuple[EntryKind, str, str, tuple[str, ...]]] = {
    "on_sqs_message": ("queue", "queue", "sqs", ("queue", "queue_arn")),
    "on_sns_message": ("event", "topic", "sns", ("topic",)),
    "on_s3_event": ("event", "bucket", "s3", ("bucket",)),
    "on_dynamodb_record": ("event", "stream", "dynamodb", ("stream_arn",)),
    "on_kinesis_record": ("event", "stream", "kinesis", ("stream",)),
    "on_cw_event": ("event", "event_bus", "events", ()),
    "schedule": ("schedule", "schedule", "events", ()),
}
"""Decorator -> kind of the entry, kind and service of what starts it, the arguments that name that."""
OWNERS = ("chalice.Chalice", "chalice.Blueprint")


def _with_bucket(target: Value, bucket: Value | None, place: Place) -> Callable[[Machine, Frame], None]:
    """Calls a function with an event of S3, whose `bucket` is the one that starts it."""

    def evaluate(m: Machine, f: Frame) -> None:
        key = Unknown("the key of an upload", place)
        event = classes.plain(m, f, "S3Event", {"bucket": bucket or Unknown("a bucket", place), "key": key}, place)
        calls.call(m, f, hosts.with_self(m, f, target, place), Arguments((event,)), place)

    return evaluate



@rule(*methods(OWNERS, SOURCES))
def started(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.on_sqs_message(queue="jobs")`, `@app.schedule(Rate(5, unit=Rate.MINUTES))`."""
    if callee is None:
        return None
    word = callee.name
    kind, source, service, arguments = SOURCES[word]
    given = naming.bind(arguments[:1], a)
    found = next((given[one] for one in arguments if one in given), None)
    named = naming.of_value(found, "tail")[0] if found is not None else None

    def add(target: Value) -> None:
        function = innermost(target)
        if function is None:
            return
        touch = Touch(source, service, named.name, named.env, place, named.reason) if named is not None else None
        register(m, ("chalice", word, function), Draft(
            kind, function.name, target, Host("function", "lambda", function, place), place,
            _with_bucket(target, found, place) if word == "on_s3_event" else hosts.calling(target, place),
            (touch, word) if touch is not None else None,
        ))  # fmt: skip

    return hosts.decorator(m, place, add)
