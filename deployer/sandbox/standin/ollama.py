"""Ollama's protocol: chat, generate and embed. Answers are streamed as lines of JSON unless told otherwise.

https://github.com/ollama/ollama/blob/main/docs/api.md
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..fields import items, table
from . import openai
from .answer import Answer, Question, answer
from .embedding import embed
from .prompt import turns_of

DIMENSIONS = 768
_TIME = "2026-01-01T00:00:00Z"


def chat(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of an answer; one part when it is not streamed."""
    schema = body.get("format")
    wanted = table(schema) if schema else None
    question = openai.question_of(body)
    question = Question(question.model, question.turns, question.tools, schema=wanted)
    given = answer(question)
    for text, done in _pieces(given, body):
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if given.calls:
            calls = [{"function": {"name": call.name, "arguments": dict(call.arguments)}} for call in given.calls]
            message["tool_calls"] = calls
        yield {**_head(question, given, done), "message": message}


def generate(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The same for a single prompt."""
    question = Question(body.get("model", "the model"), turns_of(str(body.get("prompt", ""))))
    given = answer(question)
    for text, done in _pieces(given, body):
        yield {**_head(question, given, done), "response": text}


def embeddings(body: Mapping[str, Any]) -> dict[str, Any]:
    """Vectors of one or several texts."""
    if "prompt" in body:
        return {"embedding": embed(str(body["prompt"]), DIMENSIONS)}
    given = body.get("input", "")
    texts = items(given) or [given]
    return {"model": body.get("model", ""), "embeddings": [embed(str(text), DIMENSIONS) for text in texts]}


def lines(parts: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    for part in parts:
        yield json.dumps(part).encode() + b"\n"


def _pieces(given: Answer, body: Mapping[str, Any]) -> list[tuple[str, bool]]:
    if not body.get("stream", True) or given.calls:
        return [(given.text, True)]
    return [*((piece, False) for piece in given.pieces()), ("", True)]


def _head(question: Question, given: Answer, done: bool) -> dict[str, Any]:
    head: dict[str, Any] = {"model": question.model, "created_at": _TIME, "done": done}
    if done:
        counts = {"prompt_eval_count": question.tokens, "eval_count": given.tokens}
        head |= {"done_reason": "stop", "total_duration": 1, "load_duration": 0, **counts}
    return head
