"""Snapping: a moved group comes to lie in line with other cards, and the lines that it hit are shown. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..measures import HEAD_CENTRE
from ..routing.wires import Box

_GRID = 4.0


@dataclass(frozen=True, slots=True)
class Guide:
    """A line from (x1, y1) to (x2, y2) that says what is in line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Snap:
    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


def snap(box: Box, dx: float, dy: float, others: Iterable[Box], reach: float) -> Snap:
    """The move (dx, dy) of BOX, bent to the nearest left, centre or right edge and the nearest head within REACH."""
    moved = box.moved(dx, dy)
    others = [other for other in others if _near(moved, other)]
    best_x = _nearest(_xs(moved), [x for other in others for x in _xs(other)], reach)
    best_y = _nearest(_ys(moved), [y for other in others for y in _ys(other)], reach)
    dx = dx + best_x if best_x is not None else _to_grid(box.x + dx) - box.x
    dy = dy + best_y if best_y is not None else _to_grid(box.y + dy) - box.y
    done = box.moved(dx, dy)
    guides = [*_vertical(done, others, best_x is not None), *_horizontal(done, others, best_y is not None)]
    return Snap(dx, dy, tuple(guides))


def _near(one: Box, other: Box) -> bool:
    return abs(one.x - other.x) < 1600 and abs(one.y - other.y) < 1000


def _to_grid(value: float) -> float:
    return round(value / _GRID) * _GRID


def _xs(box: Box) -> tuple[float, float]:
    return box.x, box.right


def _ys(box: Box) -> tuple[float, float]:
    return box.y + HEAD_CENTRE, box.y


def _nearest(mine: Iterable[float], theirs: list[float], reach: float) -> float | None:
    moves = [other - own for own in mine for other in theirs if abs(other - own) <= reach]
    return min(moves, key=abs, default=None)


def _vertical(box: Box, others: list[Box], hit: bool) -> list[Guide]:
    if not hit:
        return []
    for x in _xs(box):
        aligned = [other for other in others if any(abs(own - x) < 0.01 for own in _xs(other))]
        if aligned:
            ends = [box.y, box.bottom, *(y for other in aligned for y in (other.y, other.bottom))]
            return [Guide(x, min(ends) - 8, x, max(ends) + 8)]
    return []


def _horizontal(box: Box, others: list[Box], hit: bool) -> list[Guide]:
    if not hit:
        return []
    for y in _ys(box):
        aligned = [other for other in others if any(abs(own - y) < 0.01 for own in _ys(other))]
        if aligned:
            ends = [box.x, box.right, *(x for other in aligned for x in (other.x, other.right))]
            return [Guide(min(ends) - 8, y, max(ends) + 8, y)]
    return []
