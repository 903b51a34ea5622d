"""What an object of a library was given and keeps: running the object may reach something through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..shapes import INERT, matters, shape
from ..values import (
    Arguments,
    Instance,
    LibObject,
    Value,
    alternatives,
    join,
)  # fmt: skip

if TYPE_CHECKING:
    from .machine import Machine

MOST = 200
"""Values that one object holds."""


def hold(m: Machine, owner: LibObject, word: str, value: Value) -> None:
    """Keeps a value in an object, if running the object may reach something through it."""
    if value.__class__ in INERT:
        return
    options = alternatives(value)
    count = sum(map(matters, options)) if len(options) > 1 else 1
    for index, one in enumerate(options):
        if one is owner or not matters(one) or len(owner.held) >= MOST:
            continue
        if (word, one) in owner.held:
            if count < 2:
                _settle(m, owner, word, one)
            continue
        alike = word, shape(one, 1)
        known: set[Any] = m.scratch.setdefault(("held", owner.number), set())
        if m.run and alike in known:
            continue  # made alike in another run
        known.add(alike)
        m.changing(owner)
        owner.held.append((word, one))
        if count > 1:
            m.scratch.setdefault(("chosen", owner.number), {})[word, one] = ((word, index, count),)
        if word == "store":
            keep_store(m, one)


def _settle(m: Machine, owner: LibObject, word: str, value: Value) -> None:
    """What was held as one of several is now held alone too."""
    if m.scratch.get(("chosen", owner.number), {}).pop((word, value), None) is not None:
        m.changing(owner)


def keep_store(m: Machine, store: Value) -> None:
    """Remembers a store that a graph was given: its nodes may ask for it (`frameworks/langgraph_runtime.py`)."""
    found = [one for one in alternatives(store) if isinstance(one, LibObject | Instance)]
    if found:
        given = stores_given(m)
        old = given.attributes.get("stores")
        m.write(given, given.attributes, "stores", join([*found, *([old] if old is not None else [])]))


def stores_given(m: Machine) -> LibObject:
    """What keeps the stores; made with the first graph, so that whoever asks before one is set is evaluated again."""
    made = m.scratch.get("stores")
    if made is None:
        made = m.scratch["stores"] = m.library_object("langgraph.Stores", "", ("", 0, 0, 0, 0), Arguments())
    return made
