"""Mouse and wheel: which gesture a press begins, what a click selects, what lies under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent

from .folding_rows import GROUP
from .gestures.connect import Connect
from .gestures.gesture import Gesture
from .gestures.move import Move
from .gestures.pan import Pan
from .gestures.rubber_band import RubberBand
from .map_view import MapView
from .picture import Card
from .scene.card_item import CardItem
from .selection import Picked

_DRAG = 4.0
_EDGE, _SCROLL, _SCROLL_MS = 20, 10.0, 16
_WHEEL = 1.0015
_ADD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Pointer:
    """One gesture at a time. A press that may become a drag or a click waits for 4 pixels."""

    def __init__(self, view: MapView) -> None:
        self._view, self._stage = view, view.stage
        self.gesture: Gesture | None = None
        self.space = False
        self._pressed: tuple[QPointF, QPointF, Qt.KeyboardModifier] | None = None
        self._item: CardItem | None = None
        self._was_picked = False
        self._spot, self._modifiers = QPointF(), Qt.KeyboardModifier.NoModifier
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_on)

    # mouse

    def press(self, event: QMouseEvent) -> bool:
        if self.gesture is not None:
            return True
        spot = event.position()
        place = self._view.to_map(spot)
        if event.button() == Qt.MouseButton.MiddleButton or (
            self.space and event.button() == Qt.MouseButton.LeftButton
        ):
            self._begin(Pan(self._view, place, spot))
            return True
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._view.pressed.emit()
        self._stage.set_focused(self._stage.focused, shown=False)
        port = self._stage.port_at(place)
        if group := _group_at(port, self._stage.card_at(place), place):
            self._view.unfold_requested.emit(group)
            return True
        if port and not event.modifiers() and self._view.can_connect:
            self._begin(Connect(self._view, place, spot, *port))
            return True
        self._press_thing(place, spot, event.modifiers())
        return True

    def _press_thing(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self._pressed = (place, spot, modifiers)
        self._item = self._stage.card_at(place)
        picked = self._stage.picked
        if self._item is None:
            line = self._stage.line_at(place)
            if line:
                self._view.pick(_toggled(picked, lines=line) if modifiers & _ADD else Picked(lines=frozenset({line})))
                self._pressed = None
            return
        key = self._item.card.id
        self._was_picked = key in picked.cards
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self._pressed = None
            self._view.focus_on(key)
        elif modifiers & _ADD:
            self._view.pick(_toggled(picked, cards=key))
        elif not self._was_picked:
            self._view.pick(picked_at(self._item.card, self._item.row_at(place)))
        self._stage.set_focused(key, shown=False)

    def move(self, event: QMouseEvent) -> None:
        spot = event.position()
        place = self._view.to_map(spot)
        if self.gesture is None and self._pressed and (spot - self._pressed[1]).manhattanLength() >= _DRAG:
            self._begin_drag()
        if self.gesture is not None:
            self._spot, self._modifiers = spot, event.modifiers()
            self.gesture.move(place, spot, event.modifiers())
            if self.gesture.scrolls and self._edge() != (0, 0):
                self._scroll.start()
        elif not event.buttons():
            self.hover(place)

    def _begin_drag(self) -> None:
        assert self._pressed is not None
        place, spot, modifiers = self._pressed
        if self._item is None:
            self._begin(RubberBand(self._view, place, spot, add=bool(modifiers & _ADD)))
            return
        key = self._item.card.id
        if key not in self._stage.picked.cards:
            self._view.pick(Picked(cards=frozenset({key})))
        self._begin(Move(self._view, place, spot, self._stage.picked.cards, key))

    def _begin(self, gesture: Gesture) -> None:
        self.gesture = gesture
        if gesture.cursor is not None:
            self._view.viewport().setCursor(gesture.cursor)

    def _edge(self) -> tuple[int, int]:
        """Which way the map scrolls: the pointer is near an edge of the view, or beyond it."""
        room, spot = self._view.viewport().rect(), self._spot
        across = (spot.x() < _EDGE) - (spot.x() > room.width() - _EDGE)
        return across, (spot.y() < _EDGE) - (spot.y() > room.height() - _EDGE)

    def _scroll_on(self) -> None:
        """At the edge the map comes along, and the gesture with it."""
        across, down = self._edge()
        if self.gesture is None or (across, down) == (0, 0):
            self._scroll.stop()
            return
        self._view.pan_by(across * _SCROLL, down * _SCROLL)
        self.gesture.move(self._view.to_map(self._spot), self._spot, self._modifiers)

    def release(self, event: QMouseEvent) -> None:
        spot = event.position()
        place = self._view.to_map(spot)
        gesture, self.gesture = self.gesture, None
        if gesture is not None:
            self._view.viewport().unsetCursor()
            gesture.finish(place, spot)
            self._view.released.emit()
        elif self._pressed:
            self._click(place)
        self._pressed = None

    def _click(self, place: QPointF) -> None:
        assert self._pressed is not None
        if self._pressed[2] & _ADD:
            return
        if self._item is None:
            self._view.pick(Picked())
        elif self._was_picked:
            self._view.pick(picked_at(self._item.card, self._item.row_at(place)))

    def cancel(self) -> bool:
        """Escape: ends the gesture that is under way, if there is one."""
        gesture, self.gesture = self.gesture, None
        self._pressed = None
        if gesture is None:
            return False
        self._view.viewport().unsetCursor()
        gesture.cancel()
        self._view.released.emit()
        return True

    def hover(self, place: QPointF) -> None:
        port = self._stage.port_at(place)
        item = port[0] if port else self._stage.card_at(place)
        line = None if item else self._stage.line_at(place)
        self._stage.set_hover(item.card.id if item else None, port[1] if port else None, line)
        self._view.show_tip(item, line, item.row_at(place) if item else None)
        unfolds = _group_at(port, item, place) is not None
        shape = Qt.CursorShape.CrossCursor if port else Qt.CursorShape.PointingHandCursor if line else None
        shape = Qt.CursorShape.PointingHandCursor if unfolds else shape
        if self.space:
            shape = Qt.CursorShape.OpenHandCursor
        if shape is None:
            self._view.viewport().unsetCursor()
        else:
            self._view.viewport().setCursor(shape)

    # wheel

    def wheel(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms about the pointer, otherwise it moves the map; Shift moves it sideways."""
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._view.camera.set_zoom(self._view.zoom * _WHEEL ** event.angleDelta().y(), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not delta.x():
            self._view.pan_by(delta.y() / 2, 0)
        else:
            self._view.pan_by(delta.x() / 2, delta.y() / 2)


def _group_at(port: tuple[CardItem, str] | None, item: CardItem | None, place: QPointF) -> str | None:
    """What a press here unfolds: a count, an arrow, or the port of a folded row, from which no one line can begin."""
    if port and (row := port[0].card.row_of(port[1])) and row.members:
        return GROUP + port[0].card.id
    return item.fold_at(place) if item else None


def picked_at(card: Card, row_id: str | None) -> Picked:
    """What a click selects: the handler or the route under the pointer, or the card."""
    row = next((row for row in card.rows if row.id == row_id), None)
    if row is None or row.id.startswith("node:"):
        return Picked(cards=frozenset({card.id}))
    return Picked(rows=frozenset(row.ids))


def _toggled(picked: Picked, cards: str | None = None, lines: str | None = None) -> Picked:
    return Picked(
        picked.cards ^ ({cards} if cards else set()), picked.rows, picked.lines ^ ({lines} if lines else set())
    )
