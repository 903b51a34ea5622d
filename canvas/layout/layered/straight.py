"""The last touch: groups that are straight already move by the little that makes one more line straight."""

from __future__ import annotations

from .items import Item, Joint, separation

_FAR = 60.0
_ROUNDS = 12

Home = dict[int, list[Item]]
"""Item (by identity) -> the group that it is in."""


def straighten(layers: list[list[Item]]) -> None:
    """Moves groups of cards that are straight already by the little that makes one more line straight.

    What stands in the way is moved along, with its own group, so that no straight line is lost.
    """
    for _ in range(_ROUNDS):
        groups = _straight_groups(layers)
        home = {id(item): group for group in groups for item in group}
        if not any(_shift_group(group, home, layers) for group in groups):
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


def _shift_group(group: list[Item], home: Home, layers: list[list[Item]]) -> bool:
    inside = {id(item) for item in group}
    wishes: dict[float, tuple[float, set[int]]] = {}
    for item in group:
        for joint in (*item.left, *item.right):
            other = joint.start if joint.end is item else joint.end
            if id(other) in inside:
                continue
            gap = joint.start.top + joint.drop - joint.end.top - joint.slot
            delta = round(gap if joint.end is item else -gap, 2)
            weight, ends = wishes.get(delta, (0.0, set()))
            wishes[delta] = weight + joint.weight, ends | {id(other)}
    for delta, (_, ends) in sorted(wishes.items(), key=lambda wish: (-wish[1][0], abs(wish[0]))):
        if 0.5 < abs(delta) <= _FAR:
            moved = _pushed(group, delta, home, layers)
            if not ends & {id(item) for item in moved}:
                for item in moved:
                    item.top += delta
                return True
    return False


def _pushed(group: list[Item], delta: float, home: Home, layers: list[list[Item]]) -> list[Item]:
    """The group and all groups that are in its way when it moves."""
    moved, seen = list(group), {id(item) for item in group}
    step = 1 if delta > 0 else -1
    for item in moved:
        layer, place = layers[item.rank], item.place + step
        if not 0 <= place < len(layer) or id(other := layer[place]) in seen:
            continue
        upper, lower = (item, other) if delta > 0 else (other, item)
        room = lower.top - upper.top - separation(upper, lower)
        if room < abs(delta) - 0.01:
            new = [member for member in home[id(other)] if id(member) not in seen]
            seen.update(id(member) for member in new)
            moved += new
    return moved
