"""Tooltips of the map: all of a card's text, or the exact actions of a line and the code that needs them. Qt-free."""

from __future__ import annotations

from ..resources.architecture import Architecture
from .picture import Card, Picture

_MOST_PLACES = 3


def card_tip(card: Card) -> str:
    return "\n".join(filter(None, (card.name, card.secondary, card.badge_text)))


def line_tip(architecture: Architecture, picture: Picture, key: str) -> str:
    links = [link for link in architecture.links if link.key in picture.line_by_key[key].links]
    actions = sorted({action for link in links for action in link.actions or link.operations})
    places = sorted({str(piece.span) for link in links for piece in link.evidence})
    more = [f"… {len(places) - _MOST_PLACES}"] if len(places) > _MOST_PLACES else []
    return "\n".join([*actions, *places[:_MOST_PLACES], *more])
