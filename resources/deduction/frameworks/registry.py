"""The table of rules, by path: `fastapi.FastAPI` for a call, `fastapi.FastAPI.get` for a method of the object.

A rule gets the machine, the frame, the arguments, the place of the call and the method that is called (None for a
path). It gives the value of the call, or None to let the catalog go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..values import Arguments, LibMethod, Place, Value

if TYPE_CHECKING:
    from ..evaluate.machine import Frame, Machine

Rule = Callable[["Machine", "Frame", Arguments, Place, "LibMethod | None"], "Value | None"]

RULES: dict[str, Rule] = {}


Injection = Callable[["Machine", "Frame", str], "Value | None"]

INJECTED: dict[str, Injection] = {}
"""By the class that a parameter is annotated with: what a framework hands in for it."""


def injected(*paths: str) -> Callable[[Injection], Injection]:
    """Registers what makes the object for parameters annotated with these classes."""

    def register(function: Injection) -> Injection:
        INJECTED.update(dict.fromkeys(paths, function))
        return function

    return register


def rule(*paths: str) -> Callable[[Rule], Rule]:
    """Registers a rule under its paths."""

    def register(function: Rule) -> Rule:
        for path in paths:
            RULES[path] = function
        return function

    return register


def methods(owners: Iterable[str], names: Iterable[str]) -> list[str]:
    """Every `owner.name`."""
    return [f"{owner}.{name}" for owner in owners for name in names]
