"""The agent calls its tools and goes on where a conversation stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Deployment

pytestmark = pytest.mark.slow
NAME = "support_agent"


def test_it_opens_a_ticket_with_its_tool(deployment: Deployment) -> None:
    answer = _ask(deployment, "Open a ticket, please: the lamp arrived broken")

    messages = answer["output"]["messages"]
    assert [message["type"] for message in messages] == ["human", "ai", "tool", "ai"]
    assert messages[1]["tool_calls"][0]["name"] == "open_ticket"
    assert len(deployment.items("tickets")) == 1


def test_a_conversation_goes_on_where_it_stopped(deployment: Deployment) -> None:
    thread = _ask(deployment, "Good evening")["thread_id"]

    later = _ask(deployment, "And good night", thread)

    said = [message["content"] for message in later["output"]["messages"] if message["type"] == "human"]
    assert said == ["Good evening", "And good night"]
    assert {item["PK"]["S"] for item in deployment.items("support-checkpoints") if thread in item["PK"]["S"]}


def test_its_steps_can_be_streamed(deployment: Deployment) -> None:
    status, text = deployment.fetch("POST", "/stream", _input("Look up order 42"))

    assert status == 200
    steps = [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
    assert [list(step) for step in steps] == [["assistant"], ["tools"], ["assistant"]]


def _ask(deployment: Deployment, text: str, thread: str | None = None) -> dict[str, Any]:
    status, answer = deployment.fetch("POST", "/invoke", _input(text) | ({"thread_id": thread} if thread else {}))
    assert status == 200, answer
    return answer


def _input(text: str) -> dict[str, Any]:
    return {"input": {"messages": [{"role": "user", "content": text}]}}
