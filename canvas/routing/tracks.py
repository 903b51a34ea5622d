"""Tracks: the free runs of lines, and how they are put into lanes.

A track is a vertical run with an interval of x where it may lie (or a horizontal one, with y for x). Tracks whose
intervals and spans overlap are in conflict and get lanes one pitch apart, in an order that crosses least: cost is
counted by pairs, tracks are moved to the place where they cost least until nothing improves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..measures import LANE

_APART = 14.0  # along the span: closer than this and two runs in one lane read as one line
_OVERLAP = 5  # lines on top of each other are worse than a crossing
_FEW = 40


@dataclass(eq=False, slots=True)
class Track:
    """`low` and `high` bound its position; `before` and `after` are where lines join from the two sides."""

    bundle: str
    low: float
    high: float
    early: bool = False
    """Lies as near to `low` as it can; otherwise to `high`."""
    position: float = 0.0
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    @property
    def span(self) -> tuple[float, float]:
        ends = (*self.before, *self.after)
        return min(ends), max(ends)


def assign(tracks: Sequence[Track]) -> None:
    """Gives every track its position."""
    for group in _conflicts(tracks):
        if len(group) == 1:
            group[0].position = group[0].low if group[0].early else group[0].high
            continue
        _place(_ordered(group))


def _conflict(one: Track, other: Track) -> bool:
    (a, b), (c, d) = one.span, other.span
    return a < d + _APART and c < b + _APART and one.low < other.high + LANE and other.low < one.high + LANE


def _conflicts(tracks: Sequence[Track]) -> list[list[Track]]:
    """Connected groups of tracks in conflict, found by a sweep along the span."""
    leader: dict[int, int] = {}

    def find(index: int) -> int:
        while leader.setdefault(index, index) != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    order = sorted(range(len(tracks)), key=lambda i: tracks[i].span[0])
    active: list[int] = []
    for i in order:
        start = tracks[i].span[0]
        active = [j for j in active if tracks[j].span[1] + _APART > start]
        for j in active:
            if _conflict(tracks[i], tracks[j]):
                leader[find(i)] = find(j)
        active.append(i)
    groups: dict[int, list[Track]] = {}
    for i in order:
        groups.setdefault(find(i), []).append(tracks[i])
    return list(groups.values())


def _crossings(left: Track, right: Track) -> int:
    """What it costs when LEFT lies before RIGHT."""
    if not _conflict(left, right):
        return 0
    (a, b), (c, d) = left.span, right.span
    cost = sum(c <= tap <= d for tap in left.after) + sum(a <= tap <= b for tap in right.before)
    touching = sum(abs(tap - other) < 4 for tap in left.after for other in right.before)
    return cost + _OVERLAP * touching


def _ordered(group: list[Track]) -> list[Track]:
    order = sorted(group, key=_preference)
    if len(order) > _FEW:
        return _swapped(order)
    cost = {(i, j): _crossings(group[i], group[j]) for i in range(len(group)) for j in range(len(group)) if i != j}
    index = {id(track): i for i, track in enumerate(group)}
    sequence = [index[id(track)] for track in order]
    for _ in range(6):
        if not _improve(sequence, cost):
            break
    return [group[i] for i in sequence]


def _preference(track: Track) -> tuple[float, float]:
    """A start for the search: by where lines come in, the higher the further out."""
    source = min(track.before, default=min(track.after, default=0.0))
    down = max(track.after, default=source) > source
    return (-source if down else source), track.low


def _improve(sequence: list[int], cost: dict[tuple[int, int], int]) -> bool:
    changed = False
    for item in list(sequence):
        here = sequence.index(item)
        rest = sequence[:here] + sequence[here + 1 :]
        total = sum(cost[item, other] for other in rest)
        best, place, now = total, 0, total
        for position, other in enumerate(rest, start=1):
            now += cost[other, item] - cost[item, other]
            if now < best or (now == best and position == here):
                best, place = now, position
        if place != here and best < _cost_at(rest, item, here, cost):
            sequence[:] = [*rest[:place], item, *rest[place:]]
            changed = True
    return changed


def _cost_at(rest: list[int], item: int, place: int, cost: dict[tuple[int, int], int]) -> int:
    return sum(cost[other, item] for other in rest[:place]) + sum(cost[item, other] for other in rest[place:])


def _swapped(order: list[Track]) -> list[Track]:
    """For a crowd: neighbours change places while that helps."""
    for _ in range(4):
        changed = False
        for i in range(len(order) - 1):
            one, other = order[i], order[i + 1]
            if _crossings(other, one) < _crossings(one, other):
                order[i], order[i + 1] = other, one
                changed = True
        if not changed:
            break
    return order


def _place(order: list[Track]) -> None:
    """From the far side to the near one, a pitch apart; narrower when the room does not hold them."""
    pitch = float(LANE)
    while not _fits(order, pitch) and pitch > 2:
        pitch *= 0.75
    for track in order:
        track.position = max(track.position, track.low)
    for index, track in enumerate(order):
        if track.early:
            before = [one.position for one in order[:index] if _conflict(one, track)]
            track.position = min(track.position, max([track.low, *(position + pitch for position in before)]))


def _fits(order: list[Track], pitch: float) -> bool:
    fits = True
    for index in range(len(order) - 1, -1, -1):
        track = order[index]
        after = [one.position - pitch for one in order[index + 1 :] if _conflict(one, track)]
        track.position = min([track.high, *after])
        fits = fits and track.position >= track.low - 0.01
    return fits
