"""Finding cards and rows by a part of their text. Qt-free."""

from __future__ import annotations

from .picture import Picture


def found(picture: Picture, text: str) -> list[str]:
    """Ids of cards and rows, the best first: a name that begins with it or has it, a route, a second line."""
    wanted = text.casefold().strip()
    if not wanted:
        return []
    ranked: list[tuple[int, str]] = []
    for card in picture.cards:
        name = card.name.casefold()
        if wanted in name:
            ranked.append((0 if name.startswith(wanted) else 1, card.id))
        elif wanted in card.secondary.casefold():
            ranked.append((3, card.id))
        ranked += [(2, row.id) for row in card.rows if wanted in f"{row.method} {row.text}".casefold()]
    return [key for _, key in sorted(ranked)]
