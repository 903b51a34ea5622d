"""A document travels from the upload through the queue into the index, and is found again by a question."""

from __future__ import annotations

import pytest

from .conftest import EXAMPLES, Example

pytestmark = pytest.mark.slow
NAME = "rag_documents"
TEXT = (EXAMPLES / NAME / "lighthouse.txt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def deployed(example: Example) -> None:
    for bucket in ("documents", "index"):
        example.cloud.bucket(bucket)
    example.cloud.queue("to-index")


def test_an_uploaded_document_is_indexed_and_answers_a_question(example: Example) -> None:
    status, _ = example.fetch("rag.uploads:upload", "PUT", "/documents/lighthouse.txt", TEXT, name="lighthouse.txt")
    assert status == 202

    example.call("bucket", "rag.uploads:announce", _upload("documents", "lighthouse.txt"))
    outcome = example.call("queue", "rag.index:index_document", _received(example, "to-index"))
    assert outcome == {"batchItemFailures": []}

    status, found = example.fetch("rag.answers:ask", "GET", "/ask", query="question=Who+keeps+the+light%3F")
    assert status == 200
    assert found["sources"] == ["lighthouse.txt"]
    assert "Marta Olsen" in found["answer"]


def test_a_document_that_is_not_there_is_tried_again(example: Example) -> None:
    example.call("bucket", "rag.uploads:announce", _upload("documents", "missing.txt"))

    outcome = example.call("queue", "rag.index:index_document", _received(example, "to-index"))

    assert [failed["itemIdentifier"] for failed in outcome["batchItemFailures"]] != []


def _upload(bucket: str, key: str) -> dict[str, object]:
    return {"Records": [{"s3": {"bucket": {"name": bucket}, "object": {"key": key, "size": 1}}}]}


def _received(example: Example, queue: str) -> dict[str, object]:
    sqs = example.cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    return {"Records": [{"messageId": message["MessageId"], "body": message["Body"]}]}
