"""How wide cards and labels are, measured with the shipped fonts, and the graph that layout and routing work on."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Mapping

from .layout.graph import Graph, Node
from .look import fonts
from .measures import (
    CARD_MAX,
    CARD_MIN,
    CARD_STEP,
    HEAD_CENTRE,
    METHOD_W,
    PADDING,
    TEXT_LEFT,
    card_height,
    row_centre,
)
from .picture import Card, Line, Picture, Row
from .routing.wires import Wire
from .slices import finished

_BADGE_ROOM = 22.0
_ROW_TEXT = PADDING + METHOD_W + 8
STRAIGHT = {"trigger": 4.0, "permission": 1.0, "declared": 1.0, "possible": 1.0, "setting": 0.3}


def card_size(card: Card) -> tuple[int, int]:
    """Width by the longest text, in steps, between the smallest and the largest; height by the rows.

    There is room for a badge even when there is none: a deployment gives one to every card, and no name is cut then.
    """
    name = fonts.metrics("card_name").horizontalAdvance(card.name) + _BADGE_ROOM
    second = fonts.metrics("secondary").horizontalAdvance(card.secondary)
    rows = [
        row_text_left(bool(row.method)) + _mono(row.text) + more_width(row) + (18 if row.badge else 0)
        for row in card.rows
    ]
    wanted = max([TEXT_LEFT + name, TEXT_LEFT + second, *rows]) + PADDING + 2
    width = math.ceil(wanted / CARD_STEP) * CARD_STEP
    return min(max(width, CARD_MIN), CARD_MAX), card_height(len(card.rows))


def row_text_left(method: bool) -> int:
    return _ROW_TEXT if method else PADDING + 20


def more_text(row: Row) -> str:
    """`+5`, on a folded row."""
    return f"+{len(row.members) - 1}" if row.members else ""


def more_width(row: Row) -> float:
    """How much room the count of a folded row takes at its right, the gap before it included."""
    text = more_text(row)
    return fonts.metrics("flag").horizontalAdvance(text) + 20 if text else 0.0


def _mono(text: str) -> float:
    return fonts.metrics("row_code").horizontalAdvance(text)


def label_width(text: str) -> float:
    return fonts.metrics("line_label").horizontalAdvance(text) if text else 0.0


def port_drop(card: Card, row: str | None) -> float:
    """How far below the card's top a port is."""
    if row is None or row not in card.row_ids:
        return HEAD_CENTRE
    return row_centre(card.row_ids.index(row))


def bundle_of(line: Line) -> str:
    return f"{line.style}|{line.port}"


def wires_of(picture: Picture, lines: Iterable[Line] | None = None) -> list[Wire]:
    return [_wire(picture, line) for line in (picture.lines if lines is None else lines)]


def _wire(picture: Picture, line: Line) -> Wire:
    return Wire(
        line.key,
        bundle_of(line),
        line.start,
        port_drop(picture.card_by_id[line.start], line.row),
        line.end,
        label_width(line.label),
        line.style == "setting",
    )


def graph_of(picture: Picture, sizes: Mapping[str, tuple[int, int]]) -> Graph:
    """Cards in the order of entry points, compute, rest; by place in the code within a family."""
    return finished(graph_steps(picture, sizes))


def graph_steps(picture: Picture, sizes: Mapping[str, tuple[int, int]]) -> Generator[None, None, Graph]:
    """The same in steps."""
    order = {"entry": 0, "compute": 1}
    cards = sorted(picture.cards, key=lambda card: (order.get(card.family, 2), str(card.span), card.id))
    nodes = tuple(Node(card.id, *sizes[card.id], leaf=card.family not in order) for card in cards)
    yield
    weights = {line.key: STRAIGHT[line.style] for line in picture.lines}
    wires: list[Wire] = []
    for line in picture.lines:
        wires.append(_wire(picture, line))
        yield
    return Graph(nodes, tuple(wires), weights)
