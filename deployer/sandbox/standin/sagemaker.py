"""SageMaker's InvokeEndpoint for the containers that serve language models: Hugging Face, DJL, JumpStart's Llama."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import openai
from .answer import Question, Turn, answer
from .embedding import embed
from .eventstream import message

EMBEDDING_DIMENSIONS = 384


def invoke(body: Any, endpoint: str) -> Any:
    """The answer of the model behind an endpoint, in the form that belongs to the form of the request."""
    if not isinstance(body, dict):
        return [{"generated_text": _text(str(body), endpoint)}]
    if "messages" in body:
        return openai.completion({"model": endpoint, **body})
    if "text_inputs" in body:
        texts = body["text_inputs"] if isinstance(body["text_inputs"], list) else [body["text_inputs"]]
        return {"embedding": [embed(text, EMBEDDING_DIMENSIONS) for text in texts]}
    given = body.get("inputs", "")
    if isinstance(given, dict):
        given = given.get("text") or given.get("question") or json.dumps(given)
    if given and isinstance(given, list):
        return _for_list(given, endpoint)
    return [{"generated_text": _text(str(given), endpoint)}]


def stream(body: Any, endpoint: str) -> Iterator[bytes]:
    """The answer in parts of plain bytes, each a line of JSON, as the Hugging Face container sends it."""
    given = body.get("inputs", "") if isinstance(body, dict) else body
    question = Question(endpoint, (Turn("user", openai.text_of(given) or str(given)),))
    for piece in answer(question).pieces():
        line = b"data:" + json.dumps({"token": {"text": piece, "special": False}}).encode() + b"\n\n"
        yield message("PayloadPart", line, "application/octet-stream")


def _for_list(given: list[Any], endpoint: str) -> Any:
    """Several texts, or the dialogs of JumpStart's Llama: `[[{"role": …, "content": …}]]`."""
    if isinstance(given[0], list):
        dialogs = [Turn(turn.get("role", "user"), str(turn.get("content", ""))) for turn in given[0]]
        text = answer(Question(endpoint, tuple(dialogs))).text
        return [{"generation": {"role": "assistant", "content": text}}]
    if isinstance(given[0], Mapping):
        turns = tuple(Turn(turn.get("role", "user"), openai.text_of(turn)) for turn in given)
        return [{"generated_text": answer(Question(endpoint, turns)).text}]
    return [{"generated_text": _text(str(text), endpoint)} for text in given]


def _text(prompt: str, endpoint: str) -> str:
    return answer(Question(endpoint, (Turn("user", prompt),))).text
