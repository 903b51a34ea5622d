"""Asking what a new line may say: the popover, its place, and the line that waits for the answer."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize

from ...resources.architecture import Architecture
from ...resources.connecting import flow, offers
from ..map_view import MapView
from ..scene.card_item import CardItem
from ..scene.live_line import DrawnLine, LiveLine
from ..selection import ConnectRequest
from .heading import End
from .popover import Popover

_EDGE = 8
_GAP = 10


class Asking:
    """At most one question at a time."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self.popover: Popover | None = None
        self._line: LiveLine | None = None
        self._card = ""

    def open(self, drawn: DrawnLine) -> None:
        view, start, end = self._view, drawn.start, drawn.end
        request = ConnectRequest(start, end, (), flow(view.architecture, start, end))
        operations = offers(view.architecture, start, end)
        ends = self._end(drawn.port), self._end(drawn.card)
        popover = Popover(view.theme, request, *ends, operations, view.preview_of, view)
        self._card = drawn.card
        popover.accepted.connect(self._accepted)
        popover.cancelled.connect(self.close)
        popover.resized.connect(self.place)
        self.popover, self._line = popover, drawn.line
        view.stage.set_asked(drawn.port, drawn.card)
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
        row = card.row_of(key)
        row = row and row.alone(key)
        if row and row.method:
            return End(card.icon, card.family, row.text, row.method)
        return End(card.icon, card.family, row.text if row else card.name)

    def _beside(self, item: CardItem, popover: Popover) -> QPoint:
        """Below the card with right edges in line if there is room, else above or beside it: where it hides least of
        the two ends."""
        view = self._view
        ends = [view.mapFromScene(end.rect).boundingRect() for end in (item, self._start()) if end]
        room = view.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        spots = [_inside(place, room) for place in _around(ends[0], popover.size())]
        return min(spots, key=lambda place: sum(_area(place & end) for end in ends)).topLeft()

    def _start(self) -> CardItem | None:
        picture, popover = self._view.picture, self.popover
        card = picture.card_of.get(popover.request.start) if popover else None
        return self._view.stage.items_by_id.get(card or "")

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


def _around(card: QRect, size: QSize) -> Iterator[QRect]:
    """Places for a popover at a card, the best first."""
    wide, high = size.width(), size.height()
    below, above = card.bottom() + _GAP, card.top() - _GAP - high
    left, right = card.left(), card.right() - wide
    for x, y in ((right, below), (left, above), (left, below), (right, above)):
        yield QRect(QPoint(x, y), size)
    for x in (card.left() - _GAP - wide, card.right() + _GAP):
        yield QRect(QPoint(x, card.center().y() - high // 2), size)


def _inside(place: QRect, room: QRect) -> QRect:
    """As near to where it was as the room allows."""
    x = max(room.left(), min(place.left(), room.right() - place.width()))
    y = max(room.top(), min(place.top(), room.bottom() - place.height()))
    return QRect(QPoint(x, y), place.size())


def _area(rect: QRect) -> int:
    return 0 if rect.isEmpty() else rect.width() * rect.height()
