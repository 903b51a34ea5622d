"""One call evaluated again after its body, or what a call within it gives, was edited.

A full evaluation would come to this call in the same state as before, evaluate it as it reads now, and go on. So the
call is evaluated in that state (`past`), and if all that comes later would find everything as it was, only the call
itself is another: what it uses, notes and calls. What was evaluated within it before is taken over where it is called
in the same way. In all other cases `UncertainError` is raised, and the project is evaluated in full.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..scope import Node, Use
from ..timeline import Timeline, around, is_within
from ..values import Cell, LibObject, Value
from . import invoking
from .machine import BUSY, Frame
from .past import Past, UncertainError
from .same import Same
from .timeless import is_timeless

if TYPE_CHECKING:
    from .machine import Machine

SOUGHT = frozenset({"celery.Celery"})
"""Objects that are looked for while entries are evaluated (`frameworks/workers.py`)."""
ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, NameError, RuntimeError, TypeError, ValueError)


class Again:
    """A call that is evaluated again. SIBLINGS says whether other calls of its function were told apart from it by
    what its body reads, which is another now.
    """

    def __init__(self, m: Machine, timeline: Timeline, node: Node) -> None:
        self.m = m
        self.timeline = timeline
        self.node = node
        self.uses, self.calls, self.notes = node.uses, node.calls, node.notes
        self.reads, self.value = node.reads, node.value
        self._past = Past(m, timeline, node)
        self._new: list[Node] = []
        self._gone: list[Node] = []
        self._made: list[LibObject] = []
        self._kept: list[Node] = []
        """What it calls no more, and others do."""
        self._result: Value | None = None
        self.is_another = False
        """Does it use, notice or call something else than before, or in another order?"""
        self._same = Same(m, node, self._past.fresh)

    def evaluate(self, is_edited: bool, reads_parameters_alike: bool) -> bool:
        """Evaluates it; is what it gives still the same? Raises `UncertainError` when it matters to others."""
        self._run()
        timeline, node = self.timeline, self.node
        adopted = self._past.adopted
        self._gone = [one for one in timeline.inner(node) if one not in set(self._new)
                      and not any(is_within(one, other) for other in adopted)]  # fmt: skip
        self._check_writes()
        self._check_objects()
        self._check_reads()
        self._check_others()
        self._check_counts()
        self._check_variables()
        if is_edited and node.function is not None:
            others = [one for one in timeline.calls_of(node.function.facts) if one is not node]
            later = any(timeline.position(one) > node.start for one in others)
            _sure(not others or (reads_parameters_alike and (node.reads == self.reads or not later)),
                  "another call of the function looks at this one")  # fmt: skip
        same = node.standing is None or self._same.same(self.value, self._result)
        if not same:
            self._same.stands_for.clear()
            twins = timeline.calls_of(node.function.facts) if node.function is not None else ()
            _sure(not any(one.twin is node for one in twins), "a call that does the same gives the same")
        self._settle(same)
        return same

    def _run(self) -> None:
        m, node, past = self.m, self.node, self._past
        spent = m.spent.get(self.timeline.run_of(node), 0)
        _sure(spent < BUSY and node.twin is None, "a run of very many steps")
        steps, marks, log, nodes, objects = m.steps, m.marks(), len(m.log), len(m.nodes), len(m.objects)
        node.uses, node.calls, node.notes, node.reads = {}, {}, None, set()
        with past.again():
            kept = m.marks()
            try:
                self._result = self._evaluated()
            except ERRORS as error:
                raise UncertainError(f"an error: {error!r}") from error
            _sure(m.marks() == kept, "something that is done besides the heap")
        steps = m.steps - steps
        _sure(spent + steps < BUSY and m.steps < m.limit, "too many steps")
        m.spent[self.timeline.run_of(node)] = spent + steps
        _sure(m.marks() == marks, "something that is kept besides the heap")
        self._new = m.nodes[nodes:]
        self._made = m.objects[objects:]
        _sure(all(owner.number > past.fresh for owner, _ in m.log[log:]), "a change of something older")

    def _evaluated(self) -> Value | None:
        m, node = self.m, self.node
        function = node.function
        if function is None:
            self._entry()
            return None
        scope = m.scope("function", function.file, function.scope)
        scope.names = dict(node.names)
        depth = node.standing.depth if node.standing is not None else 0
        frame = Frame(scope, node, depth + 1)
        return invoking.execute(m, frame, function)

    def _entry(self) -> None:
        m, node = self.m, self.node
        draft = self.timeline.entries.get(node)
        if draft is None:
            raise UncertainError("an object of a library that runs something")
        draft.evaluate(m, Frame(m.scope("function", draft.place[0], None), node, 0))
        if draft.with_imports and draft.place[0] in m.modules:
            node.calls[draft.place, m.modules[draft.place[0]].node] = ()

    # -- is all that comes later as it was? --

    def _check_writes(self) -> None:
        """Had it changed nothing older than itself, and left nothing behind? Calls that are taken over still do."""
        m, node, adopted = self.m, self.node, self._past.adopted
        at = node.begun
        for begun, end in [*sorted((one.begun, one.clock) for one in adopted), (self.timeline.end_of(node),) * 2]:
            _sure(all(owner.number >= node.start for owner, _ in m.log[at:begun]), "it had changed something older")
            at = max(at, end)
        marks = node.standing.marks if node.standing is not None else self._marks
        _sure(marks == sum(_marks(one) for one in adopted), "it had done something besides the heap")

    def _check_objects(self) -> None:
        """Did it make nothing that rules look for among all objects, when entries are searched or a queue is?"""
        m, node, spans = self.m, self.node, [(one.start, one.end) for one in self._past.adopted]
        first, last = (bisect_left(m.objects, number, key=_number) for number in (node.start, node.end + 1))
        old = [one for one in m.objects[first:last] if not any(a <= one.number <= b for a, b in spans)]
        found = [one.path for one in (*self._made, *old) if self.timeline.run_of(node) == 0 or one.path in SOUGHT]
        _sure(not found, "an object that is looked for among all")

    @property
    def _marks(self) -> int:
        """What an entry did: it may do nothing but call."""
        return sum(map(_marks, (one for one in self._past.adopted)))

    def _check_reads(self) -> None:
        """Was all that it reads the same then, and does it matter to nobody that it reads something else?"""
        m, node = self.m, self.node
        fresh, spans = self._past.fresh, [(one.begun, one.clock) for one in self._past.adopted]
        node.reads = {one for one in node.reads if one.number <= fresh}
        under_way = {one.start for one in around(node)}
        for cell in node.reads:
            _sure(cell.number not in under_way, "a name of a call that was under way")
            since = [cell.stamp, *_changes(m, cell, node.begun)]
            _sure(all(clock <= node.begun or any(a < clock <= b for a, b in spans) for clock in since),
                  "something that was changed later")  # fmt: skip
        before = self.reads
        if node.end:
            node.reads = {one for one in node.reads if not node.start <= one.number <= node.end}
            before = {one for one in before if not node.start <= one.number <= node.end}
        differing = node.reads ^ before
        _sure(not differing or self.timeline.run_of(node) > 0 < node.run, "a module reads something else")
        settled = m.settled
        for cell in differing:
            _sure(cell.stamp <= settled and not _changes(m, cell, settled), "it reads something else that changes")

    def _check_others(self) -> None:
        """Did nobody else use, or compare itself with, what is evaluated no more or newly?"""
        timeline, node = self.timeline, self.node
        _sure(not self._past.leaves(), "something that stands for a parameter and is not asked for")
        self._keep()
        gone = set(self._gone)
        for one in self._gone:
            for other in _alike(timeline, one):
                if other not in gone and timeline.position(other) > one.start:
                    raise UncertainError("a later call of what is called no more")
        for one in self._new:
            for other in _alike(timeline, one):
                if other in gone or timeline.position(other) < node.start:
                    continue
                taken = [at for outer, at in self._past.adopted.items() if is_within(other, outer)]
                _sure(bool(taken) and taken[0] < one.start, "a later call of what is called now")

    def _keep(self) -> None:
        """Keeps what others call too, if a full evaluation would find the same when the first of them calls it."""
        m, timeline, node = self.m, self.timeline, self.node
        gone = set(self._gone)
        while kept := [one for one in gone if not timeline.callers(one) <= {*gone, node}]:
            for one in kept:
                _sure(is_timeless(m, timeline, one, one.start, one.begun), "it is called elsewhere")
                self._kept.append(one)
                gone -= {one, *timeline.inner(one)}
        self._gone = [one for one in self._gone if one in gone]

    def _check_counts(self) -> None:
        """Are calls of a function told apart as before, of which there are more or fewer in this run?"""
        timeline, run = self.timeline, self.timeline.run_of(self.node)
        more: dict[int, int] = {}
        for nodes, one in ((self._new, 1), (self._gone, -1)):
            for node in nodes:
                if node.function is not None and node.twin is None:
                    more[id(node.function.facts)] = more.get(id(node.function.facts), 0) + one
        for facts_id, difference in more.items():
            if difference:
                before = sum(1 for one in timeline.calls_by_id(facts_id)
                             if one.twin is None and timeline.run_of(one) == run)  # fmt: skip
                _sure(before + max(difference, 0) < invoking.SOME, "many calls of one function")

    def _check_variables(self) -> None:
        """Is there still somebody who says under which other names a library reads a variable?"""
        m = self.m
        for env in {use.touch.env for uses in (self.uses, *(one.uses for one in self._gone)) for use in uses
                    if use.touch.kind == "secret"}:  # fmt: skip
            key = "others", env
            _sure(key not in m.scratch or key in self._past.others or m.scratch.born[key] < self.node.start,
                  "a variable with several names")  # fmt: skip

    # -- it stands --

    def _settle(self, same: bool) -> None:
        m, timeline, node = self.m, self.timeline, self.node
        for one, caller in self._past.callers.items():
            timeline.move(one, caller)
        for one in self._kept:
            timeline.move(one, node)
        for one in self._gone:
            timeline.drop(one)
            if one.standing is not None and m.memo.get(one.standing.key) is one:
                del m.memo[one.standing.key]
            if one.function is not None and one in m.alike.get(id(one.function.facts), ()):
                m.alike[id(one.function.facts)].remove(one)
        for one in self._new:
            timeline.add(one)
            one.uses = _uses(self._same, one.uses)
        m.memo.update(self._past.memo)
        for key, value in self._past.others.items():
            m.scratch[key] = value  # it notes since when, as `update` would not
        for known, caller in self._past.taken.items():
            known.within = caller
        for facts_id, nodes in self._past.alike.items():
            m.alike.setdefault(facts_id, []).extend(one for one in nodes if one in self._new)
        uses = _uses(self._same, node.uses)
        self.is_another = (
            [*self.calls.items()] != [*node.calls.items()] or [*self.uses] != [*uses]
            or [*(self.notes or ())] != [*(node.notes or ())]
        )  # fmt: skip
        timeline.drop_calls(node, self.calls)
        _refill(self.calls, node.calls)
        _refill(self.uses, uses)
        node.uses, node.calls, node.parts = self.uses, self.calls, None
        timeline.add_calls(node)
        for one in timeline.calls_of(node.function.facts) if node.function is not None else ():
            if one.twin is node:
                one.notes = node.notes
        if node.standing is not None:
            node.standing = node.standing._replace(marks=sum(map(_marks, self._past.adopted)))
        if not same:
            node.value = self._result


def _sure(is_so: bool, reason: str) -> None:
    if not is_so:
        raise UncertainError(reason)


def _number(one: LibObject) -> int:
    return one.number


def _marks(node: Node) -> int:
    return node.standing.marks if node.standing is not None else 0


def _changes(m: Machine, cell: Cell, since: int) -> list[int]:
    """When a part was changed, after that."""
    changes = m.history.get(cell.number, ())
    first = bisect_right(changes, since, key=lambda one: one[0])
    whole = None if cell.key.__class__ is tuple else cell.key  # of an item of a dict
    return [clock for clock, key, _ in changes[first:] if key in (cell.key, whole)]


def _alike(timeline: Timeline, node: Node) -> Iterable[Node]:
    """All calls of the same function."""
    return () if node.function is None else timeline.calls_of(node.function.facts)


def _uses(same: Same, uses: dict[Use, None]) -> dict[Use, None]:
    return dict.fromkeys(map(same.use, uses)) if same.stands_for else uses


def _refill(table: dict[Any, Any], content: dict[Any, Any]) -> None:
    """Calls that do the same for other objects have the same table."""
    if table is not content:
        content = dict(content)
        table.clear()
        table.update(content)
