"""Calls of which it does not matter when, or by whom, they are made first.

Such a call changes nothing, reads nothing that changes, gives nothing that its callers would get copies of, and is the
only evaluated one of its function, as are those that it makes; or an object of a library is run, of which the same
is true. Whoever asks first, a full evaluation would find the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scope import Node
from ..timeline import Timeline, around, is_within
from ..values import Class, Const, Function, Instance, Lib, Mapped, Module, Sequence, Value, alternatives

if TYPE_CHECKING:
    from .machine import Machine

DEEPEST = 24
"""Depth of calls, far from where they are given up."""
_EXACT = (Lib, Module, Class, Instance, Function)
"""Arguments that tell calls apart by all that they are."""


def is_timeless(m: Machine, timeline: Timeline, node: Node, position: int, clock: int) -> bool:
    """Would it be the same if it were made at that time, or at any time after it was made?"""
    standing = node.standing
    if standing is None or standing.depth > DEEPEST or node.run == 0 or len(m.log[node.begun : node.clock]):
        return False
    every = [node, *timeline.inner(node)]
    return (
        all(_is_alone(timeline, one) for one in every)
        and all(map(_is_exact, node.names.values()))
        and not any(isinstance(one, Sequence | Mapped | Instance) for one in alternatives(node.value or Const(None)))
        and not timeline.was_changed(node.start, node.end, node.clock)
        and _reads_what_stays(node, min(clock, node.begun))
        and not any(is_within(one.within, node) for one in m.stand_ins.values())
        and _calls_what_is_there(timeline, every, min(position, timeline.position(node)))
    )


def _is_alone(timeline: Timeline, node: Node) -> bool:
    if node.standing is None or node.standing.marks or node.twin is not None:
        return False
    return node.function is None or timeline.calls_of(node.function.facts) == [node]


def _is_exact(value: Value) -> bool:
    return isinstance(value, _EXACT) or (isinstance(value, Const) and isinstance(value.value, str | None))


def _reads_what_stays(node: Node, since: int) -> bool:
    under_way = {one.start for one in around(node)}
    return all(cell.stamp <= since and cell.number not in under_way for cell in node.reads)


def _calls_what_is_there(timeline: Timeline, every: list[Node], position: int) -> bool:
    known = set(every)
    return all(
        callee in known or callee in timeline.modules or timeline.position(callee) < position
        for one in every
        for _, callee in one.calls
    )
