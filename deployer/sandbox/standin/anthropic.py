"""Anthropic's messages protocol, plain and streamed; Bedrock wraps the same for Claude.

https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..fields import table, tables
from .answer import Answer, Question, Turn, answer
from .openai import event, text_of, tool_of


def question_of(body: Mapping[str, Any], model: str = "") -> Question:
    """The question of a request. Results of tools are user messages in this protocol."""
    turns = [Turn("system", text_of(body["system"]))] if body.get("system") else []
    for message in tables(body.get("messages")):
        content = message.get("content")
        results = [part for part in tables(content) if part.get("type") == "tool_result"]
        role = "tool" if results else message.get("role", "user")
        turns.append(Turn(role, text_of(results or content)))
    tools = tuple(tool_of(tool, "input_schema") for tool in tables(body.get("tools")) if "name" in tool)
    choice = table(body.get("tool_choice"))
    must_call = choice.get("name") or choice.get("type") == "any"
    return Question(model or body.get("model", "the model"), tuple(turns), tools, must_call)


def message(body: Mapping[str, Any], model: str = "") -> dict[str, Any]:
    """The whole answer."""
    question = question_of(body, model)
    given = answer(question)
    ended = {"stop_reason": _reason(given), "usage": _usage(question, given)}
    return {**_head(question), "content": _blocks(given), **ended}


def events(body: Mapping[str, Any], model: str = "") -> Iterator[dict[str, Any]]:
    """The answer as the events of a stream."""
    question = question_of(body, model)
    given = answer(question)
    usage = _usage(question, given)
    begun: dict[str, Any] = {**_head(question), "content": [], "usage": {**usage, "output_tokens": 0}}
    yield {"type": "message_start", "message": begun}
    for index, block in enumerate(_blocks(given)):
        nothing: dict[str, Any] = {"text": ""} if block["type"] == "text" else {"input": {}}
        empty = {**block, **nothing}
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        for delta in _deltas(block):
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield {
        "type": "message_delta",
        "delta": {"stop_reason": _reason(given), "stop_sequence": None},
        "usage": {"output_tokens": given.tokens},
    }
    yield {"type": "message_stop"}


def stream(body: Mapping[str, Any]) -> Iterator[bytes]:
    """The events as server-sent events."""
    for item in events(body):
        yield event(item, item["type"])


def _deltas(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "tool_use":
        yield {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        return
    for piece in Answer(block["text"]).pieces():
        yield {"type": "text_delta", "text": piece}


def _blocks(given: Answer) -> list[dict[str, Any]]:
    if given.calls:
        return [
            {"type": "tool_use", "id": call.id, "name": call.name, "input": dict(call.arguments)}
            for call in given.calls
        ]
    return [{"type": "text", "text": given.text}]


def _head(question: Question) -> dict[str, Any]:
    return {
        "id": "msg_sandbox", "type": "message", "role": "assistant", "model": question.model,
        "stop_reason": None, "stop_sequence": None,
    }  # fmt: skip


def _reason(given: Answer) -> str:
    return "tool_use" if given.calls else "end_turn"


def _usage(question: Question, given: Answer) -> dict[str, int]:
    return {"input_tokens": question.tokens, "output_tokens": given.tokens}
