"""The handler of every deployed function: on the first event it loads the user's code, then it passes events on.

In Lambda the loading happens at import, in the phase that AWS gives the full processor and does not bill by memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from . import asgi, events, graph, http, queue, secrets, user_code, wsgi

Run = Callable[[Any, Any], Any]
"""A function of Lambda's event and context."""

ADAPTERS: Mapping[str, Callable[[Any], Run]] = {
    "http": http.adapt,
    "asgi": asgi.adapt,
    "wsgi": wsgi.adapt,
    "graph": graph.adapt,
    "queue": queue.adapt,
    "topic": events.adapt_topic,
    "bucket": events.adapt_bucket,
    "schedule": events.adapt_schedule,
    "function": events.adapt_function,
    "raw": events.adapt_raw,
}


def handler(event: Any, context: Any) -> Any:
    """What Lambda calls."""
    return start()(event, context)


@cache
def start() -> Run:
    """Load the user's code as the environment says, once per process. Raises UserCodeError with what is missing."""
    return build(os.environ)


def build(environment: Mapping[str, str]) -> Run:
    """What answers events, made from an environment."""
    kind = environment.get("ARCHLOOM_KIND", "raw")
    if kind not in ADAPTERS:
        raise user_code.UserCodeError(f"ARCHLOOM_KIND is {kind!r}; it is one of {', '.join(ADAPTERS)}. Deploy again.")
    secrets.fill(environment)
    target = user_code.load(environment.get("ARCHLOOM_HANDLER", ""), environment.get("ARCHLOOM_ROOT"))
    return ADAPTERS[kind](target)


if "AWS_LAMBDA_RUNTIME_API" in os.environ:
    start()
