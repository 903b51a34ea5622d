"""The last touch: groups that are straight already move by the little that makes one more line straight."""

from __future__ import annotations

from .items import Item, Joint, separation

_FAR = 120.0


def straighten(layers: list[list[Item]]) -> None:
    """Moves groups of cards that are straight already by the little that makes one more line straight."""
    for _ in range(4):
        moved = False
        for group in _straight_groups(layers):
            moved = _shift_group(group, layers) or moved
        if not moved:
            return


def _is_straight(joint: Joint) -> bool:
    return abs(joint.start.top + joint.drop - joint.end.top - joint.slot) < 0.5


def _straight_groups(layers: list[list[Item]]) -> list[list[Item]]:
    """Items that hang together by straight lines."""
    seen: set[int] = set()
    groups: list[list[Item]] = []
    for item in (item for layer in layers for item in layer):
        if id(item) in seen:
            continue
        seen.add(id(item))
        group = [item]
        for member in group:
            ends = [j.start for j in member.left if _is_straight(j)] + [j.end for j in member.right if _is_straight(j)]
            for other in ends:
                if id(other) not in seen:
                    seen.add(id(other))
                    group.append(other)
        groups.append(group)
    return groups


def _shift_group(group: list[Item], layers: list[list[Item]]) -> bool:
    inside = {id(item) for item in group}
    wishes: dict[float, float] = {}
    for item in group:
        for joint in item.left:
            if id(joint.start) not in inside:
                delta = round(joint.start.top + joint.drop - joint.end.top - joint.slot, 2)
                wishes[delta] = wishes.get(delta, 0.0) + joint.weight
        for joint in item.right:
            if id(joint.end) not in inside:
                delta = round(joint.end.top + joint.slot - joint.start.top - joint.drop, 2)
                wishes[delta] = wishes.get(delta, 0.0) + joint.weight
    low, high = _freedom(group, inside, layers)
    fitting = [(weight, -abs(delta), delta) for delta, weight in wishes.items() if low <= delta <= high]
    if not fitting or wishes.get(0.0):
        return False
    delta = max(fitting)[2]
    for item in group:
        item.top += delta
    return abs(delta) > 0.5


def _freedom(group: list[Item], inside: set[int], layers: list[list[Item]]) -> tuple[float, float]:
    """How far the whole group may move up (negative) and down."""
    low, high = -_FAR, _FAR
    for item in group:
        layer = layers[item.rank]
        if item.place and id(above := layer[item.place - 1]) not in inside:
            low = max(low, above.top + separation(above, item) - item.top)
        if item.place < len(layer) - 1 and id(below := layer[item.place + 1]) not in inside:
            high = min(high, below.top - separation(item, below) - item.top)
    return min(low, 0.0), max(high, 0.0)
