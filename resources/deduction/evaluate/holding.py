"""What an object of a library was given and keeps: running the object may reach something through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..shapes import INERT, matters, shape
from ..values import (
    Arguments,
    Instance,
    LibObject,
    Mapped,
    Unknown,
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


def keep_context(m: Machine, a: Arguments) -> None:
    """`graph.invoke(x, context={"model": "gpt-4o"})`: what its nodes find in their runtime."""
    context = a.get("context")
    if context is None or isinstance(context, Unknown):
        return
    given = stores_given(m)
    old = given.attributes.get("context")
    m.write(given, given.attributes, "context", context if old is None else join((old, context)))
    for runtime in m.scratch.get("runtimes", ()):
        settle_context(m, runtime)


def settle_context(m: Machine, runtime: LibObject) -> None:
    """What runs were given takes the place of a context that only its class describes."""
    known = stores_given(m).attributes.get("context")
    own: list[Value] = m.scratch.get(("contexts", runtime.number), [])
    made = [one for one in own if known is None or not isinstance(one, Mapped) or one.items]
    found = [*made, *([known] if known is not None else [])]
    context = join(found) if found else Unknown("the context of a run", runtime.place)
    old = runtime.attributes.get("context")
    if old is None or old != context:
        m.changing(runtime, "context", old)
        runtime.attributes["context"] = context
