"""What the search box finds: resources, routes and commands, the best first. Qt-free but for the registry."""

from __future__ import annotations

from dataclasses import dataclass

from ...canvas.picture_cache import picture_for
from ...resources.architecture import Architecture
from ...resources.kinds import KINDS

LIMIT = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the picture (`id`) or a command (`action`)."""

    title: str
    note: str
    icon: str
    tone: str
    id: str = ""
    action: str = ""
    method: str = ""
    keys: str = ""


def things(architecture: Architecture) -> tuple[Found, ...]:
    """Every card and row of the picture."""
    made: list[Found] = []
    for card in picture_for(architecture).cards:
        made.append(Found(card.name, KINDS[card.kind].label, card.icon, f"family:{card.family}", id=card.id))
        for row in card.rows:
            made.append(Found(row.text, card.name, "", f"family:{card.family}", id=row.id, method=row.method))
    return tuple(made)


def find(text: str, known: tuple[Found, ...]) -> tuple[Found, ...]:
    """What has every word of the text, in the order: named so, begins so, holds a word that begins so, the rest."""
    wanted = text.casefold().split()
    if not wanted:
        return known[:LIMIT]
    scored = [(score, at, found) for at, found in enumerate(known) if (score := _score(found, wanted)) is not None]
    return tuple(found for _, _, found in sorted(scored, key=lambda item: item[:2]))[:LIMIT]


def _score(found: Found, wanted: list[str]) -> int | None:
    title = found.title.casefold()
    everything = f"{found.method} {title} {found.note}".casefold()
    if not all(word in everything for word in wanted):
        return None
    first = " ".join(wanted)
    if title == first:
        return 0
    if title.startswith(first):
        return 1
    return 2 if any(part.startswith(wanted[0]) for part in title.replace("_", " ").split()) else 3
