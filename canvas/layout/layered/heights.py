"""The height of each item: near its neighbours, in order, with gaps. Isotonic regression, rank after rank."""

from __future__ import annotations

import itertools

from ...measures import HEAD_CENTRE
from ...routing.slots import offsets
from .items import Item, separation

_LONG_COLUMN = 120


def set_slots(items: list[Item]) -> None:
    """Lines end on slots in the order in which they come in."""
    for item in items:
        if item.height and item.left:
            item.left.sort(key=lambda joint: joint.start.top + joint.drop)
            for joint, offset in zip(item.left, offsets(len(item.left)), strict=True):
                joint.slot = HEAD_CENTRE + offset


def fit(layers: list[list[Item]], *, forward: bool) -> None:
    """Fits every rank to the one before it (forward) or behind it."""
    for layer in layers if forward else reversed(layers):
        wants = [_wants(item, forward) for item in layer]
        tops = _isotonic(layer, wants)
        for item, top in zip(layer, tops, strict=True):
            item.top = top


def _wants(item: Item, forward: bool) -> list[tuple[float, float]]:
    """(top, weight): where each neighbour would have this item, for a straight line."""
    left = [(joint.start.top + joint.drop - joint.slot, joint.weight) for joint in item.left]
    right = [(joint.end.top + joint.slot - joint.drop, joint.weight) for joint in item.right]
    near, far = (left, right) if forward else (right, left)
    return near + [(top, weight * 0.2) for top, weight in far] or [(item.top, 0.01)]


def _isotonic(layer: list[Item], wants: list[list[tuple[float, float]]]) -> list[float]:
    """Tops as near to the wishes as the order and the gaps allow: pool adjacent violators.

    Blocks are put at the weighted median of their wishes, which makes lines straight; in a long column, where medians
    of ever larger blocks would cost too much, at the mean.
    """
    below = [0.0]
    for upper, lower in itertools.pairwise(layer):
        below.append(below[-1] + separation(upper, lower))
    shifted = [[(top - offset, weight) for top, weight in own] for offset, own in zip(below, wants, strict=True)]
    places = _medians(shifted) if len(layer) <= _LONG_COLUMN else _means(shifted)
    return [place + offset for place, offset in zip(places, below, strict=True)]


def _medians(wants: list[list[tuple[float, float]]]) -> list[float]:
    blocks: list[tuple[float, list[tuple[float, float]], int]] = []
    for own in wants:
        wishes, count = own, 1
        place = _median(wishes)
        while blocks and blocks[-1][0] > place:
            _, more, others = blocks.pop()
            wishes, count = more + wishes, others + count
            place = _median(wishes)
        blocks.append((place, wishes, count))
    return [place for place, _, count in blocks for _ in range(count)]


def _means(wants: list[list[tuple[float, float]]]) -> list[float]:
    blocks: list[tuple[float, float, int]] = []
    for own in wants:
        total, weight, count = sum(top * share for top, share in own), sum(share for _, share in own), 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / weight:
            more, other, others = blocks.pop()
            total, weight, count = total + more, weight + other, count + others
        blocks.append((total, weight, count))
    return [total / weight for total, weight, count in blocks for _ in range(count)]


def _median(wishes: list[tuple[float, float]]) -> float:
    wishes = sorted(wishes)
    half = sum(weight for _, weight in wishes) / 2
    total = 0.0
    for top, weight in wishes:
        total += weight
        if total >= half:
            return top
    return wishes[-1][0]
