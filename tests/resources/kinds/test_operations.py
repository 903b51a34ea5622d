"""Bucket, Queue, Topic, Secret, SageMaker and Function against the protocols of AWS."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from archloom.resources import Bucket, Function, FunctionError, NotDeployedError, Queue, SageMaker, Secret, Topic
from archloom.resources.kinds import declared

from .conftest import Deployed


@pytest.fixture
def docs(cloud: Deployed) -> Bucket:
    boto3.client("s3").create_bucket(Bucket="shop-dev-docs")
    cloud("bucket", "docs", "shop-dev-docs")
    return Bucket("docs")


def test_a_bucket_gives_back_what_was_put(docs: Bucket) -> None:
    docs.put("text.txt", "wörds", content_type="text/plain")
    docs.put("data.bin", b"\x00\xff")

    assert (docs.get("text.txt").decode(), docs.get("data.bin")) == ("wörds", b"\x00\xff")
    head = boto3.client("s3").head_object(Bucket=docs.bucket_name, Key="text.txt")
    assert head["ContentType"] == "text/plain"


def test_a_missing_file_is_said_to_be_missing(docs: Bucket) -> None:
    with pytest.raises(FileNotFoundError, match=r"Bucket 'docs' holds no file 'a\.txt'"):
        docs.get("a.txt")


def test_where_s3_does_not_tell_missing_from_forbidden_the_error_says_so(
    docs: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3 = declared.client("s3")
    denied = s3.exceptions.ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")
    monkeypatch.setattr(s3, "get_object", _raising(denied))

    with pytest.raises(PermissionError, match="may not `get` it"):
        docs.get("a.txt")


def _raising(error: Exception) -> Callable[..., None]:
    def get_object(**asked: str) -> None:
        raise error

    return get_object


def test_a_bucket_lists_more_than_a_page(docs: Bucket) -> None:
    for number in range(1003):
        docs.put(f"in/{number:04}", b"")
    docs.put("out/0", b"")

    found = list(docs.list("in/"))

    assert (len(found), found[0], found[-1]) == (1003, "in/0000", "in/1002")


def test_a_deleted_file_is_gone(docs: Bucket) -> None:
    docs.put("a", "b")

    docs.delete("a")
    docs.delete("a")

    assert list(docs.list()) == []


def test_a_link_reads_the_file_without_keys(docs: Bucket) -> None:
    docs.put("a.txt", "words")

    link = docs.presign("a.txt", expires_in=60)

    assert "Signature" in link
    assert "shop-dev-docs" in link


@pytest.mark.parametrize("seconds", [0, 604_801])
def test_a_link_lasts_at_most_a_week(docs: Bucket, seconds: int) -> None:
    with pytest.raises(ValueError, match="1 to 604800"):
        docs.presign("a.txt", expires_in=seconds)


def _queue(cloud: Deployed, name: str, **attributes: str) -> str:
    physical = f"shop-dev-{name}" + (".fifo" if attributes else "")
    url = boto3.client("sqs").create_queue(QueueName=physical, Attributes=attributes)["QueueUrl"]
    cloud("queue", name, url)
    return url


def _received(url: str) -> list[dict[str, Any]]:
    asked = {"QueueUrl": url, "MaxNumberOfMessages": 10}
    answer = boto3.client("sqs").receive_message(**asked, MessageAttributeNames=["All"], AttributeNames=["All"])
    return list(answer.get("Messages", ()))


def test_a_message_is_text_as_it_is_or_else_json(cloud: Deployed) -> None:
    url = _queue(cloud, "jobs")

    Queue("jobs").push("42")
    Queue("jobs").push({"number": 42})

    sent = {(each["Body"], each["MessageAttributes"]["content-type"]["StringValue"]) for each in _received(url)}
    assert sent == {("42", "text/plain"), ('{"number": 42}', "application/json")}


def test_messages_of_a_queue_in_order_have_groups_and_are_never_taken_for_repeats(cloud: Deployed) -> None:
    url = _queue(cloud, "steps", FifoQueue="true")
    steps = Queue("steps", fifo=True)

    steps.push("same", group="ada")
    steps.push("same", group="bob")
    steps.push("same")

    assert sorted(each["Attributes"]["MessageGroupId"] for each in _received(url)) == ["ada", "all", "bob"]


def test_a_queue_without_order_has_no_groups(cloud: Deployed) -> None:
    _queue(cloud, "jobs")

    with pytest.raises(ValueError, match="fifo=True"):
        Queue("jobs").push("x", group="ada")


def test_a_topic_publishes_to_its_subscribers(cloud: Deployed) -> None:
    sns = boto3.client("sns")
    arn = sns.create_topic(Name="shop-dev-news")["TopicArn"]
    cloud("topic", "news", arn)
    url = _queue(cloud, "inbox")
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:shop-dev-inbox")

    Topic("news").publish({"day": "today"}, subject="News")

    (message,) = _received(url)
    said = json.loads(message["Body"])
    assert (said["Message"], said["Subject"]) == ('{"day": "today"}', "News")


def test_a_secret_is_read_once(cloud: Deployed) -> None:
    manager = boto3.client("secretsmanager")
    arn = manager.create_secret(Name="shop-dev-openai", SecretString="sk-1")["ARN"]
    cloud("secret", "openai", arn)
    key = Secret("openai", env="OPENAI_API_KEY")

    first = key.get()
    manager.put_secret_value(SecretId=arn, SecretString="sk-2")

    assert (first, key.get()) == ("sk-1", "sk-1")


def test_on_a_developers_machine_the_variable_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-local")

    assert Secret("openai", env="OPENAI_API_KEY").get() == "sk-local"


def test_a_secret_that_nobody_has_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    with pytest.raises(NotDeployedError, match="ARCHLOOM_SECRET_OPENAI"):
        Secret("openai", env="OPENAI_API_KEY").get()


class FakeService:
    """Stands in for clients whose calls moto cannot answer with content of our own; keeps what it was asked."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.asked: dict[str, Any] = {}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return self.answer

    invoke_endpoint = invoke


def _stand_in(monkeypatch: pytest.MonkeyPatch, **answer: Any) -> FakeService:
    service = FakeService(answer)
    monkeypatch.setattr(declared, "client", lambda name: service)
    return service


def test_a_model_is_asked_in_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_MODEL_ENDPOINT_LLAMA2", "shop-dev-llama2")
    service = _stand_in(monkeypatch, Body=io.BytesIO(b'[{"generated_text": "Hi"}]'))

    said = SageMaker("llama2").invoke({"inputs": "Hello"})

    assert said == [{"generated_text": "Hi"}]
    assert (service.asked["EndpointName"], json.loads(service.asked["Body"])) == (
        "shop-dev-llama2",
        {"inputs": "Hello"},
    )


def test_a_function_is_called_with_a_payload_and_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_FUNCTION_WORK", "shop-dev-work")
    service = _stand_in(monkeypatch, Payload=io.BytesIO(b'{"done": true}'))

    assert Function(print, "work").invoke({"n": 1}) == {"done": True}
    assert (service.asked["FunctionName"], json.loads(service.asked["Payload"])) == ("shop-dev-work", {"n": 1})


def test_a_function_that_raised_raises_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_FUNCTION_WORK", "shop-dev-work")
    failure = b'{"errorType": "KeyError", "errorMessage": "\'id\'"}'
    _stand_in(monkeypatch, Payload=io.BytesIO(failure), FunctionError="Unhandled")

    with pytest.raises(FunctionError, match="Function 'work' failed: KeyError: 'id'"):
        Function(print, "work").invoke()
