"""Folded groups: many secrets and parameters become one card, so that a map with twenty keys stays a map. Qt-free.

A group takes the lines of its members; lines that come to look alike become one. Selecting the group selects its
members. A person unfolds it with a double click.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from .picture import Badge, Card, Line, Picture
from .words import tr

MANY = 6
_NAMED = 3
_FAMILY = "security"


def group_id(family: str) -> str:
    return f"group:{family}"


def folded(picture: Picture, unfolded: frozenset[str] = frozenset()) -> Picture:
    """The picture with its large groups folded, but for those in UNFOLDED."""
    group = group_id(_FAMILY)
    members = tuple(card for card in picture.cards if card.family == _FAMILY)
    if len(members) < MANY or group in unfolded:
        return picture
    inside = {card.id for card in members}
    cards = [card for card in picture.cards if card.id not in inside]
    return Picture((*cards, _card(group, members)), _lines(picture, inside, group))


def _card(group: str, members: tuple[Card, ...]) -> Card:
    severities = {card.badge for card in members}
    badge: Badge = "error" if "error" in severities else "warning" if "warning" in severities else ""
    names = ", ".join(card.name for card in members[:_NAMED])
    return Card(
        group,
        "group",
        _FAMILY,
        members[0].icon,
        tr("{count} secrets").format(count=len(members)),
        f"{names}, …",
        badge=badge,
        badge_text=next((card.badge_text for card in members if card.badge), ""),
        members=tuple(card.id for card in members),
    )


def _lines(picture: Picture, inside: set[str], group: str) -> tuple[Line, ...]:
    kept = [line for line in picture.lines if line.end not in inside]
    merged: defaultdict[str, list[Line]] = defaultdict(list)
    for line in picture.lines:
        if line.end in inside:
            merged[f"{line.style}|{line.port}|{group}"].append(line)
    for key, lines in merged.items():
        labels = {line.label for line in lines}
        links = tuple(sorted(link for line in lines for link in line.links))
        kept.append(replace(lines[0], key=key, end=group, label=labels.pop() if len(labels) == 1 else "", links=links))
    return tuple(sorted(kept, key=lambda line: line.key))
