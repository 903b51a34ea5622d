"""Moving the selected cards: they snap to others, the lines follow, and on release they count as placed by hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from ..map_view import MapView
from ..routing.wires import Box
from .gesture import Gesture
from .snapping import Guide, snap

_REACH = 6.0


class Move(Gesture):
    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, view: MapView, place: QPointF, spot: QPointF, keys: frozenset[str], lead: str) -> None:
        super().__init__(view, place, spot)
        boxes = self.stage.boxes()
        self._before = {key: (boxes[key].x, boxes[key].y) for key in keys}
        self._lead = boxes[lead]
        self._others: list[Box] = [box for key, box in boxes.items() if key not in keys]
        self._guides = QGraphicsPathItem()
        pen = QPen(self.stage.theme.color("accent"), 1)
        pen.setCosmetic(True)
        self._guides.setPen(pen)
        self.stage.float_item(self._guides)
        self._moved = False

    def move(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        delta = place - self.start
        dx, dy, guides = delta.x(), delta.y(), ()
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            found = snap(self._lead, dx, dy, self._others, _REACH / self.view.zoom)
            dx, dy, guides = found.dx, found.dy, found.guides
        self._guides.setPath(_path(guides))
        self._moved = True
        self.stage.move_cards({key: (x + dx, y + dy) for key, (x, y) in self._before.items()})

    def finish(self, place: QPointF, spot: QPointF) -> None:
        self.stage.drop_item(self._guides)
        if self._moved:
            self.view.cards_moved.emit(tuple(self._before))

    def cancel(self) -> None:
        self.stage.drop_item(self._guides)
        self.stage.move_cards(self._before)


def _path(guides: tuple[Guide, ...]) -> QPainterPath:
    path = QPainterPath()
    for guide in guides:
        path.moveTo(guide.x1, guide.y1)
        path.lineTo(guide.x2, guide.y2)
    return path
