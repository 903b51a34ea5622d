"""Where the labels of lines stand: before the card, all right-aligned; one that would touch another moves. Qt-free.

A crowd of lines into one slot carries one label, `6 in`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

from .measures import LABEL_GAP, LABEL_PADDING
from .picture import Line
from .routing.wires import Point, Route
from .words import tr

HEIGHT = 14.0
_STEP = 4.0
_TRIES = 16


@dataclass(frozen=True, slots=True)
class Label:
    """A text with the rectangle that it covers, padding included."""

    line: str
    text: str
    x: float
    y: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width

    def touches(self, other: Label) -> bool:
        apart_x = self.x >= other.right or other.x >= self.right
        return not apart_x and abs(self.y - other.y) < HEIGHT - 2


def labels(lines: Iterable[Line], routes: Mapping[str, Route], width: Callable[[str], float]) -> list[Label]:
    """A label for each line that says something; `width` measures a text."""
    return list(label_steps(lines, routes, width))


def label_steps(
    lines: Iterable[Line], routes: Mapping[str, Route], width: Callable[[str], float]
) -> Generator[Label, None, None]:
    """The same one by one."""
    placed: list[Label] = []
    crowded: set[Point] = set()
    for line in sorted(lines, key=lambda line: (routes[line.key].points[-1], line.key)):
        found = routes[line.key]
        if found.crowd:
            if found.points[-1] not in crowded:
                crowded.add(found.points[-1])
                text = tr("{count} in").format(count=found.crowd)
                placed.append(_free(_at_end(line.key, text, width(text), found.points), placed, found.points))
                yield placed[-1]
        elif line.label:
            placed.append(_free(_best(line, found.points, width(line.label)), placed, found.points))
            yield placed[-1]


def _best(line: Line, points: tuple[Point, ...], width: float) -> Label:
    """Before the card when its last run has the room, otherwise on the longest vertical run."""
    run = points[-1][0] - points[-2][0]
    runs = [pair for pair in itertools.pairwise(points) if abs(pair[0][0] - pair[1][0]) < 0.01]
    if run < width + 2 * LABEL_PADDING + LABEL_GAP and runs:
        (x, y1), (_, y2) = max(runs, key=lambda pair: abs(pair[0][1] - pair[1][1]))
        if abs(y1 - y2) > 2.5 * HEIGHT:
            wide = width + 2 * LABEL_PADDING
            return Label(line.key, line.label, x - wide / 2, (y1 + y2) / 2, wide)
    return _at_end(line.key, line.label, width, points)


def _at_end(key: str, text: str, width: float, points: tuple[Point, ...]) -> Label:
    x, y = points[-1]
    wide = width + 2 * LABEL_PADDING
    return Label(key, text, x - LABEL_GAP - wide, y, wide)


def _free(label: Label, placed: list[Label], points: tuple[Point, ...]) -> Label:
    """The same label, moved along its own last run in steps until it touches no other."""
    near = [other for other in placed[-60:] if abs(other.y - label.y) < HEIGHT]
    moved = label
    limit = points[-2][0] + LABEL_PADDING
    for step in range(_TRIES * 4):
        moved = Label(label.line, label.text, label.x - step * _STEP, label.y, label.width)
        if moved.x < limit and step:
            return label
        if not any(moved.touches(other) for other in near):
            return moved
    return label
