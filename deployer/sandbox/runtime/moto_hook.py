"""Makes the local cloud call functions: the places in moto where it would start a Docker container for a Lambda.

moto knows functions, subscriptions, notifications and event source mappings, but it cannot run code without Docker. In
the process of the local cloud these places are replaced:

    LambdaFunction.invoke       boto3's `invoke` -> a worker; S3 notifications -> the background
    Subscription.publish        SNS, with the real topic, id and attributes -> the background
    Queue.lambda_event_source_mappings
                                moto delivers to functions at once, within the sender's request; the pollers of
                                `queues.py` do it as AWS does, so moto must see no mapping

`connect` says who calls; a later call takes the place of an earlier one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from .result import Result, Returned

LOG_TAIL = 4096
"""Bytes of the log that `LogType=Tail` asks for."""


class Calls:
    """Where calls go: patched once, directed anew by each runtime."""

    invoke: Callable[[str, Any], Result]
    leave: Callable[[str, Any], None]
    connected = False


def connect(invoke: Callable[[str, Any], Result], leave: Callable[[str, Any], None]) -> None:
    """`invoke` calls a function by its physical name and waits; `leave` calls it in the background."""
    Calls.invoke, Calls.leave = staticmethod(invoke), staticmethod(leave)
    if not Calls.connected:
        Calls.connected = True
        _patch_functions()
        _patch_topics()
        _patch_queues()


def _patch_functions() -> None:
    from moto.awslambda.models import LambdaFunction

    def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> str:
        event: Any = json.loads(body) if body else {}
        kind = request_headers.get("X-Amz-Invocation-Type") if request_headers else "Event"
        if kind == "DryRun":
            return ""
        if kind == "Event":
            Calls.leave(self.function_name, event)
            return ""
        return _answer(Calls.invoke(self.function_name, event), response_headers)

    LambdaFunction.invoke = invoke


def _answer(result: Result, headers: dict[str, Any]) -> str:
    headers["x-amz-executed-version"] = "$LATEST"
    if isinstance(result, Returned):
        return json.dumps(result.value)
    headers["x-amz-function-error"] = "Unhandled"
    headers["x-amz-log-result"] = base64.b64encode("\n".join(result.log).encode()[-LOG_TAIL:]).decode()
    return json.dumps(result.payload())


def _patch_topics() -> None:
    from moto.sns.models import Subscription

    original = Subscription.publish

    def publish(self: Any, message: str, message_id: str, subject: str | None = None, **rest: Any) -> None:
        if self.protocol != "lambda":
            return original(self, message, message_id, subject=subject, **rest)
        matcher = self._filter_policy_matcher
        if matcher is not None and not matcher.matches(rest.get("message_attributes"), message):
            return None
        if rest.get("message_structure") == "json":
            message = self._parse_message_structure(message, self.protocol)
        event = topic_event(self, message, message_id, subject, rest.get("message_attributes") or {})
        Calls.leave(_function_name(self.endpoint), event)
        return None

    cast("Any", Subscription).publish = publish


def topic_event(
    subscription: Any, message: str, message_id: str, subject: str | None, attributes: Mapping[str, Any]
) -> dict[str, Any]:
    """What the handler of a topic gets. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html"""
    sns = {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": subscription.topic.arn,
        "Subject": subject,
        "Message": message,
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "MessageAttributes": {
            name: {"Type": value["Type"], "Value": str(value["Value"])} for name, value in attributes.items()
        },
    }
    record = {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": subscription.arn, "Sns": sns}
    return {"Records": [record]}


def _patch_queues() -> None:
    from moto.sqs.models import Queue

    # moto fills this mapping for every event source mapping and walks it on each message that arrives.
    cast("Any", Queue).lambda_event_source_mappings = property(lambda _queue: {}, lambda _queue, _value: None)


def _function_name(arn: str) -> str:
    """`arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]` -> NAME"""
    return arn.split(":")[6]
