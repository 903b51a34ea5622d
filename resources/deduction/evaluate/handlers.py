"""What the handlers of builtins and of the standard library have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import Arguments, Const, Place, Unknown, Value
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

Handler = Callable[["Machine", Frame, Arguments, Place], "Value | None"]
"""Gives the result of a call; None when it turns out not to be its own."""


def argument(a: Arguments, index: int, name: str = "") -> Value | None:
    """An argument by its place or its name; what a star of unknown length brought may be it."""
    if index < len(a.positional):
        return a.positional[index]
    return a.get(name) or (a.rest[0] if a.rest else None)


def first(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return a.positional[0] if a.positional else Unknown("an argument", place)


def itself(path: str) -> Handler:
    """Makes an object of this path that keeps its arguments."""

    def make(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        return m.library_object(path, "", place, a)

    return make


def nothing(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return Const(None)
