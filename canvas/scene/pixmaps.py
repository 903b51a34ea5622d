"""Card pixmaps, one per card and zoom, kept within a budget of memory and of time per frame.

A card keeps the pixmap that it was painted with last. When its look or the zoom changes a new one is made; in a frame
that has spent its time already the old one is stretched instead, and the card comes back in a later frame. While a
zoom is running, steps of √2 are made, so that the same pixmaps serve many frames; at rest the scale is exact and
pixmaps lie on device pixels.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from ..look.theme import Theme
from ..paint.card import MARGIN, detail_at, paint_card
from ..paint.look import CardLook
from ..picture import Card

_BYTES = 96 * 1024 * 1024
_FRAME, _FRAME_AT_REST = 0.005, 0.024


class Painted(Protocol):
    """A card of the scene, as far as its pixmap is concerned."""

    card: Card
    size: tuple[int, int]
    theme: Theme
    look: CardLook
    pixmap: QPixmap | None
    pixmap_key: tuple | None

    def repaint_late(self) -> None:
        """Once more, now that there is time; nothing when the card has left the scene."""


class PixmapStore:
    """Counts the memory of all card pixmaps; the ones that were drawn longest ago go first."""

    def __init__(self) -> None:
        self.scale = 1.0
        self.dpr = 1.0
        self.moving = False
        self._used: OrderedDict[int, tuple[Painted, int]] = OrderedDict()
        self._total = 0
        self._shared: dict[tuple, QPixmap] = {}
        self._deadline = math.inf
        self.late: set[Painted] = set()

    def begin_frame(self) -> None:
        self._deadline = perf_counter() + (_FRAME if self.moving else _FRAME_AT_REST)

    @property
    def step(self) -> float:
        """The scale at which pixmaps are made now."""
        if not self.moving:
            return self.scale
        return 2.0 ** (math.ceil(2 * math.log2(self.scale) - 0.01) / 2)

    def pixmap_for(self, item: Painted) -> tuple[QPixmap | None, bool]:
        """The pixmap to draw, and whether it is exact; None when there was no time to make the first one."""
        key = self._key(item)
        if item.pixmap is not None and item.pixmap_key == key:
            self._used.move_to_end(id(item))
            return item.pixmap, not self.moving
        if perf_counter() > self._deadline:
            self.late.add(item)
            fits = item.pixmap_key is not None and item.pixmap_key[3] == key[3]  # of another look: for a frame
            return (item.pixmap if fits else None), False
        self._keep(item, self._made(item, key), key)
        return item.pixmap, not self.moving

    def make_ready(self, item: Painted) -> None:
        """Before the frame that shows it."""
        key = self._key(item)
        if item.pixmap is None or item.pixmap_key != key:
            self._keep(item, self._made(item, key), key)

    def _key(self, item: Painted) -> tuple:
        return item.look, self.step, self.dpr, item.theme.name, detail_at(self.scale)

    def _made(self, item: Painted, key: tuple) -> QPixmap:
        if key[4] != "icons":
            return self._render(item, key)
        shared = (item.card.icon, item.card.family, item.size, *key)
        if shared not in self._shared:
            if len(self._shared) > 512:
                self._shared.clear()
            self._shared[shared] = self._render(item, key)
        return self._shared[shared]

    def _render(self, item: Painted, key: tuple) -> QPixmap:
        ratio = key[1] * self.dpr
        width, height = item.size
        made = QPixmap(math.ceil((width + 2 * MARGIN) * ratio), math.ceil((height + 2 * MARGIN) * ratio))
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.scale(ratio, ratio)
        painter.translate(MARGIN, MARGIN)
        paint_card(painter, item.card, item.size, item.theme, item.look, self.scale)
        painter.end()
        return made

    def _keep(self, item: Painted, pixmap: QPixmap, key: tuple) -> None:
        self.forget(item)
        size = pixmap.width() * pixmap.height() * 4
        item.pixmap, item.pixmap_key = pixmap, key
        self._used[id(item)] = (item, size)
        self._total += size
        while self._total > _BYTES and len(self._used) > 1:
            _, (oldest, freed) = self._used.popitem(last=False)
            oldest.pixmap = None
            self._total -= freed

    def forget(self, item: Painted) -> None:
        _, size = self._used.pop(id(item), (None, 0))
        self._total -= size
        item.pixmap = None

    def clear(self) -> None:
        """No card is painted any more."""
        self._used.clear()
        self._shared.clear()
        self._total = 0
        self.late.clear()

    def paint_late(self) -> None:
        """Ask the cards again that a frame had no time for."""
        late, self.late = self.late, set()
        for item in late:
            item.repaint_late()
