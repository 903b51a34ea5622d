"""An edit that changed nothing that the last evaluation read, but where it stands: the graph moves, and that is all.

An evaluation reads the module level of every file and the bodies that it executes (`ModuleSummary.bodies`), and
nothing else of a file's text. When these facts are the same but for their positions, an evaluation would do the same
steps again, so the same graph results, with every place where it stands now. Comments, layout, docstrings and
functions that nothing reaches, which are most of a grown project, are edited so. Whatever is not plainly of that kind
gives None, and the project is evaluated again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..architecture import Architecture, Evidence, Link, Span
from .facts import Facts, ModuleSummary, is_function
from .summarize import read

_LINES: Mapping[tuple[str, int], int] = {
    ("assign", 4): 3, ("augment", 5): 4, ("note", 5): 4, ("do", 3): 2, ("return", 3): 2, ("if", 5): 4, ("for", 6): 5,
    ("while", 5): 4, ("with", 4): 3, ("raise", 3): 2, ("match", 4): 3, ("def", 9): 8,
}  # fmt: skip
"""Statement and its length -> where its line is."""
Position = tuple[int, int, int, int]


class Moves:
    """Where the places of one file went."""

    def __init__(self, old: ModuleSummary, new: ModuleSummary) -> None:
        self._lines: dict[int, int] = {1: 1}
        """A module itself stands at line 1."""
        self._positions: dict[Position, Position] = {}
        self._whole = old.lines, new.lines
        self.fits = self._compare(old, new) and self._in_order()

    @property
    def is_rest(self) -> bool:
        """Does everything stand where it stood?"""
        return all(one == other for one, other in (*self._positions.items(), *self._lines.items()))

    def place(self, span: Span) -> Span:
        """The place as it is now. Raises KeyError for one that nothing stood at."""
        known = span.line, span.column, span.end_line, span.end_column
        if known in self._positions:
            return Span(span.file, *self._positions[known])
        if known == (1, 0, self._whole[0], 0):  # a script: all of its file
            return Span(span.file, 1, 0, self._whole[1], 0)
        if known[1:] == (0, 0, 0):
            return Span(span.file, self._lines[span.line])
        raise KeyError(known)

    def _compare(self, old: ModuleSummary, new: ModuleSummary) -> bool:
        if old.fault or new.fault or old.imports != new.imports:
            return False
        stack: list[tuple[Facts, Facts]] = [(old.body, new.body)]
        while stack:
            one, other = stack.pop()
            if not self._alike(one, other, stack):
                return False
            if is_function(one) and id(one) in old.bodies:
                stack.append((old.bodies[id(one)], read(new, other)))
        return self._line(old.main_guard, new.main_guard)

    def _alike(self, one: Facts, other: Facts, stack: list[tuple[Facts, Facts]]) -> bool:
        if len(one) != len(other):
            return False
        if len(one) == 4 and all(part.__class__ is int for part in (*one, *other)):
            return self._position(one, other)
        line = _LINES.get((one[0], len(one)), -1) if one and one[0].__class__ is str else -1
        for index, (a, b) in enumerate(zip(one, other, strict=True)):
            if a.__class__ is not b.__class__:
                return False
            if a.__class__ is tuple:
                stack.append((a, b))
            elif index == line and a.__class__ is int:
                if not self._line(a, b):
                    return False
            elif a != b or (a.__class__ is float and repr(a) != repr(b)):  # -0.0 == 0.0
                return False
        return True

    def _position(self, one: Any, other: Any) -> bool:
        return self._positions.setdefault(one, other) == other and self._line(one[0], other[0])

    def _line(self, one: int, other: int) -> bool:
        return self._lines.setdefault(one, other) == other

    def _in_order(self) -> bool:
        """Did nothing that stood apart come together, or change places?"""
        lines = [line for _, line in sorted(self._lines.items())]
        places = [place for _, place in sorted(self._positions.items())]
        return all(a < b for a, b in pairwise(lines)) and all(a < b for a, b in pairwise(places))


def moved(architecture: Architecture, edits: Mapping[str, tuple[ModuleSummary, ModuleSummary]],
          dotted: Iterable[str]) -> Architecture | None:  # fmt: skip
    """The architecture after files changed from one summary to another; None when it must be deduced.

    DOTTED are the names of these modules.
    """
    moves = {path: Moves(old, new) for path, (old, new) in edits.items()}
    if not all(one.fits for one in moves.values()):
        return None
    moves = {path: one for path, one in moves.items() if not one.is_rest}
    if not moves:
        return architecture
    if any(problem.code == "internal-error" for problem in architecture.problems):
        return None
    if any(map(_tells_lines([*moves, *dotted]).search, _said(architecture))):
        return None
    try:
        return _Moving(moves).architecture(architecture)
    except KeyError:
        return None


def _tells_lines(names: Iterable[str]) -> re.Pattern[str]:
    """Names and sentences in which a line of these files may stand."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))}):\d|\.line\d|lambda_\d|\bline \d")


def _said(architecture: Architecture) -> Iterator[str]:
    for resource in architecture.resources:
        yield f"{resource.id} {resource.symbol} {resource.properties}"
    for entry in architecture.entries:
        yield f"{entry.id} {entry.handler} {entry.label}"
    for problem in architecture.problems:
        yield f"{problem.message} {problem.remedy} {problem.subject}"


class _Moving:
    """Rewrites the places of an architecture."""

    def __init__(self, moves: Mapping[str, Moves]) -> None:
        self._moves = moves
        self._known: dict[Span, Span] = {}

    def architecture(self, old: Architecture) -> Architecture:
        return Architecture.of(
            old.project, [self._at(one) for one in old.resources], [self._at(one) for one in old.entries],
            [self._link(one) for one in old.links], [self._at(one) for one in old.problems],
        )  # fmt: skip

    def _at(self, one: Any) -> Any:
        return replace(one, source=self._span(one.source)) if one.source.file in self._moves else one

    def _link(self, link: Link) -> Link:
        evidence = tuple(map(self._evidence, link.evidence))
        return link if all(map(_is_same, evidence, link.evidence)) else replace(link, evidence=evidence)

    def _evidence(self, one: Evidence) -> Evidence:
        path = tuple(map(self._span, one.path))
        span = self._span(one.span)
        return one if span is one.span and all(map(_is_same, path, one.path)) else Evidence(span, one.operation, path)

    def _span(self, span: Span) -> Span:
        moves = self._moves.get(span.file)
        if moves is None:
            return span
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = moves.place(span)
        return known


def _is_same(one: object, other: object) -> bool:
    return one is other
