"""Paths, pens and ends of lines.

The lines of a bundle become one path, so that their common trunk is stroked once. A dashed line ends in a solid stub,
so that a dash never reads as punctuation of the label.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen

from ..look.theme import Theme
from ..look.tokens import tokens
from ..measures import ARROW, CORNER, DOT, DOT_GAP, RING, STUB
from ..picture import Style
from ..routing.wires import Point

_STROKE = tokens()["stroke"]
_DASH = tokens()["line"]["dash"]

WIDTHS: dict[Style, float] = {
    "trigger": _STROKE["line_trigger"],
    "permission": _STROKE["line_permission"],
    "declared": _STROKE["line_permission"],
    "possible": _STROKE["line_permission"],
    "setting": _STROKE["line_setting"],
}


def color_of(style: Style, theme: Theme) -> QColor:
    match style:
        case "trigger":
            return theme.color("line_trigger")
        case "setting":
            return theme.color("line_setting")
        case _:
            return theme.color("line_permission")


def pen_of(style: Style, color: QColor, width: float | None = None, dash: str | None = None) -> QPen:
    """The pen of a line. `dash` names another pattern than the style's own (`delete`)."""
    width = WIDTHS[style] if width is None else width
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pattern = _DASH.get(dash or style)
    if pattern:
        if style == "setting" and dash is None:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([part / width for part in pattern])
    return pen


def is_dashed(style: Style) -> bool:
    return style in _DASH


def end_room(style: Style) -> float:
    """How far before the card the line itself stops: its end sign stands there."""
    if style == "trigger":
        return ARROW - 1.0
    return DOT_GAP + (2 * RING if style == "setting" else DOT)


def rounded(points: Sequence[Point], radius: float = CORNER) -> QPainterPath:
    """A path along the points with round corners, smaller where a run is short."""
    path = QPainterPath(QPointF(*points[0]))
    for index in range(1, len(points) - 1):
        (ax, ay), (bx, by), (cx, cy) = points[index - 1], points[index], points[index + 1]
        first, second = math.hypot(bx - ax, by - ay), math.hypot(cx - bx, cy - by)
        reach = min(radius, first / 2 if index > 1 else first, second / 2 if index < len(points) - 2 else second)
        if reach < 0.5 or not first or not second:
            path.lineTo(bx, by)
            continue
        path.lineTo(bx - (bx - ax) / first * reach, by - (by - ay) / first * reach)
        path.quadTo(bx, by, bx + (cx - bx) / second * reach, by + (cy - by) / second * reach)
    path.lineTo(*points[-1])
    return path


def shortened(points: Sequence[Point], room: float) -> tuple[Point, ...]:
    """The same points with the last run ROOM shorter."""
    (ax, ay), (bx, by) = points[-2], points[-1]
    length = math.hypot(bx - ax, by - ay)
    if length <= 0.01:
        return tuple(points)
    share = min(room / length, 1.0)
    return (*points[:-1], (bx - (bx - ax) * share, by - (by - ay) * share))


def body_and_stub(points: Sequence[Point], style: Style) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The dashed part and the solid stub before the sign; a solid line has no stub."""
    whole = shortened(points, end_room(style))
    if style in ("trigger", "permission", "setting"):
        return whole, ()
    body = shortened(whole, STUB)
    return body, (body[-1], whole[-1])


def line_paths(routes: Iterable[Sequence[Point]], style: Style) -> tuple[QPainterPath, QPainterPath]:
    """One path for the bodies of a bundle, one for its stubs."""
    bodies, stubs = QPainterPath(), QPainterPath()
    drawn: list[Sequence[Point]] = []
    for points in sorted(routes, key=_length, reverse=True):
        # a trunk that is stroked twice comes out darker
        own = _own(points, drawn) if drawn else points
        drawn.append(points)
        body, stub = body_and_stub(own, style)
        bodies.addPath(rounded(body))
        if stub:
            stubs.moveTo(*stub[0])
            stubs.lineTo(*stub[1])
    return bodies, stubs


def _own(points: Sequence[Point], drawn: list[Sequence[Point]]) -> tuple[Point, ...]:
    """What is not painted yet: the end of a line that starts like another, the start of one that ends like it."""
    if any(points[0] == other[0] for other in drawn):
        return own_branch(points, drawn)
    return tuple(reversed(own_branch(tuple(reversed(points)), [tuple(reversed(other)) for other in drawn])))


def _span(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _length(points: Sequence[Point]) -> float:
    return sum(_span(one, other) for one, other in itertools.pairwise(points))


def own_branch(points: Sequence[Point], others: Sequence[Sequence[Point]]) -> tuple[Point, ...]:
    """The part of a line after what it shares from its start with others, with room for a round corner before it."""
    index, covered = 0, 0.0
    for run in range(len(points) - 1):
        shared = _covered(points[run], points[run + 1], others)
        if shared < 1:
            break
        index, covered = run, shared
        if shared < _span(points[run], points[run + 1]) - 0.5:
            break
    length = _span(points[index], points[index + 1])
    if 0 < index < len(points) - 2 and length < 2 * CORNER:  # too short to be told from the round corner before it
        index, length = index - 1, _span(points[index - 1], points[index])
        covered = length
    covered = max(0.0, min(covered, length) - CORNER)
    return (_along(points[index], points[index + 1], covered / length if length else 0.0), *points[index + 1 :])


def _along(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _covered(one: Point, other: Point, lines: Sequence[Sequence[Point]]) -> float:
    """How much of a run, from its start, lies on runs of other lines."""
    axis = 0 if abs(one[0] - other[0]) > abs(one[1] - other[1]) else 1
    across, sign = 1 - axis, 1.0 if other[axis] >= one[axis] else -1.0
    reach = 0.0
    for line in lines:
        for a, b in itertools.pairwise(line):
            if abs(a[across] - one[across]) > 0.1 or abs(b[across] - one[across]) > 0.1:
                continue
            near, far = sorted(((a[axis] - one[axis]) * sign, (b[axis] - one[axis]) * sign))
            if near <= 0.5:
                reach = max(reach, far)
    return min(reach, _span(one, other))


def end_sign(points: Sequence[Point], style: Style) -> QPainterPath:
    """Arrow, dot or ring at the end of a line, to be filled (a ring: stroked)."""
    x, y = points[-1]
    path = QPainterPath()
    if style == "trigger":
        path.moveTo(x - 1, y)
        path.lineTo(x - 1 - ARROW, y - ARROW / 2)
        path.lineTo(x - 1 - ARROW, y + ARROW / 2)
        path.closeSubpath()
    elif style == "setting":
        path.addEllipse(QPointF(x - DOT_GAP - RING, y), RING, RING)
    else:
        path.addEllipse(QPointF(x - DOT_GAP, y), DOT, DOT)
    return path


def bounds_of(points: Sequence[Point]) -> QRectF:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def distance_to(points: Sequence[Point], x: float, y: float) -> float:
    """How far a place is from the line."""
    best = math.inf
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        dx = max(min(ax, bx) - x, 0.0, x - max(ax, bx))
        dy = max(min(ay, by) - y, 0.0, y - max(ay, by))
        best = min(best, math.hypot(dx, dy))
    return best
