"""The machine as it stood when a call was made, as far as that is known for sure.

The heap is as it is now: whoever evaluates here checks afterwards that nothing that was read has changed since. What
else may have been otherwise (calls that were made later, what rules keep) raises `UncertainError` when it is asked for.
What the call itself evaluated before is taken over as it is if it is asked for again.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from ..scope import Node, StandIn, Touch
from ..scratch import BY_OBJECT, FIELD, OTHERS, Scratch, is_changeable, is_silent
from ..timeline import Timeline, around, is_within
from ..values import Value
from .timeless import is_timeless

if TYPE_CHECKING:
    from .machine import Frame, Machine

_STATE = (
    "run", "uncertain", "loop", "stirred", "streaming", "only", "counts", "depths", "active", "memo", "alike",
    "scratch", "attributes", "made", "first", "takes",
)  # fmt: skip


class UncertainError(Exception):
    """Nobody knows for sure what a full evaluation would give."""


class Past:
    """What was there before a call was made, and what is taken over of what it did."""

    def __init__(self, m: Machine, timeline: Timeline, node: Node) -> None:
        self.m = m
        self.timeline = timeline
        self.node = node
        self.fresh = m.number()
        """What is made now has a greater number."""
        self.adopted: dict[Node, int] = {}
        """The calls that are taken over, with the number that things had then."""
        self.callers: dict[Node, Node] = {}
        """Within which call each of them is made now."""
        self.counts = _Counts(self)
        self.alike = _Alike(self, m.alike)
        self.memo = _Memo(self, m.memo)
        self.others: dict[Any, Any] = {}
        self.taken: dict[StandIn, Node] = {}
        """What stands for parameters and was made by the call, with the call that asks for it now."""
        self.under_way = frozenset(around(node))
        """The calls that had begun and not ended, which were known to nobody yet."""

    @contextmanager
    def again(self) -> Generator[None]:
        """The machine as it was then."""
        m, node = self.m, self.node
        saved = {name: getattr(m, name) for name in _STATE}
        standing = node.standing
        m.resume(node.run)
        m.uncertain, m.loop, m.streaming, m.only = standing.state if standing is not None else (0, 0, "", "")
        m.counts, m.memo, m.alike, m.first = self.counts, self.memo, self.alike, None
        m.depths = {}
        m.active = active = _Active()
        for one in reversed([*around(node)]):
            if one.function is not None:
                m.depths[id(one.function.facts)] = m.depths.get(id(one.function.facts), 0) + 1
            if one.standing is not None:
                active[one.standing.key] = one, None
        active.is_complete = standing is None or standing.active + 1 == len(active)
        m.takes = self._take
        m.scratch = _Scratch(self, m.scratch)
        m.attributes = _Attributes(m.attributes, m.set_outside if node.run else {})
        m.made = _Made(m.made, m.made_again)
        try:
            yield
        finally:
            for name, value in saved.items():
                setattr(m, name, value)

    def adopt(self, node: Node) -> None:
        """Takes a call over: for all that follows it was made."""
        self.adopted[node] = self.m.numbered()
        self.callers[node] = next((one for _, (one, _) in reversed(self.m.active.items())), self.node)
        self.m.first = node
        for one in sorted((node, *self.timeline.inner(node)), key=lambda one: one.end):
            if one.function is not None:
                facts_id = id(one.function.facts)
                self.counts[facts_id] = self.counts.get(facts_id, 0) + (one.twin is None)
                self.alike.take_over(facts_id, one)


    def _take(self, f: Frame, known: StandIn) -> None:
        """Somebody asks for what stands for a parameter: had it been made by then?"""
        node = self.node
        if known.born > self.fresh or known in self.taken or any(is_within(known.within, one) for one in self.adopted):
            return
        if known.within is node and known.only_calls:
            for one in known.calls:
                self.memo.own(one)
                self.m.first = None
                f.called(f.here(), one)
                f.node.reads |= one.reads
            self.taken[known] = f.node
        elif is_within(known.within, node) or not self.timeline.was_there(known, node):
            raise UncertainError("what stands for a parameter is made later")

    def leaves(self) -> bool:
        """Is there something that stands for a parameter which nobody makes any more?"""
        return any(
            is_within(one.within, self.node) and one.born <= self.fresh and one not in self.taken
            and not any(is_within(one.within, other) for other in self.adopted)
            for one in self.m.stand_ins.values()
        )  # fmt: skip


class _Counts(dict[int, int]):
    """How often each function had been evaluated in this run."""

    def __init__(self, past: Past) -> None:
        super().__init__()
        self._past = past

    def get(self, key: int, default: Any = 0) -> Any:
        if key not in self:
            node, timeline = self._past.node, self._past.timeline
            run, start = timeline.run_of(node), node.start
            own = node.function is not None and id(node.function.facts) == key
            self[key] = own + sum(
                1 for one in timeline.calls_by_id(key) if one.twin is None and one is not node
                and timeline.position(one) < start and timeline.run_of(one) == run
            )  # fmt: skip
        return self[key]


class _Alike(dict[int, list[Node]]):
    """The earlier calls of each function."""

    def __init__(self, past: Past, known: dict[int, list[Node]]) -> None:
        super().__init__()
        self._past = past
        self._known = known

    def get(self, key: int, default: Any = ()) -> Any:
        if key not in self:
            node, position = self._past.node, self._past.timeline.position
            self[key] = [one for one in self._known.get(key, ())
                         if position(one) < node.start and one not in self._past.under_way]  # fmt: skip
        return self[key]

    def setdefault(self, key: int, default: Any = None) -> Any:
        return self.get(key)

    def take_over(self, key: int, node: Node) -> None:
        if node in self._known.get(key, ()):
            self.get(key).append(node)


class _Active(dict[Any, Any]):
    """What was under way."""

    is_complete = False

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key)
        if found is not None and found[1] is None:
            raise UncertainError("a recursion")
        return found

    def values(self) -> NoReturn:
        raise UncertainError("a recursion that goes too deep")

    def __contains__(self, key: object) -> bool:
        there = super().__contains__(key)
        if not there and not self.is_complete:  # it has what is under way without a node of its own
            raise UncertainError("something that holds itself")
        return there


class _Memo(dict[Any, Node]):
    """The calls that are known."""

    def __init__(self, past: Past, known: dict[Any, Node]) -> None:
        super().__init__()
        self._past = past
        self._known = known

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key)
        if found is not None:
            return found
        found = self._known.get(key)
        if found is None:
            return None
        past = self._past
        if found in past.under_way and found is not past.node:
            return None
        if is_within(found, past.node):
            return self.own(found)
        if past.timeline.position(found) > past.node.start:
            if is_timeless(past.m, past.timeline, found, past.node.start, past.node.begun):
                return found
            raise UncertainError("a call that was first made later")
        return self._earlier(found)

    def _earlier(self, found: Node) -> Node | None:
        node = self._past.node
        in_run = found.function is None or (found.run == node.run and node.run)
        since = found.clock if in_run else found.begun
        stale = [cell for cell in found.reads if cell.stamp > since]
        if stale and not any(cell.stamp <= node.begun for cell in stale):
            raise UncertainError("a call that read what changed later")
        return None if stale else found

    def own(self, found: Node) -> Node:
        """A call that it made itself, and makes again."""
        past = self._past
        if any(is_within(found, one) for one in past.adopted):
            if any(cell.stamp > found.begun for cell in found.reads):
                raise UncertainError("an inner call that read what changed")
            return found
        if found is past.node or any(is_within(one, found) for one in past.adopted):
            raise UncertainError("a call that is under way, or was made in part")
        if any(cell.stamp > past.node.begun for cell in found.reads):
            raise UncertainError("a call within that read what changed")
        if past.timeline.was_changed(found.start, found.end, found.clock):
            raise UncertainError("a call within, of which the result was changed")
        past.adopt(found)
        return found


class _Scratch(Scratch):
    """What rules had kept."""

    def __init__(self, past: Past, known: Scratch) -> None:
        super().__init__(past.m)
        self._past = past
        self._known = known

    def _found(self, key: Any) -> Any:
        """What is kept there; this dict itself where nothing is."""
        found = self._known.peek(key, self)
        if found is self or is_silent(key):
            return found
        born = self._known.born[key]
        past = self._past
        if born >= past.node.start and not any(one.start <= born <= one.end for one in past.adopted):
            raise UncertainError("what a rule kept later")
        if is_changeable(key, found):
            raise UncertainError("what a rule keeps and changes")
        return found

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._found(key)
        return default if found is self else found

    def __getitem__(self, key: Any) -> Any:
        found = self._found(key)
        if found is self:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._found(key) is not self

    def peek(self, key: Any, default: Any = None) -> Any:
        return self.get(key, default)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key.__class__ is tuple and key[0] in BY_OBJECT and key[1] > self._past.fresh:
            return self._known.setdefault(key, default)
        raise UncertainError("something that a rule keeps")

    def __setitem__(self, key: Any, value: Any) -> None:
        if key.__class__ is tuple and key[0] == FIELD:
            self._known[key] = value
            return
        if not (key.__class__ is tuple and key[0] == OTHERS and self._known.peek(key, value) == value):
            raise UncertainError("something that a rule keeps")
        self._past.others[key] = value

    def pop(self, key: Any, *default: Any) -> Any:
        raise UncertainError("something that a rule keeps")

    def items(self) -> Any:
        raise UncertainError("all that rules keep")


class _Attributes(dict[Any, Value]):
    """What had been set at libraries and functions."""

    def __init__(self, known: dict[Any, Value], then: dict[Any, Value]) -> None:
        super().__init__()
        self._known = known
        self._then = then

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._known.get(key)
        if found is not None and self._then.get(key) is not found:
            raise UncertainError("what was set later")
        return default if found is None else found

    def __setitem__(self, key: Any, value: Any) -> None:
        raise UncertainError("something that is set at a library")


class _Made(dict[int, tuple[Touch, ...]]):
    """What objects stood for; what is made now is added to all the others."""

    def __init__(self, known: dict[int, tuple[Touch, ...]], again: set[int]) -> None:
        super().__init__()
        self._known = known
        self._again = again

    def get(self, key: int, default: Any = None) -> Any:
        if key in self._again:
            raise UncertainError("an object that came to stand for something else")
        return self._known.get(key, default)

    def __getitem__(self, key: int) -> Any:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __setitem__(self, key: int, value: tuple[Touch, ...]) -> None:
        if key in self._known:
            raise UncertainError("an object that comes to stand for something else")
        self._known[key] = value
