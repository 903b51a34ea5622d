"""The shape of each line: which runs it has, and between which bounds each of them may lie.

In this order: straight; across, down and across, with the vertical run as late as possible; or five runs through the
corridor between cards that is the smallest detour. A line back to the left goes around below both cards. Wires of one
bundle take the tracks that the bundle has already, so that they share a trunk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..measures import (
    CLEARANCE,
    CORNER,
    HEAD_CENTRE,
    LABEL_GAP_SELECTED,
    LABEL_PADDING,
    LABEL_ZONE,
    PORT,
    SETTING_OFFSET,
)
from .obstacles import Obstacles
from .tracks import Track
from .wires import Box, Wire

_LEAVE = CORNER + PORT / 2
_PLAIN_ZONE = 28.0
_TIGHT_ZONE = 20.0
_REACH = 160.0
_TRIES = 48
_FEW = 2
_NEARLY = 3.0

Interval = tuple[float, float]


@dataclass(slots=True)
class Shape:
    """The ends of a line and its runs between them: vertical, horizontal, vertical …"""

    start: tuple[float, float]
    end: tuple[float, float]
    runs: tuple[Track, ...] = ()


@dataclass(slots=True)
class _Bundle:
    verticals: list[Track] = field(default_factory=list)
    detours: list[tuple[Track, Track, Track]] = field(default_factory=list)


class Shaper:
    """Decides shapes one wire after the other; `verticals` and `horizontals` are then put into lanes."""

    def __init__(self, boxes: Mapping[str, Box], wires: Iterable[Wire], slots: Mapping[str, float]) -> None:
        self._boxes, self._slots = boxes, slots
        self._obstacles = Obstacles(boxes)
        self._zones = _zones(boxes, wires)
        self._bundles: defaultdict[str, _Bundle] = defaultdict(_Bundle)
        self.verticals: list[Track] = []
        self.horizontals: list[Track] = []

    def shape(self, wire: Wire) -> Shape:
        start, end = self._ends(wire)
        if abs(start[1] - end[1]) < 0.5 and start[0] < end[0] and self._free_across(wire, start[0], end[0], start[1]):
            return Shape(start, end)
        return self._one_turn(wire, start, end) or self._detour(wire, start, end) or self._last_resort(wire, start, end)

    def _ends(self, wire: Wire) -> tuple[tuple[float, float], tuple[float, float]]:
        one, other = self._boxes[wire.start], self._boxes[wire.end]
        y1, y2 = one.y + wire.drop, other.y + self._slots[wire.key]
        if wire.setting:
            y1 += SETTING_OFFSET if other.y + HEAD_CENTRE >= y1 else -SETTING_OFFSET
        if abs(y1 - y2) < _NEARLY and not wire.crowd:
            y2 = y1  # no step that looks like a slip: the end gives way, for its port cannot
        return (one.right, y1), (other.x, y2)

    def _free_across(self, wire: Wire, left: float, right: float, y: float) -> bool:
        return self._obstacles.clear(left, y, right, y, (wire.start, wire.end))

    def _zone(self, wire: Wire, room: float) -> float:
        """How far before the card the last turn may be: labels want room, a narrow gap has the last word."""
        wanted = self._zones[round(self._boxes[wire.end].x)]
        return wanted if room >= wanted + _LEAVE else max(_TIGHT_ZONE, min(wanted, room / 2))

    def _one_turn(self, wire: Wire, start: tuple[float, float], end: tuple[float, float]) -> Shape | None:
        (x1, y1), (x2, y2) = start, end
        if x2 - x1 < _LEAVE + _TIGHT_ZONE:
            return None
        right = min(x2 - self._zone(wire, x2 - x1), self._first_stop(wire, x1, x2, y1))
        left = max(x1 + _LEAVE, self._last_stop(wire, x1, x2, y2))
        free = self._free(left, right, *sorted((y1, y2)))
        if not free:
            return None
        room = self._clear_of_arrows(free[-1], *sorted((y1, y2)))
        track = self._shared(wire, room, y1) or self._new_vertical(wire, room)
        track.before.append(y1)
        track.after.append(y2)
        return Shape(start, end, (track,))

    def _clear_of_arrows(self, room: Interval, top: float, bottom: float) -> Interval:
        """The same room, less what lies before a card that the run passes: there its own lines end."""
        left, right = room
        passed = self._obstacles.within(right, top, right + _TIGHT_ZONE, bottom)
        right = min((box.x - _TIGHT_ZONE for box in passed), default=right)
        return (left, right) if left <= right < room[1] else room

    def _shared(self, wire: Wire, room: Interval, y1: float) -> Track | None:
        """A track that the bundle has already, when this line can run in it too."""
        for track in self._bundles[wire.bundle].verticals:
            low, high = max(track.low, room[0]), min(track.high, room[1])
            if low <= high and (wire.crowd or y1 in track.before):
                track.low, track.high = low, high
                return track
        return None

    def _new_vertical(self, wire: Wire, room: Interval, early: bool = False) -> Track:
        track = Track(wire.bundle, *room, early)
        self.verticals.append(track)
        if not early:
            self._bundles[wire.bundle].verticals.append(track)
        return track

    def _first_stop(self, wire: Wire, left: float, right: float, y: float) -> float:
        """How far a line may run to the right at this height."""
        boxes = self._obstacles.within(left, y, right, y, (wire.start, wire.end))
        return min((box.x - CLEARANCE for box in boxes), default=right)

    def _last_stop(self, wire: Wire, left: float, right: float, y: float) -> float:
        """From where on a line may run to the end at this height."""
        boxes = self._obstacles.within(left, y, right, y, (wire.start, wire.end))
        return max((box.right + CLEARANCE for box in boxes), default=left)

    def _free(self, left: float, right: float, top: float, bottom: float) -> list[Interval]:
        """Where between LEFT and RIGHT a vertical run from TOP to BOTTOM is clear, from left to right."""
        if right < left:
            return []
        found: list[Interval] = []
        for box in sorted(self._obstacles.within(left, top, right, bottom), key=lambda box: box.x):
            if box.x - CLEARANCE > left:
                found.append((left, box.x - CLEARANCE))
            left = max(left, box.right + CLEARANCE)
        if left <= right:
            found.append((left, right))
        return found

    def _detour(self, wire: Wire, start: tuple[float, float], end: tuple[float, float]) -> Shape | None:
        if shape := self._along(wire, start, end):
            return shape
        (x1, y1), (x2, y2) = start, end
        back = x2 - x1 < _LEAVE + _TIGHT_ZONE
        floor = max(self._boxes[wire.start].bottom, self._boxes[wire.end].bottom) if back else None
        for height in self._corridors(min(x1, x2), max(x1, x2), y1, y2, floor)[:_TRIES]:
            if shape := self._through(wire, start, end, height, back):
                return shape
        return None

    def _along(self, wire: Wire, start: tuple[float, float], end: tuple[float, float]) -> Shape | None:
        """The detour that the bundle makes already, with another last turn."""
        for first, middle, last in [] if wire.crowd else self._bundles[wire.bundle].detours:
            y1, y2 = start[1], end[1]
            if y1 not in first.before or last.high > end[0] - _TIGHT_ZONE:
                continue
            top, bottom = sorted((middle.position, y2))
            clear = self._obstacles.clear(last.low, top, last.high, bottom)
            if clear and self._free_across(wire, last.low, end[0], y2) and end[0] - last.high < 2 * _REACH:
                last.after.append(y2)
                return Shape(start, end, (first, middle, last))
        return None

    def _corridors(self, left: float, right: float, y1: float, y2: float, floor: float | None) -> list[float]:
        """Heights at which a line may get past, the smallest detour first."""
        top, bottom = min(y1, y2) - 400, max(y1, y2) + 400
        boxes = self._obstacles.within(left - _REACH, top, right + _REACH, bottom)
        gap = CLEARANCE + 4.0
        heights = {box.y - gap for box in boxes} | {box.bottom + gap for box in boxes}
        heights.add(self._obstacles.bottom + 2 * gap)
        usable = [y for y in heights if floor is None or y >= floor + gap]
        return sorted(usable, key=lambda y: (abs(y - y1) + abs(y - y2), y))

    def _through(
        self, wire: Wire, start: tuple[float, float], end: tuple[float, float], height: float, back: bool
    ) -> Shape | None:
        (x1, y1), (x2, y2) = start, end
        zone = self._zone(wire, _REACH)
        far = x1 + _LEAVE + _REACH if back else x2 - zone
        near = x2 - zone - _REACH if back else x1 + _LEAVE
        first = self._free(x1 + _LEAVE, self._first_stop(wire, x1, far, y1), *sorted((y1, height)))
        last = self._free(self._last_stop(wire, near, x2, y2), x2 - zone, *sorted((height, y2)))
        if not first or not last or (not back and first[0][0] > last[-1][1]):
            return None
        left, right = sorted((first[0][0], last[-1][1]))
        room = self._room_around(left, right, height)
        return self._tracks(wire, start, end, first[0], room, last[-1], back) if room else None

    def _room_around(self, left: float, right: float, height: float) -> Interval | None:
        """The corridor at this height: how far up and down the run may be moved."""
        if not self._obstacles.clear(left, height, right, height):
            return None
        above = self._obstacles.within(left, height - 30, right, height)
        below = self._obstacles.within(left, height, right, height + 30)
        low = max((box.bottom + CLEARANCE for box in above), default=height - 30)
        high = min((box.y - CLEARANCE for box in below), default=height + 30)
        return (low, high) if low <= high else None

    def _tracks(
        self,
        wire: Wire,
        start: tuple[float, float],
        end: tuple[float, float],
        first_room: Interval,
        room: Interval,
        last_room: Interval,
        back: bool,
    ) -> Shape:
        height = min(max((room[0] + room[1]) / 2, room[0]), room[1])
        first = self._shared(wire, first_room, start[1]) or self._new_vertical(wire, first_room, early=True)
        last = self._new_vertical(wire, last_room)
        middle = Track(wire.bundle, *room, position=height)
        first.before.append(start[1])
        (first.before if back else first.after).append(height)
        (last.after if back else last.before).append(height)
        last.after.append(end[1])
        middle.before.extend((first_room[0], last_room[1]))
        self.horizontals.append(middle)
        self._bundles[wire.bundle].detours.append((first, middle, last))
        return Shape(start, end, (first, middle, last))

    def _last_resort(self, wire: Wire, start: tuple[float, float], end: tuple[float, float]) -> Shape:
        """Nothing is free (cards lie on each other): halfway, whatever is there."""
        middle = (start[0] + end[0]) / 2
        track = self._new_vertical(wire, (middle, middle))
        track.before.append(start[1])
        track.after.append(end[1])
        return Shape(start, end, (track,))


def _zones(boxes: Mapping[str, Box], wires: Iterable[Wire]) -> dict[int, float]:
    """For each left edge where lines end: how much room labels need before it."""
    labels: defaultdict[int, list[float]] = defaultdict(list)
    for wire in wires:
        labels[round(boxes[wire.end].x)].append(wire.label)
    return {edge: zone_for(found) for edge, found in labels.items()}


def zone_for(labels: Collection[float]) -> float:
    """The room before cards where lines with labels of these widths end; 0 is a line without one.

    Where many lines end the labels stand in one column of a fixed width; one or two take what they need.
    """
    widest = max(labels, default=0.0)
    if not widest:
        return _PLAIN_ZONE
    needed = widest + 2 * LABEL_PADDING + LABEL_GAP_SELECTED + CORNER
    return needed if len(labels) <= _FEW else max(LABEL_ZONE, needed)
