"""The far view: every card a rectangle in the colour of its family, every line straight, painted in one go.

Below 22 % the view paints this instead of the scene's items; 2,000 cards and 4,000 lines take about 2 ms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ..look.theme import Theme, mixed


class Overview:
    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._rects: dict[str, list[QRectF]] = {}
        self._lines: list[QLineF] = []
        self._lit: list[QRectF] = []

    def set_content(self, cards: Iterable[tuple[str, QRectF]], lines: list[QLineF], lit: list[QRectF]) -> None:
        """`cards` are (family or state colour name, rectangle); `lit` are the selected ones."""
        grouped: defaultdict[str, list[QRectF]] = defaultdict(list)
        for family, rect in cards:
            grouped[family].append(rect)
        self._rects, self._lines, self._lit = dict(grouped), lines, lit

    def set_lit(self, lit: list[QRectF]) -> None:
        self._lit = lit

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(mixed(self.theme.color("line_permission"), self.theme.color("canvas"), 0.45), 0))
        painter.drawLines(self._lines)
        painter.setPen(Qt.PenStyle.NoPen)
        for family, rects in self._rects.items():
            painter.setBrush(overview_color(family, self.theme))
            painter.drawRects(rects)
        if self._lit:
            pen = QPen(self.theme.color("accent"), 2)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects(self._lit)


def overview_color(family: str, theme: Theme) -> QColor:
    """A family between its icon and its tile: strong enough to be seen as a small rectangle."""
    colors = theme.family(family)
    return mixed(colors.icon, colors.tile, 0.3)
