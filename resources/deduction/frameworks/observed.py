"""Decorators of tracing services: each call of a function under `@observe()` of Langfuse is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import around, libraries
from ..evaluate.machine import Frame
from ..values import Arguments, Function, LibMethod, LibObject, Place, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CLIENTS = {"langfuse.observe": "langfuse.get_client", "opik.track": "opik.Opik"}
"""By the decorator: what makes the client that reports."""


def _observes(path: str, client: str) -> None:
    def report(m: Machine, f: Frame, place: Place) -> None:
        for one in alternatives(libraries.call_path(m, f, client, Arguments(), place)):
            for touch in m.stands_for(one) if isinstance(one, LibObject) else ():
                m.use(f, touch, "observe", ("write",), place)

    @rule(path)
    def observe(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        def decorate(machine: Machine, _: Frame, target: Value) -> Value:
            if not isinstance(target, Function):
                return target
            return around.wrapped(machine, target, path, lambda m, f: report(m, f, place))

        target = a.positional[0] if a.positional else None
        if target is not None:
            return decorate(m, f, target)
        made = m.library_object("decorator", "", place, a)
        made.rule = decorate
        return made


for _path, _client in CLIENTS.items():
    _observes(_path, _client)
