"""The plain chatbot answers and remembers, in the names that its deployment gives it."""

from __future__ import annotations

import pytest

from .conftest import Deployment, remembered

pytestmark = pytest.mark.slow
NAME = "llama_chatbot"


def test_it_answers_and_remembers_the_conversation(deployment: Deployment) -> None:
    for question in ("One?", "Two?"):
        status, said = deployment.fetch("GET", f"/?session=ada&question={question}")
        assert status == 200
        assert question in said["answer"]

    (item,) = deployment.items("conversations")
    assert (item["SessionId"]["S"], remembered(item)) == ("ada", ["One?", "Two?"])


def test_it_says_what_a_request_without_a_question_lacks(deployment: Deployment) -> None:
    status, said = deployment.fetch("GET", "/")

    assert (status, "question" in said["message"]) == (400, True)
