"""wsgi: a whole web app of the older kind (Flask, Django) behind one function, by PEP 3333."""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from ..http import Response
from . import payload
from .calling import report
from .errors import internal_error

Environ = dict[str, Any]
_TEXT = ("text/", "application/json", "application/javascript", "application/xml")


def adapt(target: Any) -> Callable[[Any, Any], Any]:
    """Answer events with a WSGI app, or with the app that a function without parameters makes."""
    factory = inspect.isfunction(target) and not inspect.signature(target).parameters
    app = target() if factory else target

    def run(event: Any, context: Any) -> payload.Answer:
        try:
            return payload.answer(_respond(app, environ(event)))
        except Exception as error:
            report(f"{event.get('routeKey', 'the request')}", error)
            return internal_error(context)

    return run


def environ(event: payload.Event) -> Environ:
    """The WSGI environment of an event."""
    request = payload.request(event)
    headers = dict(request.headers)
    if cookies := event.get("cookies"):
        headers["cookie"] = "; ".join(cookies)
    host, _, port = headers.get("host", "localhost").partition(":")
    scheme = headers.get("x-forwarded-proto", "https")
    made: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": event.get("rawQueryString", ""),
        "CONTENT_TYPE": headers.pop("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "SERVER_NAME": host,
        "SERVER_PORT": headers.get("x-forwarded-port", port or ("443" if scheme == "https" else "80")),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": event.get("requestContext", {}).get("http", {}).get("sourceIp", ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    headers.pop("content-length", None)
    return made | {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}


def _respond(app: Callable[..., Iterable[bytes]], environment: Environ) -> Response:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written = io.BytesIO()

    def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], int]:
        started[:] = [(status, headers)]
        return written.write

    chunks = app(environment, start_response)
    try:
        for chunk in chunks:
            written.write(chunk)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    return _response(*started[0], written.getvalue())


def _response(status: str, headers: list[tuple[str, str]], content: bytes) -> Response:
    named: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in headers:
        if name.lower() == "set-cookie":
            cookies.append(value)
        else:
            before = named.get(name.lower())
            named[name.lower()] = f"{before}, {value}" if before else value
    text = named.get("content-type", "").startswith(_TEXT) and "content-encoding" not in named
    return Response(content.decode() if text else content, int(status.split()[0]), named, tuple(cookies))
