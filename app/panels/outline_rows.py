"""The rows of the outline: the cards of the picture by family and kind, with the rows of each card below it."""

from __future__ import annotations

from dataclasses import dataclass

from ...canvas import picture
from ...canvas.look.tokens import tokens
from ...canvas.picture_cache import picture_for
from ...resources.architecture import Architecture
from ...resources.kinds import FAMILY_TITLES, KINDS, Family


@dataclass(frozen=True, slots=True)
class Row:
    """A card, or a route, node or handler of one. `problem` is the worst severity, or empty."""

    id: str
    title: str
    icon: str
    family: str
    tip: str
    method: str = ""
    problem: str = ""
    inner: bool = False
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    family: Family
    title: str
    rows: tuple[Row, ...]


def outline(architecture: Architecture) -> tuple[Group, ...]:
    """The groups that have something in them, in the order of the families."""
    order = list(tokens()["icons"]["kinds"])
    cards = sorted(picture_for(architecture).cards, key=lambda card: (order.index(card.kind), card.name))
    found: dict[str, list[Row]] = {family: [] for family in FAMILY_TITLES}
    for card in cards:
        found[card.family].append(_card(card))
    return tuple(Group(family, title, tuple(found[family])) for family, title in FAMILY_TITLES.items() if found[family])


def _card(card: picture.Card) -> Row:
    tip = f"{card.name} · {KINDS[card.kind].label} · {card.span}"
    rows = tuple(_row(card, row) for row in card.rows)
    return Row(card.id, card.name, card.icon, card.family, card.badge_text or tip, problem=card.badge, rows=rows)


def _row(card: picture.Card, row: picture.Row) -> Row:
    tip = f"{row.method} {row.text} · {row.span or card.span}".strip()
    return Row(row.id, row.text, "", card.family, tip, row.method, row.badge, inner=True)
