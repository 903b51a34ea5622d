"""queue: a subscriber of an SQS queue, message by message, with partial batch failures.

A message whose handler raised is named in the answer, so that SQS sends that one again and not the whole batch (the
event source mapping has `ReportBatchItemFailures`). In a queue with order nothing after a failure is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import messages
from .calling import Handler, call, report

Record = Mapping[str, Any]


def adapt(handler: Handler) -> Callable[[Any, Any], Any]:
    """Give the handler each message of an event."""

    def run(event: Any, context: Any) -> dict[str, Any]:
        failed: list[str] = []
        for record in event["Records"]:
            stopped = failed and _in_order(record)
            if stopped or not _handle(handler, record, context):
                failed.append(record["messageId"])
        return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}

    return run


def _handle(handler: Handler, record: Record, context: Any) -> bool:
    try:
        call(handler, _message(record), context)
    except Exception:
        report(f"message {record['messageId']}")
        return False
    return True


def _message(record: Record) -> Any:
    attribute = record.get("messageAttributes", {}).get(messages.ATTRIBUTE, {})
    return messages.unpack(record["body"], attribute.get("stringValue"))


def _in_order(record: Record) -> bool:
    return record.get("eventSourceARN", "").endswith(".fifo")
