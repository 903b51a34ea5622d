"""Where a new line may end: for each card why not, and the end of the architecture that a card stands for. Qt-free."""

from __future__ import annotations

from ...resources.architecture import Architecture
from ...resources.connecting import why_not
from ..picture import Card, Picture


def start_of(card: Card, port: str) -> str:
    """What a connection from this port starts at: the entry of the row, or the card; of a folded row what is meant."""
    row = card.row_of(port)
    return card.id if row is None else port if port in row.members else row.start or card.id


def reasons(architecture: Architecture, picture: Picture, start: str, own: str) -> dict[str, str | None]:
    """Card id -> why no line from START may end there, None when it may; without the card that the line begins at."""
    return {card.id: _reason(architecture, start, card) for card in picture.cards if card.id != own}


def _reason(architecture: Architecture, start: str, card: Card) -> str | None:
    reason = why_not(architecture, start, card.id)
    return None if reason is None or _rows(architecture, start, card) else reason


def _rows(architecture: Architecture, start: str, card: Card) -> list[str]:
    """The handlers on this card where the line may end."""
    ends = [end for row in card.rows + card.hidden for end in row.members or (row.start,) if end not in (card.id, "")]
    return [end for end in ends if why_not(architecture, start, end) is None]


def end_of(architecture: Architecture, start: str, card: Card, row: str | None) -> str | None:
    """Where a line that is dropped on a card ends: the card, the row under the pointer, or the first that takes it."""
    if why_not(architecture, start, card.id) is None:
        return card.id
    rows = _rows(architecture, start, card)
    here = start_of(card, row) if row else None
    return here if here in rows else next(iter(rows), None)
