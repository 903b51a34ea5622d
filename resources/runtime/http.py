"""http: one route of a Router, answered by a handler that takes a Request.

The handler of a raw route is a whole app instead. It is known by what it has to be given: `(scope, receive, send)` is
ASGI, `(environ, start_response)` is WSGI.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..http import BadRequest, Response
from . import asgi, payload, wsgi
from .calling import Handler, call, needs, report
from .errors import internal_error


def adapt(handler: Handler) -> Callable[[Any, Any], Any]:
    """Answer events with the handler; what it raises becomes 400 (BadRequest) or 500 with a line in the log."""
    if (needed := needs(handler)) in _APPS:
        return _APPS[needed](handler)

    def run(event: Any, context: Any) -> payload.Answer:
        request = payload.request(event)
        try:
            return payload.answer(call(handler, request))
        except BadRequest as error:
            return payload.answer(Response({"message": str(error)}, 400))
        except Exception as error:
            report(f"{request.method} {request.path}", error)
            return internal_error(context)

    return run


_APPS: Mapping[int, Callable[[Any], Callable[[Any, Any], Any]]] = {2: wsgi.adapt, 3: asgi.adapt}
