from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.deployed import QueueSource
from archloom.deployer.sandbox.runtime.queues import Poller
from archloom.deployer.sandbox.runtime.result import Raised, Result, Returned


class Handler:
    """Remembers the events; answers with what the test says."""

    def __init__(self, *results: Result) -> None:
        self.events: list[dict[str, Any]] = []
        self._results = list(results)

    def __call__(self, function: str, event: Any) -> Result:
        self.events.append(event)
        result = self._results.pop(0) if self._results else Returned(None)
        return Returned(result.value(event)) if isinstance(result, Returned) and callable(result.value) else result

    @property
    def bodies(self) -> list[list[str]]:
        return [[record["body"] for record in event["Records"]] for event in self.events]


@pytest.fixture
def queue(cloud: Cloud) -> str:
    attributes = {"VisibilityTimeout": "0"}  # what fails is there again at once
    return cloud("sqs").create_queue(QueueName=f"jobs-{uuid.uuid4().hex[:8]}", Attributes=attributes)["QueueUrl"]


def poller(cloud: Cloud, queue: str, handler: Handler) -> Poller:
    return Poller(QueueSource(queue, "work", 10, False), cloud("sqs"), cloud.region, handler)


def left(cloud: Cloud, queue: str) -> int:
    found = cloud("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["ApproximateNumberOfMessages"])
    return int(found["Attributes"]["ApproximateNumberOfMessages"])


def test_messages_reach_the_handler_as_aws_sends_them_and_are_gone(cloud: Cloud, queue: str) -> None:
    attributes = {"kind": {"DataType": "String", "StringValue": "x"}}
    cloud("sqs").send_message(QueueUrl=queue, MessageBody="one", MessageAttributes=attributes)
    handler = Handler()

    poller(cloud, queue, handler).poll(0)

    [record] = handler.events[0]["Records"]
    assert record["body"] == "one"
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == f"arn:aws:sqs:us-east-1:{cloud.account}:{queue.rpartition('/')[2]}"
    assert record["messageAttributes"]["kind"]["stringValue"] == "x"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert left(cloud, queue) == 0


def test_a_batch_that_fails_comes_again(cloud: Cloud, queue: str) -> None:
    cloud("sqs").send_message(QueueUrl=queue, MessageBody="one")
    handler = Handler(Raised("ValueError", "not now"))
    served = poller(cloud, queue, handler)

    served.poll(0)
    served.poll(0)

    assert handler.bodies == [["one"], ["one"]]
    assert left(cloud, queue) == 0


def test_what_a_stopped_poller_receives_is_left_to_its_successor_at_once(cloud: Cloud) -> None:
    queue = cloud("sqs").create_queue(QueueName=f"jobs-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    cloud("sqs").send_message(QueueUrl=queue, MessageBody="one")
    stopped, handler = poller(cloud, queue, Handler()), Handler()
    stopped.stop()

    stopped.poll(0)
    poller(cloud, queue, handler).poll(0)

    assert handler.bodies == [["one"]]


def test_only_the_messages_that_a_handler_names_come_again(cloud: Cloud, queue: str) -> None:
    for body in ("good", "bad"):
        cloud("sqs").send_message(QueueUrl=queue, MessageBody=body)

    def refuse_bad(event: Any) -> Any:
        bad = [record["messageId"] for record in event["Records"] if record["body"] == "bad"]
        return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in bad]}

    handler = Handler(Returned(refuse_bad))
    served = poller(cloud, queue, handler)

    while len(handler.events) < 2 and sum(map(len, handler.bodies)) < 3:
        served.poll(0)

    assert sorted(body for bodies in handler.bodies for body in bodies) == ["bad", "bad", "good"]
    assert left(cloud, queue) == 0


@pytest.mark.parametrize(
    "answer", [{"batchItemFailures": [{"itemIdentifier": "unknown"}]}, {"batchItemFailures": [{}]}]
)
def test_an_answer_that_names_no_message_keeps_all(cloud: Cloud, queue: str, answer: Any) -> None:
    cloud("sqs").send_message(QueueUrl=queue, MessageBody="one")

    poller(cloud, queue, Handler(Returned(answer))).poll(0)

    assert left(cloud, queue) == 1


def test_after_the_tries_of_its_policy_a_message_is_a_dead_letter(cloud: Cloud, queue: str) -> None:
    sqs = cloud("sqs")
    dead = sqs.create_queue(QueueName=f"dead-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 2})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": policy})
    sqs.send_message(QueueUrl=queue, MessageBody="poison")
    handler = Handler(*[Raised("ValueError", "never")] * 5)
    served = poller(cloud, queue, handler)

    for _ in range(4):
        served.poll(0)

    assert handler.bodies == [["poison"], ["poison"]]
    assert (left(cloud, queue), left(cloud, dead)) == (0, 1)


def test_an_empty_queue_calls_nobody(cloud: Cloud, queue: str) -> None:
    handler = Handler()

    assert poller(cloud, queue, handler).poll(0) == 0
    assert handler.events == []
