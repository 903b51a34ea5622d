"""Folded rows: routes of a large application that use the same things in the same way share one row. Qt-free.

An application with thirty routes is mostly a few ways of working, each said many times. A folded row is named for its
first route and says how many more there are; it has the lines that all of them have. A card is unfolded as a whole, by
the group `rows:CARD`.

Where rows would still fill several screens, cards are shown without them: how many there are stands on the second line,
what any of them does is said by the card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from .picture import Card, Line, Picture, Row

MANY_ROWS = 10
SCREENS = 80
GROUP = "rows:"

Way = frozenset[tuple[str, str, str]]
"""What a row does: style, end and label of each of its lines."""


def rows_folded(picture: Picture, unfolded: frozenset[str]) -> Picture:
    """The picture with the like rows of its large cards folded, but for cards whose group is in UNFOLDED."""
    ways = _ways(picture.lines)
    cards = {
        card.id: _folded(card, ways)
        for card in picture.cards
        if len(card.rows) > MANY_ROWS and GROUP + card.id not in unfolded and _are_handlers(card)
    }
    home = {key: row.id for card in cards.values() for row in card.rows for key in row.members}
    if not home:
        return picture
    return Picture(tuple(cards.get(card.id, card) for card in picture.cards), _lines(picture.lines, home))


def rows_hidden(picture: Picture, unfolded: frozenset[str]) -> Picture:
    """The picture without the rows of handlers, but for cards in UNFOLDED, when it has too many of them."""
    if sum(len(card.rows) for card in picture.cards) <= SCREENS:
        return picture
    hidden = {card.id for card in picture.cards if sum(len(row.ids) for row in card.rows) > 1 and _are_handlers(card)}
    hidden -= {group.removeprefix(GROUP) for group in unfolded}
    cards = tuple(replace(card, rows=(), hidden=card.rows) if card.id in hidden else card for card in picture.cards)
    return Picture(cards, _lines(picture.lines, {row.id: card.id for card in cards for row in card.hidden}))


def _are_handlers(card: Card) -> bool:
    """Each row is an entry of its own, or several; routes of a router and nodes of a graph are not."""
    return all(row.members or row.start == row.id for row in card.rows)


def _ways(lines: Iterable[Line]) -> dict[str, Way]:
    found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for line in lines:
        if line.row:
            found[line.row].add((line.style, line.end, line.label))
    return {row: frozenset(way) for row, way in found.items()}


def _folded(card: Card, ways: dict[str, Way]) -> Card:
    groups: defaultdict[tuple[Way, str], list[Row]] = defaultdict(list)
    for row in card.rows:
        groups[ways.get(row.id, frozenset()), row.id if row.badge else ""].append(row)
    return replace(card, rows=tuple(_row(rows) for rows in groups.values()))


def _row(rows: list[Row]) -> Row:
    first = rows[0]
    if len(rows) == 1:
        return first
    return replace(first, id=f"{GROUP}{first.id}", start="", members=tuple(row.id for row in rows),
                   said="\n".join(f"{row.method} {row.text}".strip() for row in rows))  # fmt: skip


def _lines(lines: Iterable[Line], home: dict[str, str]) -> tuple[Line, ...]:
    """The same lines, those of folded rows as one for each end; HOME has the port of each row that is not seen."""
    merged: defaultdict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        merged[line.style, home.get(line.port, line.port), line.end].append(line)
    made = [_one(f"{style}|{port}|{end}", port, like) for (style, port, end), like in merged.items()]
    return tuple(sorted(made, key=lambda line: line.key))


def _one(key: str, port: str, like: list[Line]) -> Line:
    first = like[0]
    if len(like) == 1 and first.port == port:
        return first
    labels = {line.label for line in like}
    links = tuple(sorted(link for line in like for link in line.links))
    row = None if port == first.start else port
    return replace(first, key=key, row=row, label=labels.pop() if len(labels) == 1 else "", links=links)
