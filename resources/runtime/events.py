"""topic, bucket, schedule, function, raw: what the handler raises goes to Lambda, which logs it and tries again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import unquote_plus

from .. import messages
from ..kinds.bucket import Upload
from . import payload
from .calling import Handler, call
from .secrets import conceal_in

Run = Callable[[Any, Any], Any]


def adapt_topic(handler: Handler) -> Run:
    """Give the handler each message of a topic."""
    return lambda event, context: _each(handler, _published(event), context)


def adapt_bucket(handler: Handler) -> Run:
    """Give the handler an Upload for each file that arrived."""
    return lambda event, context: _each(handler, _uploads(event), context)


def adapt_schedule(handler: Handler) -> Run:
    """Run the handler, with the scheduler's event if it takes one."""
    return lambda event, context: _each(handler, iter([event]), context)


def adapt_function(handler: Handler) -> Run:
    """Give the handler the payload of `Function.invoke` and return its result as JSON."""

    def run(event: Any, context: Any) -> Any:
        return json.loads(payload.to_json(_called(handler, event, context)))

    return run


def adapt_raw(handler: Handler) -> Run:
    """Call a plain Lambda handler as Lambda would; an async one too."""
    return lambda event, context: _called(handler, event, context)


def _each(handler: Handler, offers: Iterator[Any], context: Any) -> None:
    for offer in offers:
        _called(handler, offer, context)


def _called(handler: Handler, *offered: Any) -> Any:
    try:
        return call(handler, *offered)
    except Exception as error:
        conceal_in(error)
        raise


def _published(event: Any) -> Iterator[Any]:
    for record in event["Records"]:
        sns = cast(dict[str, Any], record["Sns"])
        attributes: dict[str, Any] = sns.get("MessageAttributes") or {}
        attribute: dict[str, Any] = attributes.get(messages.ATTRIBUTE, {})
        yield messages.unpack(sns["Message"], attribute.get("Value"))


def _uploads(event: Any) -> Iterator[Upload]:
    for record in event.get("Records", ()):
        found = record["s3"]["object"]
        yield Upload(record["s3"]["bucket"]["name"], unquote_plus(found["key"]), found.get("size", 0))
