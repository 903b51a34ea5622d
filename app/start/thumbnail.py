"""The small picture of an example: its cards as icons on their tints, its lines, drawn from the real layout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ...canvas.layout.compose import Job, compose
from ...canvas.look import icons
from ...canvas.picture import Card, Picture, picture_of
from ...canvas.sizes import card_size, graph_of
from ...resources.architecture import Architecture
from .. import look

WIDEST, HIGHEST, SHARE = 48.0, 24.0, 0.68
"""A card's head is at most this large; in many columns it takes this share of its column."""


class Thumbnail:
    """Composed once; painted in whatever size and theme."""

    def __init__(self, architecture: Architecture) -> None:
        self.picture: Picture = picture_of(architecture)
        sizes = {card.id: card_size(card) for card in self.picture.cards}
        places = compose(Job(graph_of(self.picture, sizes))).places
        self._columns = _columns({key: place[0] for key, place in places.items()})
        self._order = {key: place[1] for key, place in places.items()}

    def paint(self, painter: QPainter, box: QRectF) -> None:
        if not self.picture.cards:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heads = self._heads(box)
        gap = (box.width() / self._count() - next(iter(heads.values())).width()) / 2
        for line in self.picture.lines:
            if self._columns[line.start] < self._columns[line.end]:  # one that goes back would cross half of it
                _paint_line(painter, heads[line.start], heads[line.end], line.style, max(4.0, min(gap, 16.0)))
        for card in self.picture.cards:
            _paint_card(painter, heads[card.id], card)
        painter.restore()

    def _count(self) -> int:
        return max(self._columns.values()) + 1

    def _heads(self, box: QRectF) -> dict[str, QRectF]:
        """The columns of the real layout, evenly spread over the box; in each the cards in their order."""
        count = self._count()
        width = min(WIDEST, box.width() / count * SHARE)
        step = (box.width() - width) / max(1, count - 1)
        made: dict[str, QRectF] = {}
        for column in range(count):
            keys = sorted((key for key, at in self._columns.items() if at == column), key=self._order.__getitem__)
            left = box.center().x() - width / 2 if count == 1 else box.left() + column * step
            made.update(self._stacked(keys, left, width, box))
        return made

    def _stacked(self, keys: list[str], left: float, width: float, box: QRectF) -> dict[str, QRectF]:
        """Heads below each other in the middle of the box, with room for the rows of those that have some."""
        bodies = [_body(len(self.picture.card_by_id[key].rows)) for key in keys]
        height = min(HIGHEST, width * 0.6)
        room = box.height() - sum(bodies)
        pitch = min(room / len(keys), height + 16)
        height = min(height, pitch - 4)
        top = box.center().y() - (pitch * len(keys) + sum(bodies)) / 2
        made: dict[str, QRectF] = {}
        for key, body in zip(keys, bodies, strict=True):
            made[key] = QRectF(left, top + (pitch - height) / 2, width, height)
            top += pitch + body
        return made


def _body(rows: int) -> float:
    return min(rows, 3) * 11 + 6 if rows else 0.0


def _paint_line(painter: QPainter, start: QRectF, end: QRectF, style: str, gap: float) -> None:
    """Straight out, up or down just before the end, and in; a line back goes the plain way."""
    trigger = style == "trigger"
    pen = QPen(look.color("line_trigger" if trigger else "line_permission"), 1.5 if trigger else 1.1)
    if style in ("setting", "declared", "possible"):
        pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    first, last = QPointF(start.right(), start.center().y()), QPointF(end.left(), end.center().y())
    painter.drawPath(_elbow(first, last, last.x() - gap))
    if trigger and last.x() - first.x() > 10:
        _paint_arrow(painter, last)


def _elbow(first: QPointF, last: QPointF, x: float) -> QPainterPath:
    path = QPainterPath(first)
    drop = last.y() - first.y()
    turn = min(6.0, abs(drop) / 2)
    if turn < 0.5:
        path.lineTo(last)
        return path
    way = turn if drop > 0 else -turn
    path.lineTo(x - turn, first.y())
    path.quadTo(x, first.y(), x, first.y() + way)
    path.lineTo(x, last.y() - way)
    path.quadTo(x, last.y(), x + turn, last.y())
    path.lineTo(last)
    return path


def _paint_arrow(painter: QPainter, tip: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("line_trigger"))
    painter.drawPolygon([tip, QPointF(tip.x() - 6, tip.y() - 3), QPointF(tip.x() - 6, tip.y() + 3)])


def _paint_card(painter: QPainter, head: QRectF, card: Card) -> None:
    colors = look.current().family(card.family)
    edge = QColor(colors.icon)
    edge.setAlphaF(0.55)
    if card.rows:
        body = QRectF(head.left(), head.top(), head.width(), head.height() + _body(len(card.rows)))
        painter.setPen(QPen(look.color("border_strong"), 1))
        painter.setBrush(look.color("card"))
        painter.drawRoundedRect(body, 4, 4)
        for at in range(min(len(card.rows), 3)):
            bar = QRectF(head.left() + 7, head.bottom() + 7 + at * 11, head.width() * (0.55 - 0.1 * (at % 2)), 2.5)
            painter.fillRect(bar, look.color("border_strong"))
    painter.setPen(QPen(edge, 1))
    painter.setBrush(colors.tile)
    painter.drawRoundedRect(head, 4, 4)
    side = min(14.0, head.height() - 4)
    middle = head.center()
    icons.draw(painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), card.icon, colors.icon)


def _columns(values: dict[str, float], gap: float = 60.0) -> dict[str, int]:
    """Which column each belongs to: places nearer than GAP are one column."""
    made: dict[str, int] = {}
    column, last = -1, float("-inf")
    for key, value in sorted(values.items(), key=lambda item: item[1]):
        if value - last > gap:
            column += 1
            last = value
        made[key] = column
    return made
