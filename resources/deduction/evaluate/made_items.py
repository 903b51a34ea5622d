"""`defaultdict`: what its factory makes for a key is put there when the key is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Class, Const, Mapped, Place, Value
from . import calls, containers
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

_FACTORY = "what makes an item"


def by(m: Machine, made: Mapped, factory: Value) -> None:
    """Keeps what makes the items that are not there."""
    m.scratch[_FACTORY, made.number] = factory


def asked(m: Machine, f: Frame, owner: Mapped, index: Value, place: Place) -> Value | None:
    """The new item under a key; None for a key that is there, and for any other dict. What is shared stays as it is."""
    factory: Value | None = m.scratch.get((_FACTORY, owner.number))
    key = index.value if isinstance(index, Const) else index
    if factory is None or not isinstance(index, Const | Class) or key in owner.items:
        return None
    if not m.is_strong(owner.born):
        return owner.rest
    made = calls.call(m, f, factory, Arguments(), place)
    containers.put(m, owner, index, made)
    return made
