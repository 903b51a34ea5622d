"""Tooltips of the map: all of a card's text, or the exact actions of a line and the code that needs them. Qt-free."""

from __future__ import annotations

from ..resources.architecture import Architecture
from .picture import Card, Picture

_MOST_PLACES = 3
_MOST_ROWS = 20


def card_tip(card: Card, row: str | None = None) -> str:
    """All of a card's text, or all that a folded row stands for."""
    found = card.row_of(row) if row else None
    if found is not None and found.members:
        return _first_lines(found.said)
    return "\n".join(filter(None, (card.path or card.name, card.secondary, card.badge_text)))


def _first_lines(text: str) -> str:
    lines = text.split("\n")
    more = [f"… {len(lines) - _MOST_ROWS}"] if len(lines) > _MOST_ROWS else []
    return "\n".join([*lines[:_MOST_ROWS], *more])


def line_tip(architecture: Architecture, picture: Picture, key: str) -> str:
    links = [link for link in architecture.links if link.key in picture.line_by_key[key].links]
    actions = sorted({action for link in links for action in link.actions or link.operations})
    places = sorted({str(piece.span) for link in links for piece in link.evidence})
    more = [f"… {len(places) - _MOST_PLACES}"] if len(places) > _MOST_PLACES else []
    return "\n".join([*actions, *places[:_MOST_PLACES], *more])
