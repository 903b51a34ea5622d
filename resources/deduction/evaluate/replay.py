"""What an evaluated call did to objects and what it gave, once more for other objects (see `alike`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..scope import Node, Scope
from ..shapes import whole
from ..values import Arguments, Class, Const, Function, Heap, Instance, LibObject, Mapped, Sequence
from . import containers, holding
from .renaming import Renaming

if TYPE_CHECKING:
    from .alike import Likeness
    from .machine import Machine

Write = tuple[Any, Any, Any]
"""An object or scope, the part that was written, and what was there afterwards."""


def writes(log: list[tuple[Heap | Scope, Any]], start: int) -> tuple[Write, ...] | None:
    """The changes of a call to what is older than itself; None when they cannot be done again."""
    changed = {(owner.number, key): owner for owner, key in log if owner.number < start}
    made: list[Write] = []
    for (_, key), owner in changed.items():
        after = _after(owner, key)
        if after is None:
            return None
        made.append((owner, key, after))
    return tuple(made)


def _after(owner: Heap | Scope, key: Any) -> Any:
    if isinstance(owner, Scope):
        return owner.names.get(key)
    if isinstance(owner, Instance | Class):
        return owner.attributes.get(key)
    return whole(owner) if key is None else None


def replay(m: Machine, likeness: Likeness, function: Function, a: Arguments) -> Node | None:
    """A node for a call that is like an evaluated one: it does the same, and its result is a copy. None when what the
    other call gave was changed since, so that nobody knows what it was.
    """
    old = likeness.node
    renaming = Renaming(m, likeness)
    node = Node(old.name, old.place, function, a)
    node.start = m.number()
    node.value = renaming.copy(old.value or Const(None))
    written = [(owner, key, after, renaming.after(after)) for owner, key, after in old.writes or ()]
    m.steps += renaming.cost()
    if renaming.is_spoilt:
        return None
    node.uses, node.calls, node.notes, node.twin = old.uses, old.calls, old.notes, old
    node.run, node.begun = m.run, m.clock
    for owner, key, after, copy in written:
        _write(m, owner, renaming.renamed.get(owner.number, owner), key, after, copy)
    node.reads = renaming.reads(old.reads)
    node.clock, node.end = m.clock, m.number()
    return node


def _write(m: Machine, owner: Any, target: Any, key: Any, after: Any, copy: Any) -> None:
    if isinstance(owner, Instance | Class):
        m.write(target, target.attributes, key, copy)
    elif isinstance(owner, Scope):
        m.write(target, target.names, key, copy)
    elif isinstance(owner, LibObject):
        for (_, one), (word, other) in zip(after, copy, strict=True):
            if other is not one or target is not owner:
                holding.hold(m, target, word, other)
    elif target is owner:
        _add(m, owner, after, copy)
    else:
        _fill(m, target, copy)


def _add(m: Machine, owner: Sequence | Mapped, after: Any, copy: Any) -> None:
    """A shared container gets what is renamed besides what it got before."""
    if isinstance(owner, Mapped):
        for key, one in copy[0].items():
            if one is not after[0][key]:
                m.write(owner, owner.items, key, one)
    else:
        for old, one in zip(after[0], copy[0], strict=True):
            if one is not old:
                containers.append(m, owner, one)
    if copy[1] is not after[1]:
        containers.put_rest(m, owner, copy[1])


def _fill(m: Machine, target: Sequence | Mapped, copy: Any) -> None:
    """A renamed container becomes like the other one."""
    m.changing(target)
    items, target.rest, maybe = copy
    if isinstance(target, Mapped):
        target.items.update(items)
        target.maybe = maybe
    else:
        target.items[:] = items
