"""queue: a subscriber of an SQS queue, message by message, with partial batch failures.

A message whose handler raised is named in the answer, so that SQS sends that one again and not the whole batch. That
takes `ReportBatchItemFailures` in the event source mapping; so that no message is lost without it, a batch of which
nothing was done (a batch of one above all) raises, as any handler would. In a queue with order nothing after a failure
is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import messages
from .calling import Handler, call, report
from .secrets import conceal_in

Record = Mapping[str, Any]


def adapt(handler: Handler) -> Callable[[Any, Any], Any]:
    """Give the handler each message of an event."""

    def run(event: Any, context: Any) -> dict[str, Any]:
        failed: list[str] = []
        error: Exception | None = None
        for record in event["Records"]:
            if not (failed and _in_order(record)):
                error = _handle(handler, record, context)
            if error is not None:
                failed.append(record["messageId"])
        if error is not None and len(failed) == len(event["Records"]):
            conceal_in(error)
            raise error
        return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}

    return run


def _handle(handler: Handler, record: Record, context: Any) -> Exception | None:
    try:
        call(handler, _message(record), context)
    except Exception as error:
        report(f"message {record['messageId']}", error)
        return error
    return None


def _message(record: Record) -> Any:
    attribute = record.get("messageAttributes", {}).get(messages.ATTRIBUTE, {})
    return messages.unpack(record["body"], attribute.get("stringValue"))


def _in_order(record: Record) -> bool:
    return record.get("eventSourceARN", "").endswith(".fifo")
