"""The LangServe app answers behind a function as it does behind a server."""

from __future__ import annotations

import pytest

from .conftest import Deployment

pytestmark = pytest.mark.slow
NAME = "langserve_app"


@pytest.mark.parametrize(("path", "expected"), [("/translate", "Good morning"), ("/summarize", "of French")])
def test_both_chains_answer(deployment: Deployment, path: str, expected: str) -> None:
    asked = {"input": {"text": "Good morning", "language": "French"}}

    status, answer = deployment.fetch("POST", f"{path}/invoke", asked)

    assert status == 200
    assert expected in answer["output"]


def test_a_stream_arrives_as_server_sent_events(deployment: Deployment) -> None:
    status, text = deployment.fetch("POST", "/translate/stream", {"input": {"text": "Good morning"}})

    assert status == 200
    assert "event: end" in text


@pytest.mark.parametrize("path", ["/health", "/docs", "/translate/playground/", "/openapi.json"])
def test_what_comes_with_the_app_is_there_too(deployment: Deployment, path: str) -> None:
    assert deployment.fetch("GET", path)[0] == 200
