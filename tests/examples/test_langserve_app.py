"""The LangServe app answers behind a function as it does behind a server."""

from __future__ import annotations

import json

import pytest

from .conftest import Example, request

pytestmark = pytest.mark.slow
NAME = "langserve_app"


def test_both_chains_and_the_plain_route_answer(example: Example) -> None:
    asked = json.dumps({"input": {"text": "Good morning", "language": "French"}})

    for path, expected in (("/translate/invoke", "Good morning"), ("/summarize/invoke", "of French")):
        answer = example.call("asgi", "server:app", request("GET", "/health"), request("POST", path, asked))
        assert answer["statusCode"] == 200, answer
        assert expected in json.loads(answer["body"])["output"]


def test_a_stream_arrives_as_server_sent_events(example: Example) -> None:
    asked = json.dumps({"input": {"text": "Good morning"}})

    answer = example.call("asgi", "server:app", request("POST", "/translate/stream", asked))

    assert answer["headers"]["content-type"].startswith("text/event-stream")
    assert answer["isBase64Encoded"] is False
    assert "event: end" in answer["body"]
