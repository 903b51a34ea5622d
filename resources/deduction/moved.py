"""An edit that changed nothing that the last evaluation read, but where it stands: the graph moves, and that is all.

An evaluation reads the module level of every file and the bodies that it executes (`ModuleSummary.bodies`), and
nothing else of a file's text. When these facts are the same but for their positions, an evaluation would do the same
steps again, so the same graph results, with every place where it stands now. Comments, layout, docstrings and
functions that nothing reaches, which are most of a grown project, are edited so. Whatever is not plainly of that kind
gives None, and the project is evaluated again.

Only the statements of the module that changed are read: but for comparing lines the cost does not grow with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, cast

from ..architecture import Architecture, Evidence, Link, Resource, Span
from .facts import Facts, ModuleSummary, is_function
from .sheet import Sheet
from .summarize import read, summarize, text_of

_LINES: Mapping[tuple[str, int], int] = {
    ("assign", 4): 3, ("augment", 5): 4, ("note", 5): 4, ("do", 3): 2, ("assert", 3): 2, ("return", 3): 2,
    ("if", 5): 4, ("for", 6): 5, ("while", 5): 4, ("with", 4): 3, ("raise", 3): 2, ("match", 4): 3, ("def", 9): 8,
}  # fmt: skip
"""Statement and its length -> where its line is."""
Position = tuple[int, int, int, int]


class Moves:
    """Where the places of one file went, since it had this summary."""

    def __init__(self, old: ModuleSummary, source: bytes) -> None:
        self._summary, self._source = old, source
        self._asked = sum(map(len, old.asked.values()))
        """How many words were looked for in its functions."""
        self._read = len(old.bodies)
        """How many of its functions had been read; the others are not compared."""
        self._lines: dict[int, int] = {}
        self._positions: dict[Position, Position] = {}
        self._lengths = old.lines, source.count(b"\n") + 1
        self._part = _changed(old, source)
        self.edited: list[EditedBody] = []
        """The functions of which the body, and nothing else, reads otherwise."""
        self.fits = self._says_the_same(old, source) and (self._compare(old, source) or self._compare_all(old, source))
        self.is_rest = not self.edited and not self._part.shift and all(
            one == other for one, other in (*self._positions.items(), *self._lines.items())
        )

    def is_still_so(self) -> bool:
        """Does the file hold the words that were looked for since then as it did, and was none sought in a function,
        nor another function read?
        """
        old = self._summary
        words = sum(map(len, old.asked.values()))
        return self._asked == words and self._read == len(old.bodies) and self._says_the_same(old, self._source)

    @staticmethod
    def _says_the_same(old: ModuleSummary, source: bytes) -> bool:
        return not old.fault and all((word in source) is said for word, said in old.words.items())

    def place(self, span: Span) -> Span:
        """The place as it is now. Raises KeyError for one that nothing stood at."""
        known = span.line, span.column, span.end_line, span.end_column
        if known == (1, 0, self._lengths[0], 0):  # a script: all of its file
            return Span(span.file, 1, 0, self._lengths[1], 0)
        if known == (1, 0, 0, 0) and self._new_line(1) != 1:
            raise KeyError(known)  # the module itself, or what stood in its first line
        for one in self.edited:
            if one.holds(span) and one.sheet is not None:
                return one.sheet.place(span)
        if span.line < self._part.first:
            return span
        if span.line > self._part.last:
            if not self._part.shift:
                return span
            end = span.end_line and span.end_line + self._part.shift
            return Span(span.file, span.line + self._part.shift, span.column, end, span.end_column)
        if known[1:] == (0, 0, 0):
            return span if span.line == 1 else Span(span.file, self._lines[span.line])
        return Span(span.file, *self._positions[known])

    def keeps(self, number: int) -> bool:
        """Does a line that is told by its number still have that number?"""
        for one in self.edited:
            if one.sheet is not None and one.first < number < one.last + 1:
                return one.sheet.now(number) == number
        inside = self._part.first <= number <= self._part.last
        return number in self._lines and self._lines[number] == number if inside else self._new_line(number) == number

    def _new_line(self, line: int) -> int:
        part = self._part
        inside = part.first <= line <= part.last
        return self._lines.get(line, line) if inside else line + part.shift * (line > part.last)

    def _compare(self, old: ModuleSummary, source: bytes) -> bool:
        """Do the statements that changed read the same?"""
        part = self._part
        if part.is_all:
            return False
        inside = [lines for lines in _tops(old) if part.first <= lines[0] <= part.last]
        facts = old.body[inside[0][2] : inside[-1][3]] if inside else ()
        guard = old.main_guard if part.first <= old.main_guard <= part.last else 0
        return self._reads_the_same(old, facts, guard, b"\n" * (part.first - 1) + part.text(source))

    def _compare_all(self, old: ModuleSummary, source: bytes) -> bool:
        """Does all of the file read the same?"""
        self._lines, self._positions, self._part, self.edited = {}, {}, _Part(1, old.lines, 0, True), []
        return self._reads_the_same(old, old.body, old.main_guard, source)

    def _reads_the_same(self, old: ModuleSummary, facts: Facts, guard: int, source: bytes) -> bool:
        new = summarize(source, keep=True)
        if new.fault:
            return False
        stack: list[tuple[Facts, Facts]] = [(facts, new.body)]
        while stack:
            one, other = stack.pop()
            if not self._alike(one, other, stack):
                return False
            if is_function(one) and id(one) in old.bodies:
                self._body(old, new, one, other)
            elif id(one) in old.asked and any((word in text_of(new, other)) is not said
                                              for word, said in old.asked[id(one)].items()):  # fmt: skip
                return False
        guarded = bool(guard) == bool(new.main_guard) and (not guard or self._line(guard, new.main_guard))
        return guarded and self._in_order()

    def _body(self, old: ModuleSummary, new: ModuleSummary, one: Facts, other: Facts) -> None:
        """Compares the body of a function, or notes that it reads otherwise."""
        lines, positions = self._lines, self._positions
        self._lines, self._positions = {}, {}
        stack: list[tuple[Facts, Facts]] = [(old.bodies[id(one)], read(new, other))]
        while stack:
            if not self._alike(*stack.pop(), stack):
                before, after = text_of(old, one).split(b"\n"), text_of(new, other).split(b"\n")
                self.edited.append(EditedBody(one, before, after, read(new, other), other[6][0]))
                break
        else:
            lines.update(self._lines)
            positions.update(self._positions)
        self._lines, self._positions = lines, positions

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


@dataclass(slots=True)
class EditedBody:
    """A function of which the body, and nothing else, reads otherwise."""

    function: Facts
    before: list[bytes]
    after: list[bytes]
    """Its lines."""
    body: Facts
    """Its statements now."""
    new_first: int
    """The line of its `def` now."""
    sheet: Sheet | None = None
    """Where the places of a kept evaluation of it are now."""

    @property
    def first(self) -> int:
        return self.function[6][0]

    @property
    def last(self) -> int:
        return self.function[6][2]

    def statements(self, sheet: Sheet) -> Facts:
        """Its statements now, at the places of a kept evaluation."""
        return _numbered(self.body, sheet)

    def holds(self, span: Span) -> bool:
        """Does it stand within, and is not the function itself?"""
        place = span.line, span.column, span.end_line, span.end_column
        return self.first <= span.line < self.last + 1 and place != self.function[6]  # new lines may end it


def _numbered(facts: Facts, sheet: Sheet) -> Facts:
    if len(facts) == 4 and all(part.__class__ is int for part in facts):
        return sheet.number(facts[0]), facts[1], sheet.number(facts[2]), facts[3]
    line = _LINES.get((facts[0], len(facts)), -1) if facts and facts[0].__class__ is str else -1
    return tuple(
        _numbered(part, sheet) if part.__class__ is tuple
        else sheet.number(part) if index == line and part.__class__ is int else part
        for index, part in enumerate(facts)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of a file that an edit changed, widened to whole statements. What follows was moved by SHIFT lines."""

    first: int
    last: int
    shift: int
    is_all: bool = False

    def text(self, source: bytes) -> bytes:
        return b"\n".join([*source.split(b"\n")[self.first - 1 : self.last + self.shift], b""])


