"""The line that is being drawn: from a port to the pointer, or along its final way to a valid card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from ..look.tokens import tokens
from ..measures import CORNER, PORT
from ..paint.lines import end_room, end_sign, rounded, shortened
from ..routing.router import route
from ..routing.wires import Point, Wire
from ..sizes import port_drop
from .card_item import CardItem
from .stage import Stage

_LEAD = 24.0
_FREE_Z, _FOUND_Z = 20.0, -1.5  # above everything on its way; below labels once it has found its place


class LiveLine:
    def __init__(self, stage: Stage, item: CardItem, port: str) -> None:
        self._stage, self._item = stage, item
        row = item.card.row_of(port)
        self._drop = port_drop(item.card, row and row.id)
        accent = stage.theme.color("accent")
        self._line, self._sign = QGraphicsPathItem(), QGraphicsPathItem()
        self._line.setPen(
            QPen(accent, tokens()["stroke"]["line_selected"], Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        )
        self._sign.setPen(QPen(Qt.PenStyle.NoPen))
        self._sign.setBrush(QBrush(accent))
        for part in (self._line, self._sign):
            stage.float_item(part)
        self._target: str | None = None

    def follow(self, place: QPointF, target: str | None) -> None:
        if target is not None:
            if target != self._target:
                self._show(self._way_to(target), sign=True)
        else:
            self._show(self._elbow(place), sign=False)
        self._target = target

    def _port(self) -> Point:
        return self._item.x() + self._item.size[0] + PORT / 2, self._item.y() + self._drop

    def _way_to(self, target: str) -> tuple[Point, ...]:
        boxes = self._stage.boxes()
        wire = Wire("live", "live", self._item.card.id, self._drop, target, 40.0)
        return route(boxes, [wire])["live"].points

    def _elbow(self, place: QPointF) -> tuple[Point, ...]:
        (x1, y1), (x2, y2) = self._port(), (place.x(), place.y())
        if abs(y1 - y2) < 1:
            return ((x1, y1), (x2, y2))
        turn = max(x2 - _LEAD, min(x1 + CORNER, x2)) if x2 > x1 else x1 + _LEAD
        return ((x1, y1), (turn, y1), (turn, y2), (x2, y2))

    def _show(self, points: tuple[Point, ...], *, sign: bool) -> None:
        for part in (self._line, self._sign):
            part.setZValue(_FOUND_Z if sign else _FREE_Z)
        self._line.setPath(rounded(shortened(points, end_room("permission")) if sign else points))
        self._sign.setPath(end_sign(points, "permission") if sign else QPainterPath())

    def remove(self) -> None:
        for part in (self._line, self._sign):
            self._stage.drop_item(part)


@dataclass(frozen=True)
class DrawnLine:
    """A line that was let go over a card: its ends in the architecture, and what they are on the picture."""

    start: str
    end: str
    port: str
    card: str
    line: LiveLine
