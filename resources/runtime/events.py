"""topic, bucket, schedule, function, raw: what the handler raises goes to the log and to AWS, which tries again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import unquote_plus

from .. import messages
from ..kinds.bucket import Upload
from . import payload
from .calling import Handler, call, report

Run = Callable[[Any, Any], Any]


def adapt_topic(handler: Handler) -> Run:
    """Give the handler each message of a topic."""
    return lambda event, context: _each(handler, _published(event), context)


def adapt_bucket(handler: Handler) -> Run:
    """Give the handler an Upload for each file that arrived."""
    return lambda event, context: _each(handler, _uploads(event), context)


def adapt_schedule(handler: Handler) -> Run:
    """Run the handler, with the scheduler's event if it takes one."""
    return lambda event, context: _each(handler, iter([("the scheduled run", event)]), context)


def adapt_function(handler: Handler) -> Run:
    """Give the handler the payload of `Function.invoke` and return its result as JSON."""

    def run(event: Any, context: Any) -> Any:
        return json.loads(payload.to_json(_reported(handler, "the call", event, context)))

    return run


def adapt_raw(handler: Handler) -> Run:
    """Call a plain Lambda handler as Lambda would; an async one too."""
    return lambda event, context: _reported(handler, "the handler", event, context)


def _each(handler: Handler, offers: Iterator[tuple[str, Any]], context: Any) -> None:
    for what, offer in offers:
        _reported(handler, what, offer, context)


def _reported(handler: Handler, what: str, *offered: Any) -> Any:
    try:
        return call(handler, *offered)
    except Exception:
        report(what)
        raise


def _published(event: Any) -> Iterator[tuple[str, Any]]:
    for record in event["Records"]:
        sns = cast(dict[str, Any], record["Sns"])
        attributes: dict[str, Any] = sns.get("MessageAttributes") or {}
        attribute: dict[str, Any] = attributes.get(messages.ATTRIBUTE, {})
        yield f"message {sns.get('MessageId', '')}", messages.unpack(sns["Message"], attribute.get("Value"))


def _uploads(event: Any) -> Iterator[tuple[str, Upload]]:
    for record in event.get("Records", ()):
        found = record["s3"]["object"]
        upload = Upload(record["s3"]["bucket"]["name"], unquote_plus(found["key"]), found.get("size", 0))
        yield f"upload {upload.key}", upload
