"""The view of the picture: what the window puts into its centre and listens to.

    view = CanvasView(Theme.load("light"))
    view.show_architecture(architecture, positions=sidecar.read(project))
    view.connect_requested.connect(...)

Ids are those of the architecture: resources, entries, and link keys (kind, start, end). The view never changes an
architecture; it asks by signals, and shows what it is given next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
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
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from ..resources.architecture import Architecture, ProjectInfo, Span
from ..resources.kinds import KINDS
from .camera import Camera
from .controls.callout import Failure
from .failures import Failures
from .finding import found
from .furniture import Furniture
from .gestures.drop_place import DropPlace, corner_at
from .ground import Ground
from .keys import Keys
from .look import fonts
from .look.theme import Theme
from .marks import Mark
from .picture import LinkKey, Picture
from .places import aligned, distributed
from .pointer import Pointer
from .question.asking import Asking
from .question.popover import Popover
from .routing.wires import Box, Point
from .scene.card_item import CardItem
from .scene.stage import Stage
from .selection import AddRequest, ConnectRequest, ContextRequest, Picked, Selection
from .showing import Showing
from .tips import card_tip, line_tip
from .transitions import Transitions

MIME_KIND = "application/x-archloom-kind"


class CanvasView(QGraphicsView):
    selected = Signal(object)
    connect_requested = Signal(object)
    delete_requested = Signal(object)
    rename_requested = Signal(object)
    add_requested = Signal(object)
    open_code_requested = Signal(object)
    context_requested = Signal(object)
    positions_changed = Signal(object)
    zoom_changed = Signal(object)
    overlay_changed = Signal(object)
    tool_requested = Signal(object)
    """`export` or `filter`; `arrange` and `focus` the view does itself."""
    failure_link = Signal(object)
    """(id of the resource, key of the link) of a callout."""
    arranged = Signal()
    """The picture that was asked for is on the map."""

    def __init__(self, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fonts.install()
        self.stage = Stage(theme or Theme.load("light"))
        self.setScene(self.stage)
        self.architecture = Architecture(ProjectInfo("", 0, 0))
        self.preview_of: Callable[[ConnectRequest], str] | None = None
        self.can_connect = True
        self.camera = Camera(self)
        self.pointer = Pointer(self)
        self.asking = Asking(self)
        self.keys = Keys(self)
        self._ground = Ground()
        self.showing = Showing(self)
        self.failures = Failures(self)
        self._drop_place = DropPlace(self.stage)
        self._set_up()
        self.furniture = Furniture(self, self.stage.theme)
        self._connect()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Architecture"))

    def _connect(self) -> None:
        controls = self.furniture
        self.camera.changed.connect(self._camera_moved)
        self.camera.settled.connect(self._camera_settled)
        controls.zoom_bar.zoom_in.connect(lambda: self.zoom_step(1))
        controls.zoom_bar.zoom_out.connect(lambda: self.zoom_step(-1))
        controls.zoom_bar.zoom_reset.connect(lambda: self.zoom_to(1.0))
        controls.zoom_bar.fit.connect(self.fit)
        controls.minimap.moved.connect(self._look_at)
        controls.switch.changed.connect(self.overlay_changed)
        controls.tools.requested.connect(self._tool)

    # what it shows

    @property
    def picture(self) -> Picture:
        return self.stage.picture

    @property
    def theme(self) -> Theme:
        return self.stage.theme

    @property
    def selection(self) -> Selection:
        return self.stage.picked.public(self.picture)

    @property
    def transitions(self) -> Transitions:
        return self.showing.transitions

    @property
    def positions(self) -> dict[str, Point]:
        """The cards that were placed by hand."""
        return dict(self.showing.hand)

    def all_positions(self) -> dict[str, Point]:
        """Every card's place, for an export that looks like the map."""
        return self.stage.places()

    def show_architecture(self, architecture: Architecture, positions: Mapping[str, Point] | None = None) -> None:
        """Shows an architecture. Cards that stay keep their place; POSITIONS are places chosen by hand."""
        self.showing.show(architecture, positions)

    def set_unfolded(self, groups: Iterable[str]) -> None:
        """Which groups of cards (`group:security`) are shown card by card; all others are folded."""
        self.showing.set_unfolded(frozenset(groups))

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
        self.camera.animated = self.transitions.enabled = self.stage.animated = enabled

    def set_theme(self, theme: Theme) -> None:
        self.stage.set_theme(theme)
        self.failures.restyle()
        self.furniture.set_theme(theme)
        self.asking.close()
        self.viewport().update()

    def set_marks(self, marks: Mapping[str | LinkKey, Mark]) -> None:
        """What a deployment says, by resource id, entry id or link key. Empty takes all marks off."""
        cards = {self.picture.card_of.get(key, key): mark for key, mark in marks.items() if isinstance(key, str)}
        links = {key: mark for key, mark in marks.items() if not isinstance(key, str)}
        self.stage.set_marks(cards, links)

    def show_failure(self, key: str, failure: Failure | None) -> None:
        """A callout at the card of a resource or entry; None takes it away. Its links come by `failure_link`."""
        self.failures.show(key, failure)

    def clear_failures(self) -> None:
        self.failures.clear()

    def set_overlay(self, key: str) -> None:
        self.furniture.switch.set_overlay(key)

    # selection

    def select(self, ids: Iterable[str | LinkKey]) -> None:
        """Selects by resource id, entry id or link key; unknown ones are left out."""
        cards, rows, lines = set[str](), set[str](), set[str]()
        row_ids = {row.id for card in self.picture.cards for row in card.rows}
        for key in ids:
            if not isinstance(key, str):
                if line := self.picture.line_of_link.get(key):
                    lines.add(line)
            elif key in row_ids:
                rows.add(key)
            elif card := self.picture.card_of.get(key):
                cards.add(card)
        self.pick(Picked(frozenset(cards), frozenset(rows), frozenset(lines)))

    def pick(self, picked: Picked) -> None:
        """Selects cards, rows and lines of the picture and says so."""
        picked = self._with_routes(picked)
        if picked != self.stage.picked:
            self.stage.set_picked(picked)
            self.selected.emit(self.selection)

    def _with_routes(self, picked: Picked) -> Picked:
        """A row of a router stands for its line."""
        routes = {row for row in picked.rows if row not in self.architecture.entry_by_id}
        lines = {line.key for line in self.picture.lines if line.row in routes}
        return Picked(picked.cards, picked.rows - routes, picked.lines | lines) if lines else picked

    def focus_on(self, key: str | None) -> None:
        """Shows what reaches a card and what it reaches; the rest fades. None, or the same card again, shows all."""
        card = self.picture.card_of.get(key or "")
        kept = self.picture.reach(card) if card else None
        self.stage.set_kept(None if kept == self.stage.kept else kept)
        self.furniture.tools.buttons["focus"].setChecked(self.stage.kept is not None)

    def filter_to(self, keys: Iterable[str] | None) -> None:
        """Fades everything but these cards; None shows all."""
        self.stage.set_kept(None if keys is None else frozenset(keys))
        self.furniture.tools.buttons["filter"].setChecked(keys is not None)

    def find(self, text: str) -> list[str]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Ids of the cards and rows whose name, second line or path holds the text; the best first. Shows the first."""
        ids = found(self.picture, text)
        if ids:
            self.select(ids[:1])
            self.reveal(ids[0])
        return ids

    def reveal(self, key: str) -> None:
        """Moves the map so that a card can be seen, and no further."""
        item = self.stage.items_by_id.get(self.picture.card_of.get(key, ""))
        if item is None:
            return
        window = self.visible_map().adjusted(40, 60, -40, -60)
        if not window.contains(item.rect):
            self.camera.show_rect(item.rect.adjusted(-400, -300, 400, 300), self.zoom if self.zoom > 0.45 else 1.0)

    # zoom

    @property
    def zoom(self) -> float:
        return self.camera.zoom

    def zoom_to(self, zoom: float) -> None:
        self.camera.glide_to(zoom)

    def zoom_step(self, direction: int) -> None:
        self.camera.glide_to(self.camera.next_step(direction))

    def fit(self) -> None:
        self.camera.show_rect(self.stage.content_rect())

    def fit_selection(self) -> None:
        rect = QRectF()
        for key in self.stage.picked.cards:
            rect = rect.united(self.stage.items_by_id[key].rect)
        self.camera.show_rect(rect)

    def pan_by(self, dx: float, dy: float) -> None:
        self.camera.pan_by(dx, dy)

    def to_map(self, spot: QPointF) -> QPointF:
        return self.camera.to_map(spot)

    def centre(self) -> QPointF:
        return self.to_map(QPointF(self.viewport().rect().center()))

    def visible_map(self) -> QRectF:
        inverse, _ = self.viewportTransform().inverted()
        return inverse.mapRect(QRectF(self.viewport().rect()))

    def _look_at(self, place: QPointF) -> None:
        self.centerOn(place)
        self._camera_moved(self.zoom)

    def _camera_moved(self, zoom: float) -> None:
        self.stage.set_scale(zoom, self.devicePixelRatioF(), moving=self.camera.moving)
        self.furniture.minimap.set_window(self.visible_map())
        self.failures.place()
        if round(zoom * 100) != self._percent:
            self._percent = round(zoom * 100)
            self.furniture.zoom_bar.set_zoom(zoom)
            self.zoom_changed.emit(zoom)

    _percent = 0

    def _camera_settled(self) -> None:
        self.stage.set_scale(self.zoom, self.devicePixelRatioF(), moving=False)

    def map_changed(self) -> None:
        """Cards came, went or moved: minimap and window follow."""
        items = self.stage.items_by_id.values()
        cards = [(item.card.family, item.rect) for item in items]
        self.furniture.minimap.set_cards(cards, self.stage.content_rect())
        self._camera_moved(self.zoom)
        self.viewport().update()

    # hints

    def show_hint(self, text: str, spot: QPointF) -> None:
        self.furniture.hint.show_at(text, spot)

    def hide_hint(self) -> None:
        self.furniture.hint.hide()

    def show_tip(self, item: CardItem | None, line: str | None) -> None:
        """The tooltip of what lies under the pointer."""
        tip = card_tip(item.card) if item else line_tip(self.architecture, self.picture, line) if line else ""
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)

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
        if card.members:
            self.set_unfolded(self.showing.unfolded | {key})
            return
        row = next((row for row in card.rows if row.id == row_id), None)
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
        place = self.to_map(QPointF(event.pos()))
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._pick_for_menu(place)
        spot = event.globalPos()
        self.context_requested.emit(ContextRequest(self.selection, spot.x(), spot.y(), place.x(), place.y()))

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
        self.showing.composer.cancel()
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
            self._camera_moved(self.zoom)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.furniture.place(event.size())
        self._camera_moved(self.zoom)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._ground.paint(painter, QRectF(rect), self.theme)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Before the first picture of a large project is arranged, the map says so."""
        if self.showing.is_empty_and_busy:
            painter.resetTransform()
            painter.setFont(fonts.font("body"))
            painter.setPen(self.theme.color("text_3"))
            text = self.tr("Arranging {} resources…").format(self.showing.expected)
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), text)

    def paintEvent(self, event: QPaintEvent) -> None:
        store = self.stage.store
        store.begin_frame()
        if self.stage.far:
            self._paint_far(event)
            return
        super().paintEvent(event)
        if store.late:
            QTimer.singleShot(0, self._paint_late)

    def _paint_far(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setWorldTransform(self.viewportTransform())
        inverse, _ = self.viewportTransform().inverted()
        self._ground.paint(painter, inverse.mapRect(QRectF(event.rect())), self.theme)
        self.stage.overview.paint(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in self.stage.floating:
            item.paint(painter, QStyleOptionGraphicsItem(), None)

    def _paint_late(self) -> None:
        for item in self.stage.store.take_late():
            if item.scene():
                item.update()
