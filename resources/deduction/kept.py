"""A kept evaluation, and how it follows edits of the bodies of functions.

The calls of the functions that were edited are evaluated again (`evaluate/again.py`); where one gives something else,
those who called it are too, up to the entries. All other calls stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..architecture import Problem
from .evaluate.again import ERRORS, Again
from .evaluate.mentions import mentioned
from .evaluate.past import UncertainError
from .facts import Facts, ModuleSummary
from .gathering import Gathering
from .room import with_room
from .sheet import Shared, Sheet
from .timeline import Timeline

if TYPE_CHECKING:
    from .entries import Draft
    from .evaluate import Machine
    from .moved import EditedBody, Moves
    from .scope import Node

Key = tuple[str, int]
"""File, and identity of a function's facts."""


@dataclass(slots=True)
class _Body:
    """A function that was edited since the evaluation."""

    function: Facts
    original: Sheet
    sheet: Sheet


class Kept:
    """An evaluation that goes on."""

    def __init__(self, m: Machine, drafts: list[Draft], problems: list[Problem]) -> None:
        self.m = m
        self.drafts = drafts
        self.problems = problems
        """What is wrong with the project's own rows of the catalog."""
        self.gathering = Gathering()
        self.looked_at: set[Key] = set()
        """The functions whose bodies were looked at when the graph was put together."""
        self._bodies: dict[Key, _Body] = {}
        self._retired: list[Facts] = []
        """Facts that are no more: what is known by the identity of facts must not meet new ones under the same."""
        self._known: Timeline | None = None

    def follow(self, edits: Mapping[str, Moves]) -> bool:
        """Makes it an evaluation of the files as they are now; may its graph be another then? Or `UncertainError`."""
        wanted = {(file, id(one.function)): one for file, moves in edits.items() for one in moves.edited}
        changed: list[tuple[Key, Facts, Facts]] = []
        for key, one in wanted.items():
            body = self._bodies.get(key)
            if body is None:
                original = Sheet(one.before, range(one.first, one.last + 1), one.first)
                body = self._bodies[key] = _Body(one.function, original, original)
            if body.sheet.lines == one.after:
                body.sheet = body.sheet.at(one.new_first)
            else:
                changed.append((key, one.function, self._edited(key, body, one)))
            one.sheet = body.sheet
        for key in [key for key in self._bodies if key not in wanted]:
            changed.append((key, self._bodies[key].function, self._restored(key)))
        self.m.project.sheets = {key: body.sheet for key, body in self._bodies.items()}
        if not changed:
            return False
        try:
            others = with_room(lambda: self._evaluate(changed))
        except ERRORS as error:
            raise UncertainError(f"an error: {error!r}") from error
        timeline = self.prepare()
        self.gathering.forget(timeline.entries_above(others))
        return bool(others) or any(key in self.looked_at or (key[0], 0) in self.looked_at for key, _, _ in changed)

    def close(self) -> None:
        """Cuts circles, so that nothing waits for the collector."""
        self.m.close()
        if self._known is not None:
            self._known.close()

    # -- the texts --

    def _edited(self, key: Key, body: _Body, edit: EditedBody) -> Facts:
        sheet = body.sheet.edited(edit.after, edit.new_first)
        if sheet is None:
            raise UncertainError("no number is left between two lines")
        project, summary = self.m.project, self._summary(key)
        old = project.body(key[0], edit.function)
        new = Shared(old).of(edit.statements(sheet))
        _check_words(summary, body, edit.after, old, new)
        body.sheet = sheet
        return self._replaced(key, edit.function, new)

    def _restored(self, key: Key) -> Facts:
        """The body as it was evaluated first."""
        body = self._bodies.pop(key)
        summary = self._summary(key)
        old, new = self.m.project.body(key[0], body.function), summary.bodies[id(body.function)]
        _check_words(summary, body, body.original.lines, old, new)
        return self._replaced(key, body.function, new)

    def _replaced(self, key: Key, function: Facts, new: Facts) -> Facts:
        """Puts a body in the place of one, which is given back."""
        project = self.m.project
        old = project.body(key[0], function)
        project.edited[key] = new
        self._retired += [old, new]
        return old

    def _summary(self, key: Key) -> ModuleSummary:
        summaries = self.m.project.summaries
        summary = summaries[key[0]]
        if sum(1 for one in summaries.values() if one is summary) > 1:
            raise UncertainError("two files with one text")
        return summary

    # -- the calls --

    def prepare(self) -> Timeline:
        """Makes what the first edit needs."""
        if self._known is None:
            self._known = Timeline(self.m)
        return self._known

    def _evaluate(self, changed: list[tuple[Key, Facts, Facts]]) -> list[Node]:
        """Evaluates what the edits concern, inner calls first; gives the calls that are others now."""
        m, timeline = self.m, self.prepare()
        waiting: dict[Node, bool] = {}
        edited: set[Node] = set()
        for (file, _), function, old in changed:
            alike = _reads_parameters_alike(m, file, function, old)
            m.used.pop(id(function), None)
            nodes = [node for node in timeline.calls_of(function) if node.twin is None]
            waiting.update((node, alike) for node in nodes)
            edited.update(nodes)
        done: set[Node] = set()
        others: list[Node] = []
        while waiting:
            node = min(waiting, key=lambda one: (one.standing is None, one.end))
            alike = waiting.pop(node)
            if node in done:
                raise UncertainError("a call that is concerned twice")
            done.add(node)
            again = Again(m, timeline, node)
            same = again.evaluate(node in edited, alike)
            others += [node] if again.is_another else []
            if not same:
                for caller in timeline.callers(node):
                    if caller in timeline.modules:
                        raise UncertainError("a module makes something else")
                    waiting.setdefault(caller, True)
            for one in [one for one in waiting if not timeline.is_there(one)]:
                del waiting[one]
        return others


def _check_words(summary: ModuleSummary, body: _Body, lines: Sequence[bytes], old: Facts, new: Facts) -> None:
    """Does the body hold the words that were looked for as it did, and call what they name as it did?"""
    text = b"\n".join(lines)
    for word, said in summary.asked.get(id(body.function), {}).items():
        if (word in text) is not said or (said and _calls(old, word.decode()) is not _calls(new, word.decode())):
            raise UncertainError("a word that was looked for")


def _calls(facts: Facts, name: str) -> bool:
    """Is there a call by that name anywhere in facts?"""
    stack = [facts]
    while stack:
        one = stack.pop()
        if len(one) == 5 and one[0] == "call" and one[1][-1] == name:
            return True
        stack.extend(part for part in one if part.__class__ is tuple)
    return False


def _reads_parameters_alike(m: Machine, file: str, function: Facts, old: Facts) -> bool:
    """Does the body mention the same parameters as before?"""
    names = {*(one[0] for one in function[2]), "super", "locals"}
    new = m.project.body(file, function)
    return mentioned(m, file, old) & names == mentioned(m, file, new) & names
