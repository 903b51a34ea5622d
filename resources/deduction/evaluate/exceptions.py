"""Exceptions: raising makes an object, and a handler gets what was raised before it, as far as classes tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Class, Instance, Sequence, Unknown, Value, alternatives, join
from . import calls
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MOST = 8
"""Objects of one class that are kept for handlers."""


def raised(m: Machine, f: Frame, value: Value) -> None:
    """`raise value`: a class is called first."""
    for one in alternatives(value):
        made = calls.call(m, f, one, Arguments(), f.here()) if isinstance(one, Class) else one
        if isinstance(made, Instance):
            known: list[Instance] = m.scratch.setdefault(("raised", made.cls), [])
            if len(known) < MOST and made not in known:
                known.append(made)


def caught(m: Machine, f: Frame, kinds: Value | None) -> Value:
    """What `except KINDS as name` binds."""
    listed = [] if kinds is None else kinds.items if isinstance(kinds, Sequence) else list(alternatives(kinds))
    found: list[Value] = []
    for kind in listed:
        if isinstance(kind, Class):
            found += [one for cls in _below(kind) for one in m.scratch.get(("raised", cls), ())]
    return join([*found, Unknown("an exception", f.here())]) if found else Unknown("an exception", f.here())


def _below(cls: Class) -> list[Class]:
    """The class and its subclasses."""
    found = [cls]
    for one in found:
        found += [inner for inner in one.subclasses if inner not in found]
    return found
