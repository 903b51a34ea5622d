"""Drawing a connection: valid cards light up, the others dim and say why, the line follows and finds its way.

On release over a valid card the view opens the popover of operations; anywhere else nothing happens.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer

from ..map_view import MapView
from ..paint.look import Target
from ..scene.card_item import CardItem
from ..scene.live_line import DrawnLine, LiveLine
from .gesture import Gesture
from .targets import end_of, reasons, start_of

_WAIT_MS = 300


class Connect(Gesture):
    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, view: MapView, place: QPointF, spot: QPointF, item: CardItem, port: str) -> None:
        super().__init__(view, place, spot)
        self._item, self._port = item, port
        self._from = start_of(item.card, port)
        self._reasons = reasons(view.architecture, self.stage.picture, self._from, item.card.id)
        self._over: str | None = None
        self._line = LiveLine(self.stage, item, port)
        self._timer = QTimer(view)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._explain)
        self._show_targets()
        self.stage.set_asked(port, None)
        self.stage.set_hover(item.card.id, port)

    def _target(self, key: str) -> Target:
        if self._reasons[key] is not None:
            return "invalid"
        return "over" if key == self._over else "valid"

    def _show_targets(self) -> None:
        self.stage.set_targets({key: self._target(key) for key in self._reasons})

    def move(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        item = self.stage.card_at(place)
        over = item.card.id if item and item.card.id in self._reasons else None
        if over != self._over:
            self._over = over
            self._show_targets()
            self.view.hide_hint()
            self._timer.stop()
            if over and self._reasons[over]:
                self._timer.start()
        self._spot = spot
        valid = over if over and self._reasons[over] is None else None
        self._line.follow(place, valid)

    def _explain(self) -> None:
        if self._over and (reason := self._reasons[self._over]):
            self.view.show_hint(reason, self._spot)

    def finish(self, place: QPointF, spot: QPointF) -> None:
        over = self._over
        end = self._end(place, over) if over and self._reasons[over] is None else None
        self._close()
        if end is None or over is None:
            self._line.remove()
        else:
            self.view.line_drawn.emit(DrawnLine(self._from, end, self._port, over, self._line))

    def _end(self, place: QPointF, card_id: str) -> str | None:
        item = self.stage.items_by_id[card_id]
        return end_of(self.view.architecture, self._from, item.card, item.row_at(place))

    def cancel(self) -> None:
        self._close()
        self._line.remove()

    def _close(self) -> None:
        self._timer.stop()
        self.view.hide_hint()
        self.stage.set_targets({})
        self.stage.set_asked(None, None)
        self.stage.set_hover(None)
