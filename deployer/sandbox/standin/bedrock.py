"""Bedrock's InvokeModel: each family of models has a form of its own for what goes in and comes out.

https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import anthropic, openai
from .answer import Answer, Question, answer
from .converse import converse
from .embedding import dimensions_of, embed
from .eventstream import json_message
from .prompt import turns_of


class UnknownModelError(LookupError):
    """The stand-in does not know the form of this model's requests."""


def invoke(body: Mapping[str, Any], model: str) -> dict[str, Any]:
    """The answer of a model. Raises UnknownModelError for a family whose form is not known."""
    match family(model):
        case "anthropic" if "messages" in body:
            return anthropic.message(body, model)
        case "amazon-embedding":
            size = int(body.get("dimensions") or dimensions_of(model))
            return {"embedding": embed(body.get("inputText", ""), size), "inputTextTokenCount": 1}
        case "cohere-embedding":
            return {"embeddings": [embed(text, 1024) for text in body.get("texts", ())], "id": "sandbox"}
        case "nova":
            return converse(body, model)
        case "openai" | "deepseek" | "qwen" if "messages" in body:
            return openai.completion({**body, "model": model})
        case kind:
            return _finished(kind, _answer(body, model), model)


def stream(body: Mapping[str, Any], model: str) -> Iterator[bytes]:
    """The answer as an event stream of chunks in the family's own form."""
    for part in _parts(body, model):
        data = base64.b64encode(json.dumps(part).encode()).decode()
        yield json_message("chunk", {"bytes": data})


def family(model: str) -> str:
    """The family of a model id such as `us.anthropic.claude-3-haiku-20240307-v1:0` or an ARN that ends with one."""
    name = model.rpartition("/")[2].lower()
    for word, found in (
        ("anthropic.", "anthropic"), ("titan-embed", "amazon-embedding"), ("cohere.embed", "cohere-embedding"),
        ("titan-text", "titan"), ("titan-tg1", "titan"), ("nova", "nova"), ("meta.", "llama"), ("mistral.", "mistral"),
        ("cohere.", "cohere"), ("ai21.", "ai21"), ("openai.", "openai"), ("deepseek.", "deepseek"), ("qwen.", "qwen"),
    ):  # fmt: skip
        if word in name:
            return found
    return "unknown"


def _answer(body: Mapping[str, Any], model: str) -> Answer:
    prompt = body.get("prompt") or body.get("inputText") or body.get("message")
    if prompt is None and "messages" in body:
        return answer(openai.question_of({**body, "model": model}))
    return answer(Question(model, turns_of(openai.text_of(prompt))))


def _finished(kind: str, given: Answer, model: str) -> dict[str, Any]:
    text, tokens = given.text, given.tokens
    match kind:
        case "titan":
            return {"inputTextTokenCount": 1, "results": [
                {"outputText": text, "tokenCount": tokens, "completionReason": "FINISH"}
            ]}  # fmt: skip
        case "llama":
            counts = {"prompt_token_count": 1, "generation_token_count": tokens}
            return {"generation": text, "stop_reason": "stop", **counts}
        case "mistral":
            return {"outputs": [{"text": text, "stop_reason": "stop"}]}
        case "cohere":
            return {"generations": [{"text": text, "finish_reason": "COMPLETE", "id": "0"}], "text": text, "id": "0"}
        case "ai21":
            return {"completions": [{"data": {"text": text}, "finishReason": {"reason": "endoftext"}}], "id": 0}
        case "anthropic":
            return {"completion": text, "stop_reason": "stop_sequence", "stop": "\n\nHuman:"}
        case _:
            raise UnknownModelError(f"The sandbox does not know how requests to the model {model} look.")


def _parts(body: Mapping[str, Any], model: str) -> Iterator[dict[str, Any]]:
    kind = family(model)
    if kind == "anthropic" and "messages" in body:
        yield from anthropic.events(body, model)
        return
    whole = _answer(body, model)
    pieces = whole.pieces() or [""]
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        match kind:
            case "titan":
                yield {"outputText": piece, "index": 0, "completionReason": "FINISH" if last else None}
            case "nova":
                yield {"contentBlockDelta": {"contentBlockIndex": 0, "delta": {"text": piece}}}
            case "llama":
                yield {"generation": piece, "stop_reason": "stop" if last else None}
            case "cohere":
                yield {"text": piece, "is_finished": last, "finish_reason": "COMPLETE" if last else None}
            case _:
                yield _finished(kind, Answer(piece), model)
