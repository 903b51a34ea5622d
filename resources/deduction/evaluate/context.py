"""`with`: what a context manager gives and what it does when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Const, Instance, LibObject, Sequence, Union, Value, alternatives, join
from . import attributes, calls, library_parts
from .machine import Frame
from .truth import truth

if TYPE_CHECKING:
    from .machine import Machine

_NOTHING = Arguments((Const(None), Const(None), Const(None)))


def enter(m: Machine, f: Frame, manager: Value) -> Value:
    """The value of `as`."""
    if isinstance(manager, Union):
        return join(enter(m, f, one) for one in alternatives(manager))
    if isinstance(manager, Sequence) and manager.kind in ("generator", "context"):
        return join([*manager.items, *([manager.rest] if manager.rest is not None else [])])
    if isinstance(manager, Instance):
        for name in ("__enter__", "__aenter__"):
            method = attributes.find(m, f, manager, name)
            if method is not None:
                return calls.call(m, f, method, Arguments(), f.here())
        return manager
    if isinstance(manager, LibObject):
        return library_parts.entered(m, f, manager)
    return manager


def leave(m: Machine, f: Frame, manager: Value) -> bool:
    """Runs what the user's own context managers do at the end; may it swallow an exception?"""
    swallows = False
    for one in alternatives(manager):
        if isinstance(one, Instance):
            for name in ("__exit__", "__aexit__"):
                method = attributes.find(m, f, one, name)
                if method is not None:
                    swallows |= truth(m, calls.call(m, f, method, _NOTHING, f.here())) is True
        elif isinstance(one, LibObject):
            swallows |= one.path == "contextlib.suppress"
    return swallows
