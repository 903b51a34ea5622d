"""Calling the user's handler with as much as it takes, sync or async, and saying so when it fails."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Callable
from typing import Any

from .loop import settle
from .secrets import conceal

Handler = Callable[..., Any]


def call(handler: Handler, *offered: Any) -> Any:
    """The handler's result. It gets the first of what is offered, as many as it has parameters for."""
    return settle(handler(*offered[: _takes(handler, len(offered))]))


def needs(handler: Handler) -> int:
    """How many positional arguments a handler cannot do without."""
    return sum(one.default is one.empty for one in _positional(handler) or ())


def report(what: str) -> None:
    """Write the error that is being handled to the log, with its traceback and without secrets."""
    print(conceal(f"archloom: {what} failed\n{traceback.format_exc()}"), file=sys.stderr, flush=True)


def _takes(handler: Handler, offered: int) -> int:
    positional = _positional(handler)
    return offered if positional is None else len(positional)


def _positional(handler: Handler) -> list[inspect.Parameter] | None:
    """The positional parameters of a handler; None when it takes any number of them or does not say."""
    try:
        parameters = inspect.signature(handler).parameters.values()
    except (TypeError, ValueError):  # some built-ins do not say
        return None
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return None
    return [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
