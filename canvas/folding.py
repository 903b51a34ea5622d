"""Folded groups: cards that say the same about the map become one, so that a map of many things stays a map. Qt-free.

Three kinds of groups:

- all secrets and parameters, when there are many: which process reads which key is the inspector's matter, and in a
  large picture, where nearly everything reads one, the group has no lines that only say so;
- cards of one family with exactly the same lines, such as nine models that one function chooses from: when there are
  many, in a large picture from three on;
- like routes of a large application (`folding_rows`).

A group takes the lines of its members; selecting it selects them; a double click unfolds it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ..resources.kinds import FAMILY_TITLES, Family
from .folding_rows import rows_folded, rows_hidden
from .picture import Badge, Card, Line, Picture
from .words import tr

MANY = 6
LARGE = 30
ALIKE = 3
_NAMED = 3
_SECRETS = "group:security"
_FOLDABLE: tuple[Family, ...] = ("data", "models", "messaging", "outside")


def folded(picture: Picture, unfolded: frozenset[str] = frozenset()) -> Picture:
    """The picture with its groups folded, but for those in UNFOLDED."""
    picture = rows_hidden(rows_folded(picture, unfolded), unfolded)
    secrets = [card for card in picture.cards if card.family == "security"]
    large = len(picture.cards) - len(secrets) > LARGE
    least = ALIKE if large else MANY
    groups = {key: cards for key, cards in ({_SECRETS: secrets} | _alike(picture)).items() if len(cards) >= least}
    groups = {key: cards for key, cards in groups.items() if key not in unfolded}
    made = _with(picture, groups) if groups else picture
    return _without_settings_of_secrets(made) if large else made


def _without_settings_of_secrets(picture: Picture) -> Picture:
    lines = tuple(line for line in picture.lines if (line.end, line.style) != (_SECRETS, "setting"))
    return Picture(picture.cards, lines)


def _alike(picture: Picture) -> dict[str, list[Card]]:
    """Cards of one family that the same ports use in the same way, and that begin nothing themselves."""
    ways: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in picture.lines:
        ways[line.end].add((line.port, line.style))
        ways[line.start].add(("begins", line.style))
    found: defaultdict[tuple, list[Card]] = defaultdict(list)
    for card in picture.cards:
        lines = ways[card.id]
        if card.family in _FOLDABLE and lines and not any(port == "begins" for port, _ in lines):
            found[card.family, frozenset(lines)].append(card)
    return {f"group:{cards[0].id}": cards for cards in found.values()}


def _with(picture: Picture, groups: dict[str, list[Card]]) -> Picture:
    home = {card.id: group for group, cards in groups.items() for card in cards}
    cards = [card for card in picture.cards if card.id not in home]
    cards += [_card(group, members) for group, members in groups.items()]
    return Picture(tuple(cards), _lines(picture, home))


def _card(group: str, members: list[Card]) -> Card:
    severities = {card.badge for card in members}
    badge: Badge = "error" if "error" in severities else "warning" if "warning" in severities else ""
    more = ", …" if len(members) > _NAMED else ""
    return Card(
        group,
        "group",
        members[0].family,
        members[0].icon,
        _name(members),
        ", ".join(card.name for card in members[:_NAMED]) + more,
        badge=badge,
        badge_text=next((card.badge_text for card in members if card.badge), ""),
        members=tuple(card.id for card in members),
    )


def _name(members: list[Card]) -> str:
    texts = {
        "security": tr("{count} secrets"),
        "models": tr("{count} models"),
        "data": tr("{count} stores"),
        "messaging": tr("{count} channels"),
        "outside": tr("{count} services"),
    }
    family = members[0].family
    return texts.get(family, "{count} " + tr(FAMILY_TITLES[family])).format(count=len(members))


def _lines(picture: Picture, home: dict[str, str]) -> tuple[Line, ...]:
    kept: list[Line] = []
    merged: defaultdict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in picture.lines:
        if group := home.get(line.end):
            merged[line.style, line.port, group].append(line)
        else:
            kept.append(line)
    for (style, port, group), lines in merged.items():
        labels = {line.label for line in lines}
        links = tuple(sorted(link for line in lines for link in line.links))
        label = labels.pop() if len(labels) == 1 else ""
        kept.append(replace(lines[0], key=f"{style}|{port}|{group}", end=group, label=label, links=links))
    return tuple(sorted(kept, key=lambda line: line.key))
