"""OpenAI's responses protocol, in its basic form: text, function calls, JSON, streaming.

https://platform.openai.com/docs/api-reference/responses
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from ..fields import table, tables
from .answer import Answer, Question, Turn, answer
from .openai import ROLES, event, schema_of, text_of, tool_of


def question_of(body: Mapping[str, Any]) -> Question:
    """The question of a request for a response."""
    turns = [Turn("system", body["instructions"])] if body.get("instructions") else []
    given = body.get("input", "")
    turns += (
        [Turn("user", given)] if isinstance(given, str) else [turn for item in tables(given) if (turn := _turn(item))]
    )
    offered = [tool for tool in tables(body.get("tools")) if tool.get("type") == "function"]
    tools = tuple(tool_of(tool, "parameters") for tool in offered)
    choice = body.get("tool_choice")
    must_call = table(choice).get("name") or choice == "required"
    wanted = schema_of(table(body.get("text")).get("format"))
    return Question(body.get("model", "the model"), tuple(turns), tools, must_call, wanted)


def respond(body: Mapping[str, Any]) -> dict[str, Any]:
    """The whole response."""
    question = question_of(body)
    return _response(body, question, answer(question))


def stream(body: Mapping[str, Any]) -> Iterator[bytes]:
    """The same as server-sent events."""
    response = respond(body)
    number = 0

    def send(kind: str, **data: Any) -> bytes:
        nonlocal number
        number += 1
        return event({"type": kind, "sequence_number": number - 1, **data}, kind)

    yield send("response.created", response={**response, "status": "in_progress", "output": []})
    for index, item in enumerate(response["output"]):
        place = {"output_index": index, "item_id": item["id"]}
        yield send("response.output_item.added", output_index=index, item={**item, "content": []})
        if item["type"] == "function_call":
            yield send("response.function_call_arguments.delta", delta=item["arguments"], **place)
            yield send("response.function_call_arguments.done", arguments=item["arguments"], **place)
        else:
            part = item["content"][0]
            yield send("response.content_part.added", content_index=0, part={**part, "text": ""}, **place)
            for piece in Answer(part["text"]).pieces():
                yield send("response.output_text.delta", content_index=0, delta=piece, logprobs=[], **place)
            yield send("response.output_text.done", content_index=0, text=part["text"], logprobs=[], **place)
            yield send("response.content_part.done", content_index=0, part=part, **place)
        yield send("response.output_item.done", output_index=index, item=item)
    yield send("response.completed", response=response)


def _turn(item: Mapping[str, Any]) -> Turn | None:
    match item.get("type", "message"):
        case "function_call_output":
            return Turn("tool", text_of(item.get("output")))
        case "message":
            return Turn(ROLES.get(item.get("role", ""), "user"), text_of(item.get("content")))
        case _:
            return None


def _response(body: Mapping[str, Any], question: Question, given: Answer) -> dict[str, Any]:
    used = {"input_tokens": question.tokens, "output_tokens": given.tokens}
    return {
        "id": "resp_sandbox", "object": "response", "created_at": int(time.time()), "status": "completed",
        "model": question.model, "output": _output(given), "error": None, "incomplete_details": None,
        "instructions": body.get("instructions"), "metadata": {}, "parallel_tool_calls": True, "temperature": 1.0,
        "tool_choice": body.get("tool_choice", "auto"), "tools": body.get("tools") or [], "top_p": 1.0,
        "usage": {
            **used, "total_tokens": question.tokens + given.tokens,
            "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0},
        },
    }  # fmt: skip


def _output(given: Answer) -> list[dict[str, Any]]:
    if given.calls:
        return [
            {
                "type": "function_call", "id": f"fc_{call.id}", "call_id": call.id, "name": call.name,
                "arguments": json.dumps(dict(call.arguments)), "status": "completed",
            }
            for call in given.calls
        ]  # fmt: skip
    content: list[dict[str, Any]] = [{"type": "output_text", "text": given.text, "annotations": []}]
    return [{"type": "message", "id": "msg_sandbox", "role": "assistant", "status": "completed", "content": content}]
