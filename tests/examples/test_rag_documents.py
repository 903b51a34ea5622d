"""A document travels from the upload through the queue into the index, and is found again by a question."""

from __future__ import annotations

import pytest

from .conftest import EXAMPLES, Deployment

pytestmark = pytest.mark.slow
NAME = "rag_documents"
TEXT = (EXAMPLES / NAME / "lighthouse.txt").read_text(encoding="utf-8")


def test_an_uploaded_document_is_indexed_and_answers_a_question(deployment: Deployment) -> None:
    status, _ = deployment.fetch("PUT", "/documents/lighthouse.txt", TEXT)
    assert status == 202

    found = deployment.wait_for(
        "/ask?question=Who+keeps+the+light%3F", lambda status, body: status == 200 and body["sources"]
    )

    assert found["sources"] == ["lighthouse.txt"]
    assert "Marta Olsen" in found["answer"]
    assert deployment.fetch("GET", "/documents") == (200, {"documents": ["lighthouse.txt"]})


def test_a_question_without_words_is_refused(deployment: Deployment) -> None:
    status, said = deployment.fetch("GET", "/ask")

    assert (status, said) == (400, {"message": "Ask with /ask?question=…"})
