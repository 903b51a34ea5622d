"""Where lines end: slots on the left edge of a card, ordered as the lines come in, so that they do not cross there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..measures import HEAD_CENTRE, SLOT_PITCH, SLOT_PITCH_FOUR, SLOTS_MAX
from .wires import Box, Wire


def offsets(count: int) -> list[float]:
    """Heights around the centre: 0; ±8; 0, ±16; four 14 apart; more all at the centre, in one slot."""
    if count > SLOTS_MAX:
        return [0.0] * count
    pitch = SLOT_PITCH if count < SLOTS_MAX else SLOT_PITCH_FOUR
    return [(index - (count - 1) / 2) * pitch for index in range(count)]


def slots(wires: Iterable[Wire], boxes: Mapping[str, Box]) -> tuple[dict[str, float], dict[str, int]]:
    """Wire -> height of its slot below the card's top, and wire -> how many share that slot (when too many)."""
    incoming: defaultdict[str, list[Wire]] = defaultdict(list)
    for wire in wires:
        incoming[wire.end].append(wire)
    places: dict[str, float] = {}
    crowds: dict[str, int] = {}
    for group in incoming.values():
        group.sort(key=lambda wire: _order(wire, boxes))
        for wire, offset in zip(group, offsets(len(group)), strict=True):
            places[wire.key] = HEAD_CENTRE + offset
            crowds[wire.key] = len(group) if len(group) > SLOTS_MAX else 0
    return places, crowds


def _order(wire: Wire, boxes: Mapping[str, Box]) -> tuple[float, float, str]:
    """From top to bottom as the lines come in; a line that comes back from the right comes from below."""
    start, end = boxes[wire.start], boxes[wire.end]
    back = start.right >= end.x
    height = start.y + wire.drop
    return (height + 1e6 if back else height, -start.x, wire.key)
