"""The agent calls its tools and goes on where a conversation stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import Example, request

pytestmark = pytest.mark.slow
NAME = "support_agent"
GRAPH = "agent.graph:graph"


@pytest.fixture(autouse=True)
def deployed(example: Example) -> None:
    example.cloud.table("orders")
    example.cloud.table("tickets")
    example.cloud.table("support-checkpoints", "PK", "SK")


def test_it_opens_a_ticket_with_its_tool(example: Example) -> None:
    answer = _ask(example, "Open a ticket, please: the lamp arrived broken")

    messages = answer["output"]["messages"]
    assert [message["type"] for message in messages] == ["human", "ai", "tool", "ai"]
    assert messages[1]["tool_calls"][0]["name"] == "open_ticket"
    assert example.cloud.client("dynamodb").scan(TableName="tickets")["Count"] == 1


def test_a_conversation_goes_on_in_another_process(example: Example) -> None:
    thread = _ask(example, "Good evening")["thread_id"]

    later = _ask(example, "And good night", thread)

    assert [message["content"] for message in later["output"]["messages"] if message["type"] == "human"] == [
        "Good evening",
        "And good night",
    ]


def test_its_steps_can_be_streamed(example: Example) -> None:
    body = json.dumps({"input": {"messages": [{"role": "user", "content": "Look up order 42"}]}})

    answer = example.call("graph", GRAPH, request("POST", "/stream", body))

    assert answer["headers"]["content-type"] == "text/event-stream"
    steps = [json.loads(line[6:]) for line in answer["body"].splitlines() if line.startswith("data: ")]
    assert [list(step) for step in steps] == [["assistant"], ["tools"], ["assistant"]]


def _ask(example: Example, text: str, thread: str | None = None) -> dict[str, Any]:
    asked = {"input": {"messages": [{"role": "user", "content": text}]}} | ({"thread_id": thread} if thread else {})
    answer = example.call("graph", GRAPH, request("POST", "/invoke", json.dumps(asked)))
    assert answer["statusCode"] == 200, answer
    return json.loads(answer["body"])
