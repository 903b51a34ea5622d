"""The HTTP front of one address: an HTTP API with its routes, or a function URL, as a WSGI application.

The limits are AWS's: 10 MB a request for an API and 6 MB for a function URL, and the address's own time, whatever the
function's limit. Unlike AWS, an answer about a failure says what failed and shows the log: this is the sandbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug.wrappers import Request, Response

from ..deployed import Address
from . import routing
from .payload import event_of, response_of
from .result import Raised, Result, Returned, Stopped

API_BYTES = 10_000_000
URL_BYTES = 6_291_456
LAST_LINES = 60
_ANYONE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "*",
    "Access-Control-Allow-Headers": "*",
}

Invoke = Callable[[str, Any, float | None], Result]
"""Function name, event, seconds -> how the call ended."""


class Gateway:
    """Answers for one address."""

    def __init__(self, address: Address, account: str, invoke: Invoke) -> None:
        self._address = address
        self._account = account
        self._invoke = invoke
        self._routes = [(route.key, route.function) for route in address.routes]
        self._is_api = address.kind == "http_api"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        response = self.answer(request)
        if self._address.cors:
            response.headers.update(_ANYONE)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        if self._address.cors and request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return Response(status=204)
        limit = API_BYTES if self._is_api else URL_BYTES
        if (request.content_length or len(request.get_data())) > limit:
            return _message(413, "Request Entity Too Large", f"{self._address.name} takes at most {limit:,} bytes.")
        path = request.environ.get("REQUEST_URI", request.path).partition("?")[0]
        found = routing.find(self._routes, request.method, path)
        if found is None:
            keys = ", ".join(key for key, _ in self._routes) or "none"
            return _message(404, "Not Found", f"No route of {self._address.name} fits; its routes: {keys}.")
        return self._call(request, found)

    def _call(self, request: Request, found: routing.Match) -> Response:
        event = event_of(
            request,
            api=self._address.name,
            route=found.key,
            parameters=found.parameters,
            account=self._account,
        )
        result = self._invoke(found.function, event, float(self._address.timeout) or None)
        return _response(found.function, result)


def _response(function: str, result: Result) -> Response:
    match result:
        case Returned(value=value):
            try:
                return response_of(value)
            except (TypeError, ValueError, AttributeError) as error:
                return _message(500, "Internal Server Error", f"{function} returned no HTTP response: {error}")
        case Stopped(reason="timeout"):
            return _failure(504, result.message, function, result)
        case Raised() | Stopped():
            return _failure(500, "Internal Server Error", function, result)


def _failure(status: int, message: str, function: str, result: Raised | Stopped) -> Response:
    body = {"message": message, "function": function, "error": result.payload(), "log": list(result.log[-LAST_LINES:])}
    return Response(json.dumps(body, indent=1), status, content_type="application/json")


def _message(status: int, message: str, detail: str) -> Response:
    return Response(json.dumps({"message": message, "detail": detail}), status, content_type="application/json")
