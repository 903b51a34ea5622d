"""http: one route of a Router, answered by a handler that takes a Request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..http import BadRequest, Response
from . import payload
from .calling import Handler, call, report


def adapt(handler: Handler) -> Callable[[Any, Any], Any]:
    """Answer events with the handler; what it raises becomes 400 (BadRequest) or 500 with a line in the log."""

    def run(event: Any, context: Any) -> payload.Answer:
        request = payload.request(event)
        try:
            return payload.answer(call(handler, request))
        except BadRequest as error:
            return payload.answer(Response({"message": str(error)}, 400))
        except Exception:
            report(f"{request.method} {request.path}")
            return internal_error(context)

    return run


def internal_error(context: Any) -> payload.Answer:
    """What the outside learns about an error: nothing but where in the log to look."""
    said = {"message": "Internal Server Error", "request_id": getattr(context, "aws_request_id", None)}
    return payload.answer(Response(said, 500))
