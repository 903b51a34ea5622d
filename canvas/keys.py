"""What the keys do on the map."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent

from .gestures.connect_by_keys import ConnectByKeys
from .keyboard import reading_order, towards
from .map_view import MapView
from .pointer import Pointer
from .question.asking import Asking
from .selection import AddRequest, Picked

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)
}  # fmt: skip

_NEAR, _FAR = 8, 48
"""How far an arrow moves a card: two steps of the grid, or with Shift twelve."""
_REST_MS = 300
_PAGE = 0.8


class Keys:
    def __init__(self, view: MapView, pointer: Pointer, asking: Asking) -> None:
        self._view, self._stage = view, view.stage
        self._pointer, self._asking = pointer, asking
        self._connecting: ConnectByKeys | None = None
        self._nudged: set[str] = set()
        self._rest = QTimer(view)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._put_down)

    def press(self, event: QKeyEvent) -> bool:
        """Does what a key asks for; False for a key that means nothing here."""
        view, key = self._view, Qt.Key(event.key())
        if key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._nudge(*_ARROWS[key], far=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if key in _ARROWS:
            self._step(*_ARROWS[key], add=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._with_control(key)
        match key:
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._connecting:
                if self._connecting.finish():
                    self._connecting = None
            case Qt.Key.Key_C if self._view.can_connect and (start := self._start()):
                self.stop_connecting()
                self._connecting = ConnectByKeys(view, *start)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._stage.focused in self._stage.items_by_id:
                view.card_opened.emit(self._stage.focused)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self._stage.picked:
                view.delete_requested.emit(view.selection)
            case Qt.Key.Key_F2 if len(view.selection.resources) == 1:
                view.rename_requested.emit(view.selection.resources[0])
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                view.zoom_step(1)
            case Qt.Key.Key_Minus:
                view.zoom_step(-1)
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                page = _PAGE * view.viewport().height()
                view.pan_by(0, page if key == Qt.Key.Key_PageUp else -page)
            case Qt.Key.Key_Slash:
                view.add_requested.emit(AddRequest("", view.centre().x(), view.centre().y()))
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self._pointer.space = True
            case Qt.Key.Key_Escape:
                self._escape()
            case _:
                return False
        return True

    def release(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.space = False

    def _with_control(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_A:
                self._view.pick(Picked(cards=frozenset(self._stage.items_by_id)))
            case Qt.Key.Key_0:
                self._view.fit()
            case Qt.Key.Key_1:
                self._view.zoom_to(1.0)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._view.zoom_step(1)
            case Qt.Key.Key_Minus:
                self._view.zoom_step(-1)
            case _:
                return False
        return True

    def _escape(self) -> None:
        """One thing at a time: the gesture, the question, the focus, the selection."""
        view = self._view
        if self._pointer.cancel() or self.stop_connecting():
            return
        if self._asking.popover is not None:
            self._asking.close()
        elif self._stage.kept is not None:
            view.focus_on(None)
        else:
            view.pick(Picked())

    def _start(self) -> tuple[str, str] | None:
        """The card and the port that a connection by keys begins at: the selected row, or the selected card."""
        picked = self._stage.picked
        if len(picked.rows) == 1:
            row = next(iter(picked.rows))
            return self._stage.picture.card_of[row], row
        card = self._stage.focused if self._stage.focused in picked.cards else next(iter(picked.cards), None)
        return (card, card) if card else None

    def stop_connecting(self) -> bool:
        """Ends a connection that is being drawn by keys; was there one?"""
        connecting, self._connecting = self._connecting, None
        if connecting is not None:
            connecting.cancel()
        return connecting is not None

    def _nudge(self, dx: int, dy: int, *, far: bool) -> None:
        """Moves the selected cards; once no more keys come they stay there, as when a mouse has dragged them."""
        step = _FAR if far else _NEAR
        places = self._stage.places()
        moved = {key: (places[key][0] + dx * step, places[key][1] + dy * step) for key in self._stage.picked.cards}
        if moved:
            self._stage.move_cards(moved)
            self._nudged |= moved.keys()
            self._rest.start()

    def _put_down(self) -> None:
        nudged, self._nudged = self._nudged & self._stage.items_by_id.keys(), set[str]()
        if nudged:
            self._view.cards_moved.emit(tuple(sorted(nudged)))

    def _step(self, dx: int, dy: int, *, add: bool) -> None:
        boxes = self._stage.boxes()
        start = self._stage.focused or next(iter(self._stage.picked.cards), None)
        if start in boxes:
            self.go_to(towards(boxes, start, dx, dy), add=add)
        elif boxes:
            self.go_to(reading_order(boxes)[0])

    def tab(self, *, forward: bool) -> bool:
        """To the next card in reading order; False after the last."""
        order = reading_order(self._stage.boxes())
        here = order.index(self._stage.focused) if self._stage.focused in order else (-1 if forward else len(order))
        there = here + (1 if forward else -1)
        if 0 <= there < len(order):
            self.go_to(order[there])
            return True
        self._stage.set_focused(None, shown=False)
        return False

    def go_to(self, key: str | None, *, add: bool = False) -> None:
        """Focuses and selects a card, shows it, and tells a reader its words."""
        if key is None:
            return
        self._stage.set_focused(key, shown=True)
        if self._connecting is not None:
            self._connecting.at(key)
            self._view.reveal(key)
            return
        self._view.pick(Picked(self._stage.picked.cards | {key} if add else frozenset({key})))
        card = self._view.picture.card_by_id[key]
        self._view.setAccessibleDescription(f"{card.name}, {card.secondary}")
        self._view.reveal(key)