def _changed(old: ModuleSummary, source: bytes) -> _Part:
    """What changed, if it can be read for itself: what stands above and below ends where it ended."""
    one, other = old.source.split(b"\n"), source.split(b"\n")
    shift = len(other) - len(one)
    first = _same(one, other) + 1
    last = len(one) - _same(reversed(one[first - 1 :]), reversed(other[first - 1 :]))
    grown = True
    while grown:
        over = [lines for lines in _tops(old) if lines[0] <= last and lines[1] >= first]
        start, end = min([first, *(one[0] for one in over)]), max([last, *(one[1] for one in over)])
        grown, first, last = (start, end) != (first, last), start, end
    goes_on = first > 1 and one[first - 2].endswith(b"\\")
    return _Part(first, last, shift, goes_on or _is_odd(old.source, one) or _is_odd(source, other))


def _is_odd(source: bytes, lines: Sequence[bytes]) -> bool:
    """Do lines, or columns in them, mean something else than they say?"""
    said = any(b"coding" in line for line in lines[:2])
    return said or b"\r" in source or b"\f" in source or source.startswith(b"\xef\xbb\xbf")


def _same(one: Iterable[bytes], other: Iterable[bytes]) -> int:
    """How many lines are the same from the start."""
    number = 0
    for number, (a, b) in enumerate(zip(one, other, strict=False), 1):
        if a != b:
            return number - 1
    return number


