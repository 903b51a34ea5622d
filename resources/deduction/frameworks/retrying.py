"""Tenacity: `Retrying(stop=…)(fn, *args)` calls the function that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PATHS = ("tenacity.Retrying", "tenacity.AsyncRetrying", "tenacity.asyncio.AsyncRetrying")


@rule(*PATHS)
def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    return m.library_object(PATHS[0], PATHS[0], place, a)


@rule(*methods(PATHS, ("__call__", "call")))
def retried(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if not a.positional:
        return None
    return calls.call(m, f, a.positional[0], Arguments(a.positional[1:], a.named, a.rest), place)
