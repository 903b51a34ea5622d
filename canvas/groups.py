"""Which groups of a map are folded, which are not, and what of both is selected. Qt-free."""

from __future__ import annotations

from .folding_rows import GROUP
from .picture import Card, Picture
from .selection import Picked


class Groups:
    """Remembers the members of each group that was seen folded, so that it can be folded again."""

    def __init__(self) -> None:
        self._members: dict[str, frozenset[str]] = {}

    def note(self, picture: Picture) -> None:
        self._members |= {card.id: frozenset(card.members) for card in picture.cards if card.members}

    def members(self, group: str) -> frozenset[str]:
        """What a group of cards stands for, or stood for; empty for rows."""
        return self._members.get(group, frozenset())

    def folded(self, picture: Picture, picked: Picked) -> frozenset[str]:
        """The folded groups that are selected, and the cards with folded rows."""
        cards = [picture.card_by_id[key] for key in _cards(picture, picked)]
        groups = {card.id for card in cards if card.members}
        return frozenset(groups | {GROUP + card.id for card in cards if _folds_rows(card)})

    def of(self, picture: Picture, picked: Picked) -> frozenset[str]:
        """The groups that what is selected belongs to."""
        cards = _cards(picture, picked)
        groups = {group for group, members in self._members.items() if not members.isdisjoint(cards)}
        return frozenset(groups | {GROUP + card for card in cards})


def _folds_rows(card: Card) -> bool:
    return bool(card.hidden) or any(row.members for row in card.rows)


def _cards(picture: Picture, picked: Picked) -> set[str]:
    return set(picked.cards) | {picture.card_of[row] for row in picked.rows if row in picture.card_of}
