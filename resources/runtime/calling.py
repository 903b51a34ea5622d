"""Calling the user's handler with as much as it takes, sync or async, and saying so when it fails."""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
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


def report(what: str, error: BaseException) -> None:
    """Write an error to the log, with its traceback from the user's code on and without secrets."""
    lines = traceback.format_exception(type(error), error, _users_part(error.__traceback__))
    print(conceal(f"archloom: {what} failed\n{''.join(lines)}"), file=sys.stderr, end="", flush=True)


_RUNTIME, _STANDARD = os.path.dirname(__file__), os.path.dirname(os.__file__)


def _users_part(trace: TracebackType | None) -> TracebackType | None:
    """The trace without the runtime's own frames in front."""
    start = trace
    while start is not None and _in_front(start.tb_frame.f_code.co_filename):
        start = start.tb_next
    return start or trace


def _in_front(file: str) -> bool:
    return file.startswith(_RUNTIME) or (file.startswith(_STANDARD) and "site-packages" not in file)


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
