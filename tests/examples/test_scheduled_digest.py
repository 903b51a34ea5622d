"""A note of today is in the digest of the evening, and the digest is filed by the topic's subscriber."""

from __future__ import annotations

import json
from datetime import date

import pytest

from .conftest import Example

pytestmark = pytest.mark.slow
NAME = "scheduled_digest"


@pytest.fixture(autouse=True)
def deployed(example: Example) -> None:
    example.cloud.table("notes")
    example.cloud.bucket("digest-archive")


def test_the_notes_of_the_day_become_a_filed_digest(example: Example) -> None:
    inbox = _inbox_of(example, example.cloud.topic("digests"))
    status, _ = example.fetch("main:take_note", "POST", "/notes", "The new printer works.")
    assert status == 201

    example.call("schedule", "main:send_digest", {"source": "aws.scheduler"})
    (envelope,) = example.cloud.client("sqs").receive_message(QueueUrl=inbox)["Messages"]
    example.call("topic", "main:file_digest", {"Records": [{"Sns": json.loads(envelope["Body"])}]})

    today = str(date.today())
    status, digest = example.fetch("main:read_digest", "GET", f"/digests/{today}", day=today)
    assert status == 200
    assert "The new printer works." in digest


def test_a_day_without_a_digest_is_said_to_have_none(example: Example) -> None:
    status, said = example.fetch("main:read_digest", "GET", "/digests/1999-01-01", day="1999-01-01")

    assert (status, said) == (404, "There was no digest on that day.")


def test_a_day_without_notes_sends_nothing(example: Example) -> None:
    inbox = _inbox_of(example, example.cloud.topic("digests"))

    example.call("schedule", "main:send_digest", {})

    assert "Messages" not in example.cloud.client("sqs").receive_message(QueueUrl=inbox)


def _inbox_of(example: Example, topic: str) -> str:
    """A queue that hears what the topic says."""
    sqs = example.cloud.client("sqs")
    url = sqs.create_queue(QueueName="inbox")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    example.cloud.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url
