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
    start: float = 0.0
    end: float = 0.0
    rivals: list[Track] = field(default_factory=list)
    """The tracks that it is in conflict with; `start`, `end` and this are set by `assign`."""


def assign(tracks: Sequence[Track]) -> None:
    """Gives every track its position."""
    for track in tracks:
        ends = (*track.before, *track.after)
        track.start, track.end = min(ends), max(ends)
    _find_rivals(tracks)
    for group in _groups(tracks):
        if len(group) == 1:
            group[0].position = group[0].low if group[0].early else group[0].high
        else:
            _place(_ordered(group))


def _find_rivals(tracks: Sequence[Track]) -> None:
    """Pairs whose spans and intervals overlap, by a sweep along the span."""
    active: list[Track] = []
    for track in sorted(tracks, key=lambda track: track.start):
        reach = track.start - _APART
        active = [other for other in active if other.end > reach]
        low, high = track.low - LANE, track.high + LANE
        for other in active:
            if other.low < high and other.high > low:
                track.rivals.append(other)
                other.rivals.append(track)
        active.append(track)


def _groups(tracks: Sequence[Track]) -> list[list[Track]]:
    """Tracks that hang together by conflicts."""
    seen: set[int] = set()
    groups: list[list[Track]] = []
    for track in tracks:
        if id(track) in seen:
            continue
        seen.add(id(track))
        group = [track]
        for member in group:
            for other in member.rivals:
                if id(other) not in seen:
                    seen.add(id(other))
                    group.append(other)
        groups.append(group)
    return groups


def _crossings(left: Track, right: Track) -> int:
    """What it costs when LEFT lies before RIGHT; they are rivals."""
    cost = sum(right.start <= tap <= right.end for tap in left.after)
    cost += sum(left.start <= tap <= left.end for tap in right.before)
    touching = sum(abs(tap - other) < 4 for tap in left.after for other in right.before)
    return cost + _OVERLAP * touching


def _ordered(group: list[Track]) -> list[Track]:
    order = sorted(group, key=_preference)
    if len(order) > _FEW:
        return _swapped(order)
    index = {id(track): i for i, track in enumerate(order)}
    cost = {(i, j): 0 for i in range(len(order)) for j in range(len(order))}
    for i, track in enumerate(order):
        for other in track.rivals:
            cost[i, index[id(other)]] = _crossings(track, other)
    sequence = list(range(len(order)))
    for _ in range(6):
        if not _improve(sequence, cost):
            break
    return [order[i] for i in sequence]


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
    rivals = {id(track): {id(other) for other in track.rivals} for track in order}
    for _ in range(4):
        changed = False
        for i in range(len(order) - 1):
            one, other = order[i], order[i + 1]
            if id(other) in rivals[id(one)] and _crossings(other, one) < _crossings(one, other):
                order[i], order[i + 1] = other, one
                changed = True
        if not changed:
            break
    return order


def _place(order: list[Track]) -> None:
    """From the far side to the near one, a pitch apart; narrower when the room does not hold them."""
    rank = {id(track): index for index, track in enumerate(order)}
    pitch = float(LANE)
    while not _fits(order, rank, pitch) and pitch > 2:
        pitch *= 0.6
    for track in order:
        track.position = max(track.position, track.low)
    for track in order:
        if track.early:
            before = [other.position + pitch for other in track.rivals if rank[id(other)] < rank[id(track)]]
            track.position = min(track.position, max([track.low, *before]))


def _fits(order: list[Track], rank: dict[int, int], pitch: float) -> bool:
    fits = True
    for index in range(len(order) - 1, -1, -1):
        track = order[index]
        position = track.high
        for other in track.rivals:
            if rank[id(other)] > index and other.position - pitch < position:
                position = other.position - pitch
        track.position = position
        fits = fits and position >= track.low - 0.01
    return fits
