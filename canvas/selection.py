"""What is selected, and what a person asks the canvas for. Qt-free; the window listens to these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..resources.architecture import Architecture
from .picture import LinkKey, Picture


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of resources, ids of entries (selected rows) and keys of links, in the order of the picture."""

    resources: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    links: tuple[LinkKey, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.resources or self.entries or self.links)

    @property
    def ids(self) -> tuple[str, ...]:
        return self.resources + self.entries

    @property
    def single(self) -> str | LinkKey | None:
        """The one thing that is selected, when it is one."""
        everything = (*self.resources, *self.entries, *self.links)
        return everything[0] if len(everything) == 1 else None


@dataclass(frozen=True, slots=True)
class Picked:
    """The selection as the scene keeps it: cards, rows and lines of the picture."""

    cards: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.cards or self.rows or self.lines)

    def public(self, picture: Picture) -> Selection:
        cards = tuple(key for card in picture.cards if card.id in self.cards for key in card.members or (card.id,))
        rows = tuple(key for key in _row_ids(picture) if key in self.rows)
        links = tuple(link for line in picture.lines if line.key in self.lines for link in line.links)
        return Selection(cards, rows, links)

    def within(self, picture: Picture) -> Picked:
        """What of it this picture still has."""
        rows = self.rows.intersection(_row_ids(picture))
        return Picked(self.cards & picture.card_by_id.keys(), rows, self.lines & picture.line_by_key.keys())


def _row_ids(picture: Picture) -> list[str]:
    """What can be selected as a row, those that are folded or not shown too."""
    return [key for card in picture.cards for row in card.rows + card.hidden for key in row.ids]


@dataclass(frozen=True, slots=True)
class ConnectRequest:
    """A person drew a line and chose what it says. `start` is an entry or a resource, `end` a resource or an entry."""

    start: str
    end: str
    operations: tuple[str, ...]
    flow: str = "permission"


@dataclass(frozen=True, slots=True)
class AddRequest:
    """A new resource of this kind at this place of the map."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ContextRequest:
    """A context menu is wanted for the selection, at this place of the screen."""

    selection: Selection
    x: int
    y: int


def picked_of(picture: Picture, ids: Iterable[str | LinkKey]) -> Picked:
    """Cards, rows and lines of these resource ids, entry ids and link keys; unknown ones are left out."""
    cards, rows, lines = set[str](), set[str](), set[str]()
    row_ids = set(_row_ids(picture))
    for key in ids:
        if not isinstance(key, str):
            if line := picture.line_of_link.get(key):
                lines.add(line)
        elif key in row_ids:
            rows.add(key)
        elif card := picture.card_of.get(key):
            cards.add(card)
    return Picked(frozenset(cards), frozenset(rows), frozenset(lines))


def with_routes(picked: Picked, picture: Picture, architecture: Architecture) -> Picked:
    """A row of a router stands for its line."""
    routes = {row for row in picked.rows if row not in architecture.entry_by_id}
    lines = {line.key for line in picture.lines if line.row in routes}
    return Picked(picked.cards, picked.rows - routes, picked.lines | lines) if lines else picked
