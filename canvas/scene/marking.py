"""Marks come onto the picture: a few at once, many in slices between frames, those in sight first."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject

from ..slices import Slices, Steps

_AT_ONCE = 150
Wear = Callable[[str], object]
IsSeen = Callable[[str], bool]


class Marking:
    """`card` and `line` let one of them look as its mark says by then. What is late stays late when more comes."""

    def __init__(self, parent: QObject, card: Wear, line: Wear) -> None:
        self._card, self._line = card, line
        self._cards: set[str] = set()
        self._lines: set[str] = set()
        self._slices = Slices(parent)

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def begin(self, cards: Collection[str], lines: Collection[str], card_seen: IsSeen, line_seen: IsSeen) -> None:
        """CARDS and LINES have other marks now. Fewer than what takes a frame are there on return."""
        self._slices.cancel()
        few = len(cards) + len(lines) < _AT_ONCE
        if few:
            self._wear_now(cards, lines)
        else:
            self._cards.update(cards)
            self._lines.update(lines)
        if self._cards or self._lines:
            self._slices.run(self._wearing(card_seen, line_seen))

    def cancel(self) -> None:
        """There is nothing to mark any more."""
        self._slices.cancel()
        self._cards.clear()
        self._lines.clear()

    def again(self, lines: Collection[str]) -> None:
        """LINES have the marks that they had, and do not show them yet."""
        if len(lines) < _AT_ONCE and not self.busy:
            self._wear_now((), lines)
            return
        self._lines.update(lines)
        if not self.busy:
            self._slices.run(self._wearing(lambda _key: False, lambda _key: False))

    def _wear_now(self, cards: Collection[str], lines: Collection[str]) -> None:
        self._cards.difference_update(cards)
        self._lines.difference_update(lines)
        for key in cards:
            self._card(key)
        for key in sorted(lines):
            self._line(key)

    def _wearing(self, card_seen: IsSeen, line_seen: IsSeen) -> Steps:
        while self._cards or self._lines:  # more may have come meanwhile
            cards = sorted(self._cards, key=lambda key: (not card_seen(key), key))
            yield
            lines = sorted(self._lines, key=lambda key: (not line_seen(key), key))
            yield
            yield from self._worn(cards, self._cards, self._card)
            yield from self._worn(lines, self._lines, self._line)

    def _worn(self, keys: list[str], late: set[str], wear: Wear) -> Steps:
        for key in keys:
            late.discard(key)
            wear(key)
            yield
