"""The small picture of an example: its cards as icons on their tints, its lines, drawn from the real layout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ...canvas.layout.compose import Composition, Job, compose
from ...canvas.look import icons
from ...canvas.picture import Picture, picture_of
from ...canvas.sizes import card_size, graph_of
from ...resources.architecture import Architecture
from .. import look

CARD, HEAD = 48.0, 24.0
"""A card of the small picture: as wide as this, its head as high as that."""


class Thumbnail:
    """Composed once; painted in whatever size and theme."""

    def __init__(self, architecture: Architecture) -> None:
        self.picture: Picture = picture_of(architecture)
        sizes = {card.id: card_size(card) for card in self.picture.cards}
        self._composed: Composition = compose(Job(graph_of(self.picture, sizes)))
        self._sizes = sizes

    def paint(self, painter: QPainter, box: QRectF) -> None:
        if not self.picture.cards:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._small_places(box)
        for line in self.picture.lines:
            if line.start in places and line.end in places:
                self._line(painter, places[line.start], places[line.end], line.style)
        for card in self.picture.cards:
            self._card(painter, places[card.id], card.icon, card.family, len(card.rows))
        painter.restore()

    def _small_places(self, box: QRectF) -> dict[str, QRectF]:
        """Columns and rows of the real layout, evenly spread over the box."""
        columns = _ranks({key: place[0] for key, place in self._composed.places.items()})
        count = max(columns.values()) + 1
        made: dict[str, QRectF] = {}
        for column in range(count):
            keys = [key for key, at in columns.items() if at == column]
            keys.sort(key=lambda key: self._composed.places[key][1])
            x = box.left() if count == 1 else box.left() + column * (box.width() - CARD) / (count - 1)
            x = box.center().x() - CARD / 2 if count == 1 else x
            pitch = min(box.height() / len(keys), 40.0)
            top = box.center().y() - pitch * len(keys) / 2
            for at, key in enumerate(keys):
                made[key] = QRectF(x, top + at * pitch + (pitch - HEAD) / 2, CARD, min(HEAD, pitch - 6))
        return made

    def _line(self, painter: QPainter, start: QRectF, end: QRectF, style: str) -> None:
        trigger = style == "trigger"
        pen = QPen(look.color("line_trigger" if trigger else "line_permission"), 1.5 if trigger else 1.1)
        if style in ("setting", "declared", "possible"):
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        first, last = QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
        middle = (first.x() + last.x()) / 2
        path = QPainterPath(first)
        path.cubicTo(QPointF(middle, first.y()), QPointF(middle, last.y()), last)
        painter.drawPath(path)

    def _card(self, painter: QPainter, rect: QRectF, icon: str, family: str, _rows: int) -> None:
        colors = look.current().family(family)
        edge = colors.icon
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(colors.tile)
        painter.drawRoundedRect(rect, 4, 4)
        ink = look.color(f"family:{family}")
        ink.setAlphaF(1.0)
        icons.draw(painter, QRectF(rect.center().x() - 7, rect.center().y() - 7, 14, 14), icon, ink)


def _ranks(values: dict[str, float], gap: float = 60.0) -> dict[str, int]:
    """Which column each belongs to: places nearer than GAP are one column."""
    made: dict[str, int] = {}
    rank, last = -1, float("-inf")
    for key, value in sorted(values.items(), key=lambda item: item[1]):
        if value - last > gap:
            rank += 1
            last = value
        made[key] = rank
    return made
