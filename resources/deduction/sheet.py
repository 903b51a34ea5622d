"""The lines of a function that was edited while its evaluation is kept.

The places of a kept evaluation stay those of the file as it was evaluated first. A line that was not touched keeps its
number there, whatever stands above it now; a new one gets a number between those of its neighbours. So the order of
all places is that of the text, and what was not touched is the same as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from ..architecture import Span
from .facts import Facts

Line = Any
"""A whole number, or one between two of them."""

class Sheet:
    """The text of a function line by line, and the number of each line in the kept evaluation."""

    def __init__(self, lines: Sequence[bytes], numbers: Sequence[Line], first: int) -> None:
        self.lines = lines
        self.numbers = numbers
        self.first = first
        """Where it begins in the file now."""
        self._now = {number: first + index for index, number in enumerate(numbers)}

    def at(self, first: int) -> Sheet:
        """The same text, which begins elsewhere now."""
        return self if first == self.first else Sheet(self.lines, self.numbers, first)

    def edited(self, lines: Sequence[bytes], first: int) -> Sheet | None:
        """The sheet after an edit; None when there is no number left between two lines."""
        numbers: list[Line] = [0] * len(lines)
        for i, j, size in _matching(self.lines, lines):
            numbers[j : j + size] = self.numbers[i : i + size]
        numbers[0] = self.numbers[0]  # that of the `def`, whose place is kept
        last = self.numbers[-1] + 0.5  # the next line of the file is another function's
        index = 0
        while index < len(lines):
            if numbers[index]:
                index += 1
                continue
            end = index
            while end < len(lines) and not numbers[end]:
                end += 1
            above = numbers[index - 1]
            below = numbers[end] if end < len(lines) else last
            step = (below - above) / (end - index + 1)
            for number in range(index, end):
                between = above + step * (number - index + 1)
                numbers[number] = int(between) if between == int(between) else between
            index = end
        fits = all(a < b for a, b in pairwise(numbers))
        return Sheet(lines, numbers, first) if fits else None

    def now(self, number: Line) -> int | None:
        return self._now.get(number)

    def between(self, first: Line, last: Line) -> Sequence[bytes]:
        """The lines from one number to another."""
        if first not in self._now or last not in self._now:
            return ()
        return self.lines[self._now[first] - self.first : self._now[last] - self.first + 1]

    def place(self, span: Span) -> Span:
        """Where a place of the kept evaluation stands now."""
        end = self._now[span.end_line] if span.end_line else 0
        if (self._now[span.line], end) == (span.line, span.end_line):
            return span
        return Span(span.file, self._now[span.line], span.column, end, span.end_column)

    def number(self, line: int) -> Line:
        """The number of a line of the file as it is now."""
        return self.numbers[line - self.first]


def _matching(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int, int]]:
    start = 0
    while start < len(old) and start < len(new) and old[start] == new[start]:
        start += 1
    end = 0
    while end < len(old) - start and end < len(new) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    inner = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    return [
        (0, 0, start),
        *((i + start, j + start, size) for i, j, size in inner.get_matching_blocks()),
        (len(old) - end, len(new) - end, end),
    ]


class Shared:
    """Facts that are the same become the same object."""

    def __init__(self, known: Facts) -> None:
        self._known: dict[Any, Facts] = {}
        self.of(known)

    def of(self, facts: Facts) -> Facts:
        parts = tuple(self.of(part) if part.__class__ is tuple else part for part in facts)
        key = tuple(
            id(part) if part.__class__ is tuple else (part.__class__, repr(part) if part.__class__ is float else part)
            for part in parts
        )
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = facts if all(map(_is, parts, facts)) else parts
        return known


def _is(one: object, other: object) -> bool:
    return one is other
