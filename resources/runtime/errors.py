"""What the outside learns about an error: nothing but where in the log to look."""

from __future__ import annotations

from typing import Any

from ..http import Response
from . import payload


def internal_error(context: Any) -> payload.Answer:
    """A 500 with the id under which the log has the traceback."""
    said = {"message": "Internal Server Error", "request_id": getattr(context, "aws_request_id", None)}
    return payload.answer(Response(said, 500))
