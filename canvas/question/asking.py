"""Asking what a new line may say: the popover, its place, and the line that waits for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from ...resources.architecture import Architecture
from ...resources.connecting import flow, offers
from ..scene.card_item import CardItem
from ..scene.live_line import LiveLine
from ..selection import ConnectRequest
from .heading import End
from .popover import Popover

if TYPE_CHECKING:
    from ..view import CanvasView

_EDGE = 8
_GAP = 10


class Asking:
    """At most one question at a time."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self.popover: Popover | None = None
        self._line: LiveLine | None = None
        self._card = ""

    def open(self, start: str, end: str, port: str, end_card: str, line: LiveLine) -> None:
        """START and END are ids of the architecture, PORT and END_CARD what they are on the picture."""
        view = self._view
        request = ConnectRequest(start, end, (), flow(view.architecture, start, end))
        operations = offers(view.architecture, start, end)
        popover = Popover(view.theme, request, self._end(port), self._end(end_card), operations, view.preview_of, view)
        self._card = end_card
        popover.accepted.connect(self._accepted)
        popover.cancelled.connect(self.close)
        popover.resized.connect(self.place)
        self.popover, self._line = popover, line
        view.stage.set_asked(port, end_card)
        self.place()
        popover.show()
        popover.raise_()
        popover.setFocus()

    def place(self) -> None:
        """Puts the popover where it covers none of its two ends; again when it has grown."""
        item = self._view.stage.items_by_id.get(self._card)
        if self.popover is not None and item is not None:
            self.popover.move(self._beside(item, self.popover))

    def _end(self, key: str) -> End:
        picture = self._view.picture
        card = picture.card_by_id[picture.card_of[key]]
        row = next((row for row in card.rows if row.id == key), None)
        if row and row.method:
            return End(card.icon, card.family, row.text, row.method)
        return End(card.icon, card.family, row.text if row else card.name)

    def _beside(self, item: CardItem, popover: Popover) -> QPoint:
        """Below the card with right edges in line, or above or beside it where there is no room."""
        view = self._view
        rect = view.mapFromScene(item.rect).boundingRect()
        x = min(max(rect.right() - popover.width(), _EDGE), view.width() - popover.width() - _EDGE)
        y = rect.bottom() + _GAP
        if y + popover.height() > view.height() - _EDGE:
            y = rect.top() - popover.height() - _GAP
            x = max(_EDGE, min(rect.left(), view.width() - popover.width() - _EDGE))  # clear of where lines come from
        if y < _EDGE:
            y = max(_EDGE, view.height() - popover.height() - _EDGE)
            x = rect.left() - popover.width() - _GAP if rect.left() > popover.width() + 2 * _GAP else x
        return QPoint(x, y)

    def _accepted(self, request: ConnectRequest) -> None:
        self.close()
        self._view.connect_requested.emit(request)

    def keep_if(self, architecture: Architecture) -> None:
        """Closes the question when an end of it is gone."""
        known = architecture.by_id.keys() | architecture.entry_by_id.keys()
        if self.popover and not {self.popover.request.start, self.popover.request.end} <= known:
            self.close()

    def close(self) -> None:
        """Takes popover and line away without an answer."""
        popover, self.popover = self.popover, None
        line, self._line = self._line, None
        if line is not None:
            line.remove()
        if popover is not None:
            self._view.stage.set_asked(None, None)
            popover.hide()
            popover.deleteLater()
            self._view.setFocus()
