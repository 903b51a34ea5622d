"""The view of the picture: what the window puts into its centre and listens to.

    view = CanvasView(Theme.load("light"))
    view.show_architecture(architecture, positions=sidecar.read(project))
    view.connect_requested.connect(...)

Ids are those of the architecture: resources, entries, and link keys (kind, start, end). The view never changes an
architecture; it asks by signals, and shows what it is given next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ..resources.architecture import Architecture, Span
from ..resources.kinds import KINDS
from .controls.callout import Failure
from .failures import Failures
from .folding_rows import GROUP
from .gestures.drop_place import DropPlace, corner_at
from .keys import Keys
from .look import fonts
from .look.theme import Theme
from .map_view import MapView
from .marks import Mark
from .picture import LinkKey
from .places import aligned, distributed
from .pointer import Pointer
from .question.asking import Asking
from .question.popover import Popover
from .routing.wires import Box, Point
from .selection import AddRequest, ContextRequest, Picked
from .showing import Showing
from .transitions import Transitions

MIME_KIND = "application/x-archloom-kind"


class CanvasView(MapView):
    """The map with everything that a person can do on it."""

    def __init__(self, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.pointer = Pointer(self)
        self.asking = Asking(self)
        self.keys = Keys(self, self.pointer, self.asking)
        self.showing = Showing(self, lambda: self.pointer.gesture is not None)
        self.failures = Failures(self)
        self._drop_place = DropPlace(self.stage)
        self._marks: Mapping[str | LinkKey, Mark] = {}
        self._tell_each_other()

    def _tell_each_other(self) -> None:
        self.pressed.connect(self.asking.close)
        self.pressed.connect(self.keys.stop_connecting)
        self.released.connect(self.showing.catch_up)
        self.line_drawn.connect(self.asking.open)
        self.cards_moved.connect(self.placed_by_hand)
        self.card_opened.connect(self.open_code)
        self.unfold_requested.connect(self.unfold)
        self.about_to_show.connect(self.asking.keep_if)
        self.about_to_show.connect(self.keys.stop_connecting)
        self.arranged.connect(self._show_marks)
        self.furniture.switch.changed.connect(self.overlay_changed)
        self.furniture.tools.requested.connect(self._tool)

    # what it shows

    @property
    def transitions(self) -> Transitions:
        return self.showing.transitions

    @property
    def positions(self) -> dict[str, Point]:
        """The cards that were placed by hand."""
        return dict(self.showing.hand)

    def as_it_stands(self) -> dict[str, object]:
        """Every card's place and what is unfolded: the options of an export that looks like the map."""
        return {"positions": self.stage.places(), "unfolded": self.showing.unfolded}

    def show_architecture(self, architecture: Architecture, positions: Mapping[str, Point] | None = None) -> None:
        """Shows an architecture. Cards that stay keep their place; POSITIONS are places chosen by hand."""
        self.showing.show(architecture, positions)

    def when_shown(self, deed: Callable[[], object]) -> None:
        """Do it now, or as soon as the map shows the picture that is under way."""
        self.showing.when_shown(deed)

    def set_unfolded(self, groups: Iterable[str]) -> None:
        """Which groups of cards (`group:security`) are shown card by card; all others are folded."""
        self.showing.set_unfolded(frozenset(groups))

    def unfold(self, group: str | None = None) -> None:
        """Shows card by card, or row by row, what a group stands for; without one, the groups that are selected."""
        groups = self.can_unfold() if group is None else {group}
        self.set_unfolded(self.showing.unfolded | groups)

    def fold(self) -> None:
        """Folds again what is selected of what was unfolded."""
        self.set_unfolded(self.showing.unfolded - self.can_fold())

    def can_unfold(self) -> frozenset[str]:
        """The groups that are selected, or whose folded rows are."""
        return self.showing.groups.folded(self.picture, self.stage.picked)

    def can_fold(self) -> frozenset[str]:
        return self.showing.groups.of(self.picture, self.stage.picked) & self.showing.unfolded

    def clear(self) -> None:
        """Back to an empty map, before another project."""
        self.showing.clear()

    def arrange(self) -> None:
        """Arranges every card anew, those placed by hand too."""
        self.showing.arrange()

    def placed_by_hand(self, keys: Iterable[str]) -> None:
        """These cards were moved by a person; all lines are routed anew around them."""
        self.showing.keep(keys)

    def align(self, edge: str) -> None:
        """Aligns the selected cards: `left`, `right`, `top`, `bottom`."""
        if len(boxes := self._picked_boxes()) > 1:
            self._place(aligned(boxes, edge))

    def distribute(self, *, vertical: bool) -> None:
        """Makes the gaps between the selected cards equal; the outer two stay."""
        if len(boxes := self._picked_boxes()) > 2:
            self._place(distributed(boxes, vertical=vertical))

    def _picked_boxes(self) -> dict[str, Box]:
        return {key: self.stage.items_by_id[key].box for key in sorted(self.stage.picked.cards)}

    def _place(self, places: Mapping[str, Point]) -> None:
        self.stage.move_cards(places)
        self.placed_by_hand(places)

    def set_motion(self, enabled: bool) -> None:
        """With motion off everything happens at once, and a spinner is a still arc beside its word."""
        self.camera.animated = self.transitions.enabled = self.stage.spinner.animated = enabled

    def set_theme(self, theme: Theme) -> None:
        self.stage.set_theme(theme, self.visible_map())
        self.showing.paint_anew()
        self.failures.restyle()
        self.furniture.set_theme(theme)
        self.asking.close()
        self.viewport().update()

    def set_marks(self, marks: Mapping[str | LinkKey, Mark]) -> None:
        """What a deployment says, by resource id, entry id or link key. Empty takes all marks off."""
        self._marks = dict(marks)
        self._show_marks()

    def _show_marks(self) -> None:
        cards = {self.picture.card_of.get(key, key): mark for key, mark in self._marks.items() if isinstance(key, str)}
        links = {key: mark for key, mark in self._marks.items() if not isinstance(key, str)}
        self.stage.set_marks(cards, links, self.visible_map())

    def show_failure(self, key: str, failure: Failure | None) -> None:
        """A callout at the card of a resource or entry; None takes it away. Its links come by `failure_link`."""
        self.failures.show(key, failure)

    def clear_failures(self) -> None:
        self.failures.clear()

    def set_overlay(self, key: str) -> None:
        self.furniture.switch.set_overlay(key)

    def camera_moved(self, zoom: float) -> None:
        super().camera_moved(zoom)
        self.failures.place()

    @property
    def popover(self) -> Popover | None:
        return self.asking.popover

    # events

    def _tool(self, key: str) -> None:
        match key:
            case "arrange":
                self.arrange()
            case "focus":
                single = next(iter(self.stage.picked.cards), None)
                self.focus_on(single if self.stage.kept is None else None)
            case _:
                self.tool_requested.emit(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if not self.pointer.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self.to_map(event.position())
        if item := self.stage.card_at(place):
            self.open_code(item.card.id, item.row_at(place))
        elif not self.stage.line_at(place):
            self.add_requested.emit(AddRequest("", place.x(), place.y()))

    def open_code(self, key: str, row_id: str | None = None) -> None:
        """Asks for the code of a card or of one of its rows; a folded group unfolds instead."""
        card = self.picture.card_by_id[key]
        row = card.row_of(row_id)
        if card.members or (row and row.members):
            self.unfold(key if card.members else GROUP + key)
            return
        span: Span | None = row.span if row and row.span else card.span
        if span is not None:
            self.open_code_requested.emit(span)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.pointer.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.stage.set_hover(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._pick_for_menu(self.to_map(QPointF(event.pos())))
        spot = event.globalPos()
        self.context_requested.emit(ContextRequest(self.selection, spot.x(), spot.y()))

    def _pick_for_menu(self, place: QPointF) -> None:
        item = self.stage.card_at(place)
        if item and item.card.id not in self.stage.picked.cards:
            self.pick(Picked(cards=frozenset({item.card.id})))
        elif not item:
            line = self.stage.line_at(place)
            self.pick(Picked(lines=frozenset({line}) if line else frozenset()))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.camera.set_zoom(self.zoom * (1 + event.value()), event.position())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.keys.release(event)
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from card to card in reading order, and on to the next widget after the last."""
        return self.keys.tab(forward=forward) or super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.showing.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_KIND):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME_KIND):
            self._drop_place.show(self.to_map(event.position()))
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_place.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_place.hide()
        kind = bytes(event.mimeData().data(MIME_KIND).data()).decode()
        if kind in KINDS:
            corner = corner_at(self.to_map(event.position()))
            self.add_requested.emit(AddRequest(kind, corner.x(), corner.y()))
            event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.showing.first_sight()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # moved to another screen
            self.camera_moved(self.zoom)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.furniture.place(event.size())
        if self.camera.at_first_sight:
            self.show_first()
        self.camera_moved(self.zoom)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Before the first picture of a large project is arranged, the map says so."""
        if self.showing.is_empty_and_busy:
            painter.resetTransform()
            painter.setFont(fonts.font("body"))
            painter.setPen(self.theme.color("text_3"))
            text = self.tr("Arranging {} resources…").format(self.showing.expected)
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), text)
