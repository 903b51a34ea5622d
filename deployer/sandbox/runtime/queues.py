"""Delivers the messages of a queue to its function, as Lambda's poller does.

A batch that the handler accepts is deleted. A batch that fails stays, becomes visible again after the queue's own
visibility timeout, and goes to the dead letter queue after as many tries as its redrive policy says. A handler that
returns `{"batchItemFailures": [{"itemIdentifier": …}]}` keeps only those messages.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from ..deployed import QueueSource
from ..fields import items, table
from .result import Result, Returned

SECONDS_TO_WAIT = 5
SECONDS_AFTER_TROUBLE = 1.0


class Poller:
    """One queue and its function, served by a thread of its own."""

    def __init__(self, source: QueueSource, sqs: Any, region: str, invoke: Callable[[str, Any], Result]) -> None:
        self._source = source
        self._sqs = sqs
        self._region = region
        self._invoke = invoke
        self._stop = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def poll(self, seconds: int = SECONDS_TO_WAIT) -> int:
        """Receives one batch, waiting for a message for so long, and delivers it. How many messages it held."""
        received = self._sqs.receive_message(
            QueueUrl=self._source.queue_url,
            MaxNumberOfMessages=min(self._source.batch_size or 10, 10),
            WaitTimeSeconds=seconds,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if received and self._stop.is_set():
            self._give_back(received)
        elif received:
            self._deliver(received)
        return len(received)

    def _give_back(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """They came after it was stopped: its successor takes them at once, not when the visibility timeout is over."""
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=self._source.queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def _deliver(self, messages: Sequence[Mapping[str, Any]]) -> None:
        arn = _arn(self._source.queue_url, self._region)
        event = {"Records": [_record(message, arn, self._region) for message in messages]}
        result = self._invoke(self._source.function, event)
        kept = _kept(result, messages)
        for message in messages:
            if message["MessageId"] not in kept:
                self._sqs.delete_message(QueueUrl=self._source.queue_url, ReceiptHandle=message["ReceiptHandle"])

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.poll()
            except (BotoCoreError, ClientError, OSError):
                # The queue is being replaced, or the local cloud is being rebuilt: the next refresh decides.
                self._stop.wait(SECONDS_AFTER_TROUBLE)


def _kept(result: Result, messages: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of the messages that stay in the queue."""
    every = frozenset(message["MessageId"] for message in messages)
    if not isinstance(result, Returned):
        return every
    failures = items(table(result.value).get("batchItemFailures"))
    kept = frozenset(str(table(failure).get("itemIdentifier")) for failure in failures)
    return kept if kept <= every else every  # an unknown id counts as failure of the whole batch


def _record(message: Mapping[str, Any], arn: str, region: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {name: _attribute(value) for name, value in message.get("MessageAttributes", {}).items()},
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": region,
    }


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "dataType": value.get("DataType", "String"),
        "stringListValues": [],
        "binaryListValues": [],
        **({"stringValue": value["StringValue"]} if "StringValue" in value else {}),
    }


def _arn(url: str, region: str) -> str:
    account, name = url.rsplit("/", 2)[-2:]
    return f"arn:aws:sqs:{region}:{account}:{name}"
