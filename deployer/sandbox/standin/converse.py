"""Bedrock's Converse protocol: one form for every model, plain and as an event stream.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..fields import table, tables
from .answer import Answer, Question, Tool, Turn, answer
from .eventstream import json_message
from .openai import text_of


def question_of(body: Mapping[str, Any], model: str) -> Question:
    """The question of a request. Results of tools are user messages in this protocol."""
    turns = [Turn("system", text_of(body["system"]))] if body.get("system") else []
    turns += [_turn(message) for message in tables(body.get("messages"))]
    settings = table(body.get("toolConfig"))
    specs = [table(tool["toolSpec"]) for tool in tables(settings.get("tools")) if "toolSpec" in tool]
    tools = tuple(_tool(spec) for spec in specs)
    choice = table(settings.get("toolChoice"))
    must_call = table(choice.get("tool")).get("name") or "any" in choice
    return Question(model, tuple(turns), tools, must_call)


def converse(body: Mapping[str, Any], model: str) -> dict[str, Any]:
    """The whole answer."""
    question = question_of(body, model)
    given = answer(question)
    return {
        "output": {"message": {"role": "assistant", "content": _blocks(given)}},
        "stopReason": _reason(given),
        "usage": _usage(question, given),
        "metrics": {"latencyMs": 1},
    }


def stream(body: Mapping[str, Any], model: str) -> Iterator[bytes]:
    """The answer as an event stream."""
    question = question_of(body, model)
    given = answer(question)
    yield json_message("messageStart", {"role": "assistant"})
    for index, block in enumerate(_blocks(given)):
        yield from _block(index, block)
    yield json_message("messageStop", {"stopReason": _reason(given)})
    yield json_message("metadata", {"usage": _usage(question, given), "metrics": {"latencyMs": 1}})


def _block(index: int, block: Mapping[str, Any]) -> Iterator[bytes]:
    if use := block.get("toolUse"):
        start = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
        yield json_message("contentBlockStart", {"contentBlockIndex": index, "start": start})
        delta = {"toolUse": {"input": json.dumps(use["input"])}}
        yield json_message("contentBlockDelta", {"contentBlockIndex": index, "delta": delta})
    else:
        for piece in Answer(block["text"]).pieces():
            yield json_message("contentBlockDelta", {"contentBlockIndex": index, "delta": {"text": piece}})
    yield json_message("contentBlockStop", {"contentBlockIndex": index})


def _tool(spec: Mapping[str, Any]) -> Tool:
    return Tool(spec["name"], spec.get("description", ""), table(table(spec.get("inputSchema")).get("json")))


def _turn(message: Mapping[str, Any]) -> Turn:
    parts = tables(message.get("content"))
    results = [table(part["toolResult"]) for part in parts if "toolResult" in part]
    if results:
        texts = [
            text_of(item) or json.dumps(item.get("json")) for result in results for item in tables(result["content"])
        ]
        return Turn("tool", "\n".join(texts))
    return Turn(message.get("role", "user"), text_of(parts))


def _blocks(given: Answer) -> list[dict[str, Any]]:
    if given.calls:
        return [
            {"toolUse": {"toolUseId": call.id, "name": call.name, "input": dict(call.arguments)}}
            for call in given.calls
        ]
    return [{"text": given.text}]


def _reason(given: Answer) -> str:
    return "tool_use" if given.calls else "end_turn"


def _usage(question: Question, given: Answer) -> dict[str, int]:
    return {
        "inputTokens": question.tokens, "outputTokens": given.tokens, "totalTokens": question.tokens + given.tokens,
    }  # fmt: skip
