"""SageMaker's InvokeEndpoint for the containers that serve language models: Hugging Face, DJL, JumpStart's Llama."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from ..fields import items, table, tables
from . import openai
from .answer import Question, Turn, answer
from .embedding import embed
from .eventstream import message
from .prompt import turns_of

EMBEDDING_DIMENSIONS = 384


def invoke(body: Any, endpoint: str) -> Any:
    """The answer of the model behind an endpoint, in the form that belongs to the form of the request."""
    if not isinstance(body, dict):
        return [{"generated_text": _text(str(body), endpoint)}]
    request = table(cast("Any", body))
    if "messages" in request:
        return openai.completion({"model": endpoint, **request})
    if "text_inputs" in request:
        texts = items(request["text_inputs"]) or [request["text_inputs"]]
        return {"embedding": [embed(text, EMBEDDING_DIMENSIONS) for text in texts]}
    given = request.get("inputs", "")
    if many := items(given):
        return _for_list(many, endpoint)
    if fields := table(given):
        given = fields.get("text") or fields.get("question") or json.dumps(fields)
    return [{"generated_text": _text(str(given), endpoint)}]


def stream(body: Any, endpoint: str) -> Iterator[bytes]:
    """The answer in parts of plain bytes, each a line of JSON, as the Hugging Face container sends it."""
    given = table(body).get("inputs", "") if isinstance(body, dict) else body
    question = Question(endpoint, turns_of(openai.text_of(given) or str(given)))
    for piece in answer(question).pieces():
        line = b"data:" + json.dumps({"token": {"text": piece, "special": False}}).encode() + b"\n\n"
        yield message("PayloadPart", line, "application/octet-stream")


def _for_list(given: list[Any], endpoint: str) -> Any:
    """Several texts, or the dialogs of JumpStart's Llama: `[[{"role": …, "content": …}]]`."""
    if dialog := tables(given[0]):
        text = answer(Question(endpoint, _turns(dialog))).text
        return [{"generation": {"role": "assistant", "content": text}}]
    if isinstance(given[0], dict):
        return [{"generated_text": answer(Question(endpoint, _turns(tables(given)))).text}]
    return [{"generated_text": _text(str(text), endpoint)} for text in given]


def _turns(messages: list[dict[str, Any]]) -> tuple[Turn, ...]:
    roles = openai.ROLES
    return tuple(Turn(roles.get(turn.get("role", ""), "user"), openai.text_of(turn)) for turn in messages)


def _text(prompt: str, endpoint: str) -> str:
    return answer(Question(endpoint, turns_of(prompt))).text
