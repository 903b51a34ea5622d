"""OpenAI's protocol: chat completions, completions, embeddings, models. Many other providers speak it too.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import base64
import json
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ..fields import items, table, tables
from .answer import Answer, Question, Role, Tool, ToolCall, Turn, answer, count_tokens
from .embedding import dimensions_of, embed

ROLES: Mapping[str, Role] = {
    "system": "system", "developer": "system", "user": "user", "assistant": "assistant", "tool": "tool",
    "function": "tool",
}  # fmt: skip


def text_of(content: Any) -> str:
    """The text of a message's content: a text, or parts of which some are texts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(filter(None, (text_of(part) for part in items(cast("Any", content)))))
    fields = table(content)
    return text_of(fields.get("text") or fields.get("content") or "") if fields else ""


def question_of(body: Mapping[str, Any]) -> Question:
    """The question of a chat completion."""
    turns = tuple(
        Turn(ROLES.get(m.get("role", ""), "user"), text_of(m.get("content"))) for m in tables(body["messages"])
    )
    offered = [table(item["function"]) for item in tables(body.get("tools")) if "function" in item]
    tools = tuple(tool_of(item, "parameters") for item in (*offered, *tables(body.get("functions"))))
    return Question(
        body.get("model", "the model"), turns, tools, _must_call(body), schema_of(body.get("response_format"))
    )


def tool_of(item: Mapping[str, Any], schema: str) -> Tool:
    """A tool from its JSON; `schema` names the key that holds the schema of its arguments."""
    return Tool(item["name"], item.get("description") or "", item.get(schema) or {})


def schema_of(wanted: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The JSON schema of a `response_format`, if it asks for JSON."""
    match (wanted or {}).get("type"):
        case "json_schema":
            inner = (wanted or {}).get("json_schema") or wanted or {}
            return inner.get("schema", {})
        case "json_object":
            return {"type": "object", "properties": {"answer": {"type": "string"}}}
        case _:
            return None


def _must_call(body: Mapping[str, Any]) -> str | bool:
    match body.get("tool_choice"):
        case "required" | "any":
            return True
        case {"function": {"name": str(name)}}:
            return name
        case _:
            return False


def completion(body: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a chat completion that is not streamed."""
    question = question_of(body)
    given = answer(question)
    choice = {"index": 0, "message": _message(given), "finish_reason": _reason(given), "logprobs": None}
    return {**_head(question, "chat.completion"), "choices": [choice], "usage": _usage(question, given)}


def stream(body: Mapping[str, Any]) -> Iterator[bytes]:
    """The same as server-sent events."""
    question = question_of(body)
    given = answer(question)
    head = _head(question, "chat.completion.chunk")

    def chunk(delta: dict[str, Any], reason: str | None = None) -> bytes:
        return event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})

    yield chunk({"role": "assistant", "content": ""})
    for piece in given.pieces():
        yield chunk({"content": piece})
    for index, call in enumerate(given.calls):
        yield chunk({"tool_calls": [{"index": index, **_tool_call(call)}]})
    yield chunk({}, _reason(given))
    if table(body.get("stream_options")).get("include_usage"):
        yield event({**head, "choices": [], "usage": _usage(question, given)})
    yield b"data: [DONE]\n\n"


def event(data: Mapping[str, Any], name: str = "") -> bytes:
    """One server-sent event."""
    return (f"event: {name}\n" if name else "").encode() + b"data: " + json.dumps(data).encode() + b"\n\n"


def text_completion(body: Mapping[str, Any]) -> dict[str, Any]:
    """The old completions: a prompt in, a text out."""
    prompts = body.get("prompt", "")
    texts = items(prompts) or [prompts]
    questions = [Question(body.get("model", "the model"), (Turn("user", str(text)),)) for text in texts]
    choices = [
        {"index": index, "text": answer(question).text, "finish_reason": "stop", "logprobs": None}
        for index, question in enumerate(questions)
    ]
    head = _head(questions[0], "text_completion") if questions else {}
    return {**head, "choices": choices, "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}}


def embeddings(body: Mapping[str, Any]) -> dict[str, Any]:
    """Vectors for texts, or for lists of token numbers."""
    model = str(body.get("model", ""))
    size = int(body.get("dimensions") or dimensions_of(model))
    inputs = _inputs(body.get("input", ""))
    data = [
        {"object": "embedding", "index": index, "embedding": _encoded(embed(text, size), body.get("encoding_format"))}
        for index, text in enumerate(inputs)
    ]
    tokens = sum(count_tokens(text) if isinstance(text, str) else len(text) for text in inputs)
    return {"object": "list", "data": data, "model": model, "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}


def models() -> dict[str, Any]:
    """The list of models: one, which says what it is."""
    return {"object": "list", "data": [{"id": "sandbox-stand-in", "object": "model", "created": 0, "owned_by": "you"}]}


def _inputs(given: Any) -> Sequence[str | Sequence[int]]:
    if isinstance(given, str):
        return [given]
    many = items(given)
    return [many] if many and isinstance(many[0], int) else many


def _encoded(vector: list[float], encoding: str | None) -> list[float] | str:
    if encoding != "base64":
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _head(question: Question, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-sandbox", "object": kind, "created": int(time.time()), "model": question.model}


def _message(given: Answer) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": given.text or None, "refusal": None}
    if given.calls:
        message["tool_calls"] = [_tool_call(call) for call in given.calls]
    return message


def _tool_call(call: ToolCall) -> dict[str, Any]:
    arguments = json.dumps(dict(call.arguments))
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _reason(given: Answer) -> str:
    return "tool_calls" if given.calls else "stop"


def _usage(question: Question, given: Answer) -> dict[str, int]:
    return {
        "prompt_tokens": question.tokens,
        "completion_tokens": given.tokens,
        "total_tokens": question.tokens + given.tokens,
    }
