"""The plain chatbot answers and remembers, in the names that a deployment gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Example, request

pytestmark = pytest.mark.slow
NAME = "llama_chatbot"


def test_it_answers_and_remembers_the_conversation(example: Example) -> None:
    example.cloud.table("physical-conversations", "SessionId")
    questions = [_asking(session="ada", question=asked) for asked in ("One?", "Two?")]

    answer = example.call("raw", "main:handler", *questions, CONVERSATIONS_TABLE="physical-conversations")

    said = json.loads(answer["body"])
    assert answer["statusCode"] == 200
    assert "One?" in said["answer"]
    assert "Two?" in said["answer"]
    item = example.cloud.client("dynamodb").get_item(
        TableName="physical-conversations", Key={"SessionId": {"S": "ada"}}
    )["Item"]
    assert len(item["History"]["L"]) == 4


def _asking(**parameters: str) -> dict[str, Any]:
    return request("GET", "/") | {"queryStringParameters": parameters}


def test_it_says_what_a_request_without_a_question_lacks(example: Example) -> None:
    answer = example.call("raw", "main:handler", request("GET", "/"))

    assert answer["statusCode"] == 400
    assert "question" in answer["body"]
