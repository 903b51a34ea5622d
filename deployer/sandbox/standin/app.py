"""The stand-in as a WSGI application: which protocol a path belongs to.

Requests to Bedrock and SageMaker carry the role of the function; `may` is asked whether it allows the call, so that a
missing permission fails here as it would on AWS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from ..fields import table
from . import anthropic, bedrock, converse, ollama, openai, responses, sagemaker
from .answer import count_tokens
from .eventstream import CONTENT_TYPE

Refusal = Callable[[Mapping[str, str], str, tuple[str, ...]], str | None]
"""Headers, action, resource names (`foundation-model/ID`) -> why the caller may not, or None."""

_EVENTS = "text/event-stream"


class StandIn:
    """Answers every protocol that it knows; to everything else it says which those are."""

    def __init__(self, may: Refusal = lambda _headers, _action, _resources: None) -> None:
        self._refusal = may

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        path = str(environ.get("REQUEST_URI") or request.path).partition("?")[0]
        try:
            response = self._answer(request, path)
        except (KeyError, TypeError, ValueError, AttributeError, BadRequest) as error:
            response = _error(400, f"The sandbox cannot read this request: {type(error).__name__} {error}")
        return response(environ, start_response)

    def _answer(self, request: Request, path: str) -> Response:
        if found := re.fullmatch(r"/model/([^/]+)/([a-z-]+)", path):
            return self._bedrock(request, unquote(found[1]), found[2])
        if found := re.fullmatch(r"/endpoints/([^/]+)/(invocations|invocations-response-stream)", path):
            return self._sagemaker(request, unquote(found[1]), found[2])
        body = table(request.get_json()) if request.method == "POST" else {}
        return _plain(path.removeprefix("/openai"), body)

    def _bedrock(self, request: Request, model: str, operation: str) -> Response:
        streamed = operation in ("converse-stream", "invoke-with-response-stream")
        action = "bedrock:InvokeModelWithResponseStream" if streamed else "bedrock:InvokeModel"
        if refused := self._refusal(dict(request.headers), action, bedrock_resources(model)):
            return _denied(refused)
        body = request.get_json(force=True)
        try:
            match operation:
                case "invoke":
                    return _json(bedrock.invoke(body, model))
                case "invoke-with-response-stream":
                    return _stream(bedrock.stream(body, model), CONTENT_TYPE)
                case "converse":
                    return _json(converse.converse(body, model))
                case "converse-stream":
                    return _stream(converse.stream(body, model), CONTENT_TYPE)
                case _:
                    return _error(404, f"The sandbox does not support the Bedrock operation {operation}.")
        except bedrock.UnknownModelError as error:
            response = _error(400, str(error))
            response.headers["x-amzn-ErrorType"] = "ValidationException"
            return response

    def _sagemaker(self, request: Request, endpoint: str, operation: str) -> Response:
        if refused := self._refusal(
            dict(request.headers), "sagemaker:InvokeEndpoint", (f"endpoint/{endpoint.lower()}",)
        ):
            return _denied(refused)
        try:
            body = json.loads(request.get_data() or b"{}")
        except ValueError:
            body = request.get_data(as_text=True)
        if operation == "invocations":
            return _json(sagemaker.invoke(body, endpoint))
        return _stream(sagemaker.stream(body, endpoint), CONTENT_TYPE)


def bedrock_resources(model: str) -> tuple[str, ...]:
    """What a policy may call a model: itself when it is an ARN, a model, or a profile with the model behind it."""
    if model.startswith("arn:"):
        return (model,)
    behind = re.sub(r"^(us|eu|apac|jp|au|ca|global|us-gov)\.", "", model)
    model_behind = (f"foundation-model/{behind}",)
    return model_behind if behind == model else (f"inference-profile/{model}", *model_behind)


def _plain(path: str, body: Mapping[str, Any]) -> Response:
    match path:
        case "/v1/chat/completions" | "/chat/completions" | "/openai/v1/chat/completions":
            return _stream(openai.stream(body), _EVENTS) if body.get("stream") else _json(openai.completion(body))
        case "/v1/responses" | "/responses":
            return _stream(responses.stream(body), _EVENTS) if body.get("stream") else _json(responses.respond(body))
        case "/v1/messages":
            return _stream(anthropic.stream(body), _EVENTS) if body.get("stream") else _json(anthropic.message(body))
        case "/v1/messages/count_tokens":
            return _json({"input_tokens": count_tokens(json.dumps(body.get("messages")))})
        case "/v1/completions" | "/completions":
            return _json(openai.text_completion(body))
        case "/v1/embeddings" | "/embeddings":
            return _json(openai.embeddings(body))
        case "/v1/models" | "/models":
            return _json(openai.models())
        case "/v1/moderations":
            return _json({"id": "modr-sandbox", "model": "sandbox", "results": [{"flagged": False}]})
        case "/api/chat":
            return _stream(ollama.lines(ollama.chat(body)), "application/x-ndjson")
        case "/api/generate":
            return _stream(ollama.lines(ollama.generate(body)), "application/x-ndjson")
        case "/api/embed" | "/api/embeddings":
            return _json(ollama.embeddings(body))
        case "/api/tags":
            return _json({"models": []})
        case _:
            return _error(404, f"The sandbox's stand-in for models does not know {path}.")


def _json(value: Any) -> Response:
    return Response(json.dumps(value), content_type="application/json")


def _stream(parts: Iterable[bytes], content_type: str) -> Response:
    return Response(parts, content_type=content_type)


def _error(status: int, message: str) -> Response:
    body = {"message": message, "error": {"message": message, "type": "sandbox_error"}}
    return Response(json.dumps(body), status, content_type="application/json")


def _denied(message: str) -> Response:
    response = _error(403, message)
    response.headers["x-amzn-ErrorType"] = "AccessDeniedException"
    return response
