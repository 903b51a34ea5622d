"""The declared chatbot answers, remembers and forgets."""

from __future__ import annotations

import pytest

from .conftest import Deployment, remembered

pytestmark = pytest.mark.slow
NAME = "llama_chatbot_declared"


def test_it_answers_and_remembers_until_it_is_told_to_forget(deployment: Deployment) -> None:
    for question in ("One?", "Two?"):
        status, said = deployment.fetch("POST", "/chat", {"session": "ada", "question": question})
        assert status == 200
        assert question in said["answer"]
    assert [remembered(item) for item in deployment.items("conversations")] == [["One?", "Two?"]]

    assert deployment.fetch("DELETE", "/chat/ada") == (204, "")
    assert deployment.items("conversations") == []


def test_a_request_without_a_question_is_refused_with_what_it_lacks(deployment: Deployment) -> None:
    status, said = deployment.fetch("POST", "/chat", {})

    assert (status, "question" in said["message"]) == (400, True)
