"""The declared chatbot answers, remembers and forgets."""

from __future__ import annotations

import json

import pytest

from archloom.resources.physical import variable

from .conftest import Example

pytestmark = pytest.mark.slow
NAME = "llama_chatbot_declared"


@pytest.fixture(autouse=True)
def deployed(example: Example) -> None:
    example.cloud.table("conversations", "SessionId")
    example.cloud.names[variable("model_endpoint", "llama2")] = "llama2"


def test_it_answers_and_remembers_until_it_is_told_to_forget(example: Example) -> None:
    for question in ("One?", "Two?"):
        status, said = example.fetch("main:chat", "POST", "/chat", json.dumps({"session": "ada", "question": question}))
        assert status == 200
    assert "One?" in said["answer"]

    status, _ = example.fetch("main:forget", "DELETE", "/chat/ada", session="ada")

    assert status == 204
    assert example.cloud.client("dynamodb").scan(TableName="conversations")["Count"] == 0


def test_a_request_without_a_question_is_refused_with_what_it_lacks(example: Example) -> None:
    status, said = example.fetch("main:chat", "POST", "/chat", "{}")

    assert (status, "question" in said["message"]) == (400, True)