def _tops(summary: ModuleSummary) -> Iterator[tuple[int, int, int, int]]:
    """For each statement of a module: first and last line, and the range of its facts."""
    start = 0
    for first, last, end in zip(*(summary.tops[index::3] for index in range(3)), strict=True):
        yield first, last, start, end
        start = end


def moved(architecture: Architecture, files: Mapping[str, Moves], dotted: Iterable[str],
          mentioned: Mentioned) -> Architecture | None:  # fmt: skip
    """The architecture after files changed; None when it must be deduced. DOTTED are the names of these modules."""
    if not all(one.fits for one in files.values()):
        return None
    moves = {path: one for path, one in files.items() if not one.is_rest}
    if not moves:
        return architecture
    if any(problem.code == "internal-error" for problem in architecture.problems):
        return None
    told = _tells_lines([*moves, *dotted])
    lines = set(told.findall(mentioned.words(architecture)))
    if not all("." not in line and one.keeps(int(line)) for line in lines for one in moves.values()):
        return None
    try:
        return _Moving(moves, mentioned).architecture(architecture)
    except KeyError:
        return None


def _tells_lines(names: Iterable[str]) -> re.Pattern[str]:
    """Names and sentences in which a line of these files may stand."""
    return re.compile(rf"(?:(?:{'|'.join(map(re.escape, names))})(?::|\.line)|lambda_|\bline )(\d+(?:\.\d+)?)")


def _said(architecture: Architecture) -> Iterator[str]:
    for resource in architecture.resources:
        yield f"{resource.id} {resource.symbol} {resource.properties}"
    for entry in architecture.entries:
        yield f"{entry.id} {entry.handler} {entry.label}"
    for problem in architecture.problems:
        yield f"{problem.message} {problem.remedy} {problem.subject}"


class Mentioned:
    """The files that links lead through, and what a graph says in words; most of it is the same after an edit."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Link, frozenset[str]]] = {}
        self._said: tuple[Architecture, str] | None = None

    def words(self, architecture: Architecture) -> str:
        """All names and sentences in which a line may stand."""
        if self._said is None or self._said[0] is not architecture:
            self._said = architecture, "\n".join(_said(architecture))
        return self._said[1]

    def by(self, link: Link) -> frozenset[str]:
        known = self._known.get(id(link))
        if known is None or known[0] is not link:
            spans = (span for one in link.evidence for span in (one.span, *one.path))
            known = self._known[id(link)] = link, frozenset(span.file for span in spans)
        return known[1]


class _Moving:
    """Rewrites the places of an architecture."""

    def __init__(self, moves: Mapping[str, Moves], mentioned: Mentioned) -> None:
        self._moves = moves
        self._mentioned = mentioned
        self._known: dict[Span, Span] = {}

    def architecture(self, old: Architecture) -> Architecture:
        return Architecture.of(
            old.project, [self._resource(one) for one in old.resources], [self._at(one) for one in old.entries],
            [self._link(one) for one in old.links], [self._at(one) for one in old.problems],
        )  # fmt: skip

    def _resource(self, one: Resource) -> Resource:
        one = self._at(one)
        properties = self._told(one.properties)
        return one if properties == one.properties else replace(one, properties=properties)

    def _told(self, value: Any) -> Any:
        """A property; one with a file and a line is a place."""
        if isinstance(value, list):
            return [self._told(inner) for inner in cast("list[Any]", value)]
        if not isinstance(value, Mapping):
            return value
        told = {key: self._told(inner) for key, inner in cast("Mapping[str, Any]", value).items()}
        if told.get("file") in self._moves and isinstance(line := told.get("line"), int | float):
            told["line"] = self._span(Span(told["file"], cast("int", line))).line
        return told

    def _at(self, one: Any) -> Any:
        return replace(one, source=self._span(one.source)) if one.source.file in self._moves else one

    def _link(self, link: Link) -> Link:
        if self._mentioned.by(link).isdisjoint(self._moves):
            return link
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
