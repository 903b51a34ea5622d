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
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from ..resources.architecture import Architecture, ProjectInfo, Span
from ..resources.connecting import flow, offers
from ..resources.kinds import KINDS
from . import words
from .camera import Camera
from .composer import Composer
from .folding import folded
from .furniture import Furniture
from .ground import Ground
from .keyboard import reading_order, towards
from .layout.compose import Composition, Job
from .look import fonts
from .look.theme import Theme
from .marks import Mark
from .picture import LinkKey, Picture, picture_of
from .pointer import Pointer
from .popover import End, Popover
from .routing.wires import Point
from .scene.card_item import CardItem
from .scene.live_line import LiveLine
from .scene.stage import Stage
from .selection import AddRequest, ConnectRequest, ContextRequest, Picked, Selection
from .sizes import card_size, graph_of
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
        self.transitions = Transitions(self.stage, self)
        self._composer = Composer(self)
        self._pointer = Pointer(self)
        self._ground = Ground()
        self._hand: dict[str, Point] = {}
        self._shown_once = False
        self._unfolded: frozenset[str] = frozenset()
        self._popover: Popover | None = None
        self._live: LiveLine | None = None
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
    def positions(self) -> dict[str, Point]:
        """The cards that were placed by hand."""
        return dict(self._hand)

    def all_positions(self) -> dict[str, Point]:
        """Every card's place, for an export that looks like the map."""
        return self.stage.places()

    def show_architecture(self, architecture: Architecture, positions: Mapping[str, Point] | None = None) -> None:
        """Shows an architecture. Cards that stay keep their place; POSITIONS are places chosen by hand."""
        words.use_translator(lambda text: self.tr(text))
        if positions is not None:
            self._hand = dict(positions)
        picture = folded(picture_of(architecture), self._unfolded)
        kept = self.stage.places() if self._shown_once else {}
        fixed = {key: place for key, place in (kept | self._hand).items() if key in picture.card_by_id}
        sizes = {card.id: card_size(card) for card in picture.cards}
        job = Job(graph_of(picture, sizes), fixed)
        self._composer.run(job, lambda done: self._composed(architecture, picture, done))

    def _composed(self, architecture: Architecture, picture: Picture, done: Composition) -> None:
        self.transitions.finish()
        self.architecture = architecture
        first = not self._shown_once
        known = frozenset(self.stage.items_by_id)
        gone = [] if first else self.stage.take_gone(picture)
        self.stage.show_picture(picture, done.places, done.routes)
        self._map_changed()
        if first and picture.cards:
            self._shown_once = True
            self.camera.show_rect(self.stage.content_rect(), animated=False)
        elif not first:
            self.transitions.fade(frozenset(picture.card_by_id) - known, gone)
        self.selected.emit(self.selection)
        self.arranged.emit()

    def set_unfolded(self, groups: Iterable[str]) -> None:
        """Which groups of cards (`group:security`) are shown card by card; all others are folded."""
        self._unfolded = frozenset(groups)
        self.show_architecture(self.architecture)

    def clear(self) -> None:
        """Back to an empty map, before another project."""
        self._composer.cancel()
        self.transitions.finish()
        self._hand, self._shown_once = {}, False
        self.stage.show_picture(Picture(), {}, {})
        self._map_changed()

    def arrange(self) -> None:
        """Arranges every card anew, those placed by hand too."""
        self._hand = {}
        sizes = {card.id: card_size(card) for card in self.picture.cards}
        self._composer.run(Job(graph_of(self.picture, sizes)), self._rearranged)
        self.positions_changed.emit({})

    def _rearranged(self, done: Composition) -> None:
        if set(done.places) != set(self.stage.items_by_id):
            return

        def end() -> None:
            self.stage.show_picture(self.picture, done.places, done.routes)
            self._map_changed()
            self.arranged.emit()

        self.transitions.glide(done.places, end)
        self.fit()

    def placed_by_hand(self, keys: Iterable[str]) -> None:
        """These cards were moved by a person; all lines are routed anew around them."""
        places = self.stage.places()
        self._hand.update({key: places[key] for key in keys})
        self._reroute()
        self.positions_changed.emit(self.positions)

    def _reroute(self) -> None:
        sizes = {card.id: card_size(card) for card in self.picture.cards}
        self._composer.run(Job(graph_of(self.picture, sizes), self.stage.places()), self._rerouted)

    def _rerouted(self, done: Composition) -> None:
        if set(done.places) == set(self.stage.items_by_id):
            self.stage.refresh_lines(done.routes)
            self._map_changed()

    def align(self, edge: str) -> None:
        """Aligns the selected cards: `left`, `right`, `top`, `bottom`."""
        boxes = {key: self.stage.items_by_id[key].box for key in self.stage.picked.cards}
        if len(boxes) < 2:
            return
        match edge:
            case "left":
                places = {key: (min(b.x for b in boxes.values()), box.y) for key, box in boxes.items()}
            case "right":
                right = max(b.right for b in boxes.values())
                places = {key: (right - box.width, box.y) for key, box in boxes.items()}
            case "top":
                places = {key: (box.x, min(b.y for b in boxes.values())) for key, box in boxes.items()}
            case _:
                bottom = max(b.bottom for b in boxes.values())
                places = {key: (box.x, bottom - box.height) for key, box in boxes.items()}
        self.stage.move_cards(places)
        self.placed_by_hand(places)

    def distribute(self, *, vertical: bool) -> None:
        """Makes the gaps between the selected cards equal; the outer two stay."""
        items = [self.stage.items_by_id[key] for key in self.stage.picked.cards]
        items.sort(key=lambda item: item.y() if vertical else item.x())
        if len(items) < 3:
            return
        size = 1 if vertical else 0
        first, last = items[0].pos().toTuple()[size], items[-1].pos().toTuple()[size]
        inner = sum(item.size[size] for item in items[:-1])
        gap = (last - first - inner) / (len(items) - 1)
        places: dict[str, Point] = {}
        at = first
        for item in items:
            places[item.card.id] = (item.x(), at) if vertical else (at, item.y())
            at += item.size[size] + gap
        self.stage.move_cards(places)
        self.placed_by_hand(places)

    def set_theme(self, theme: Theme) -> None:
        self.stage.set_theme(theme)
        self.furniture.set_theme(theme)
        self.close_popover()
        self.viewport().update()

    def set_marks(self, marks: Mapping[str | LinkKey, Mark]) -> None:
        """What a deployment says, by resource id, entry id or link key. Empty takes all marks off."""
        cards = {self.picture.card_of.get(key, key): mark for key, mark in marks.items() if isinstance(key, str)}
        links = {key: mark for key, mark in marks.items() if not isinstance(key, str)}
        self.stage.set_marks(cards, links)

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
        wanted = text.casefold().strip()
        found: list[tuple[int, str]] = []
        for card in self.picture.cards if wanted else ():
            if wanted in card.name.casefold():
                found.append((0 if card.name.casefold().startswith(wanted) else 1, card.id))
            elif wanted in card.secondary.casefold():
                found.append((3, card.id))
            found += [(2, row.id) for row in card.rows if wanted in f"{row.method} {row.text}".casefold()]
        ids = [key for _, key in sorted(found)]
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
        if round(zoom * 100) != self._percent:
            self._percent = round(zoom * 100)
            self.furniture.zoom_bar.set_zoom(zoom)
            self.zoom_changed.emit(zoom)

    _percent = 0

    def _camera_settled(self) -> None:
        self.stage.set_scale(self.zoom, self.devicePixelRatioF(), moving=False)

    def _map_changed(self) -> None:
        items = self.stage.items_by_id.values()
        cards = [(item.card.family, item.rect) for item in items]
        self.furniture.minimap.set_cards(cards, self.stage.content_rect())
        self._camera_moved(self.zoom)
        self.viewport().update()

    # hints and the popover

    def show_hint(self, text: str, spot: QPointF) -> None:
        self.furniture.hint.show_at(text, spot)

    def hide_hint(self) -> None:
        self.furniture.hint.hide()

    def show_tip(self, item: CardItem | None, line: str | None) -> None:
        """The tooltip of what lies under the pointer: all of a card's text, or the exact actions of a line."""
        tip = ""
        if item:
            tip = "\n".join(filter(None, (item.card.name, item.card.secondary, item.card.badge_text)))
        elif line:
            tip = line_tip(self.architecture, self.picture, line)
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)

    def open_popover(self, start: str, end: str, port: str, end_card: str, line: LiveLine) -> None:
        """Asks what the new line may say; the line stays until the answer."""
        request = ConnectRequest(start, end, (), flow(self.architecture, start, end))
        operations = offers(self.architecture, start, end)
        popover = Popover(self.theme, request, self._end(port), self._end(end_card), operations, self.preview_of, self)
        popover.accepted.connect(self._accepted)
        popover.cancelled.connect(self.close_popover)
        self._popover, self._live = popover, line
        self.stage.set_asked(port, end_card)
        popover.move(self._beside(self.stage.items_by_id[end_card], popover))
        popover.show()
        popover.raise_()
        popover.setFocus()

    def _end(self, key: str) -> End:
        card = self.picture.card_by_id[self.picture.card_of[key]]
        row = next((row for row in card.rows if row.id == key), None)
        if row and row.method:
            return End(card.icon, card.family, row.text, row.method)
        return End(card.icon, card.family, row.text if row else card.name)

    def _beside(self, item: CardItem, popover: QWidget):
        """Below the card with right edges in line, or above or beside it where there is no room."""
        rect = self.mapFromScene(item.rect).boundingRect()
        x = min(max(rect.right() - popover.width(), 8), self.width() - popover.width() - 8)
        y = rect.bottom() + 10
        if y + popover.height() > self.height() - 8:
            y = rect.top() - popover.height() - 10
        if y < 8:
            y = max(8, self.height() - popover.height() - 8)
            x = rect.left() - popover.width() - 12 if rect.left() > popover.width() + 20 else x
        return QPointF(x, y).toPoint()

    @property
    def popover(self) -> Popover | None:
        return self._popover

    def _accepted(self, request: ConnectRequest) -> None:
        self.close_popover()
        self.connect_requested.emit(request)

    def close_popover(self) -> None:
        popover, self._popover = self._popover, None
        live, self._live = self._live, None
        if live is not None:
            live.remove()
        if popover is not None:
            self.stage.set_asked(None, None)
            popover.hide()
            popover.deleteLater()
            self.setFocus()

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
        if not self._pointer.press(event):
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self.to_map(event.position())
        if item := self.stage.card_at(place):
            self._open(item.card.id, item.row_at(place))
        elif not self.stage.line_at(place):
            self.add_requested.emit(AddRequest("", place.x(), place.y()))

    def _open(self, key: str, row_id: str | None = None) -> None:
        card = self.picture.card_by_id[key]
        if card.members:
            self.set_unfolded(self._unfolded | {key})
            return
        row = next((row for row in card.rows if row.id == row_id), None)
        span: Span | None = row.span if row and row.span else card.span
        if span is not None:
            self.open_code_requested.emit(span)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._pointer.wheel(event)
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
        if not self._key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._pointer.space = False
        super().keyReleaseEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Does what a key asks for; False for a key that means nothing here."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        arrows = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)
        }  # fmt: skip
        match event.key():
            case key if key in arrows:
                self._step(*arrows[Qt.Key(key)], add=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.stage.focused:
                self._open(self.stage.focused)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self.stage.picked:
                self.delete_requested.emit(self.selection)
            case Qt.Key.Key_F2 if len(self.selection.resources) == 1:
                self.rename_requested.emit(self.selection.resources[0])
            case Qt.Key.Key_A if control:
                self.pick(Picked(cards=frozenset(self.stage.items_by_id)))
            case Qt.Key.Key_0 if control:
                self.fit()
            case Qt.Key.Key_1 if control:
                self.zoom_to(1.0)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_step(1)
            case Qt.Key.Key_Minus:
                self.zoom_step(-1)
            case Qt.Key.Key_Slash:
                self.add_requested.emit(AddRequest("", self.centre().x(), self.centre().y()))
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self._pointer.space = True
            case Qt.Key.Key_Escape:
                self._escape()
            case _:
                return False
        return True

    def _escape(self) -> None:
        if self._pointer.cancel():
            return
        if self._popover is not None:
            self.close_popover()
        elif self.stage.kept is not None:
            self.focus_on(None)
        else:
            self.pick(Picked())

    def _step(self, dx: int, dy: int, *, add: bool) -> None:
        boxes = self.stage.boxes()
        order = reading_order(boxes)
        start = self.stage.focused or next(iter(self.stage.picked.cards), None)
        if not order:
            return
        self._focus_card(towards(boxes, start, dx, dy) if start in boxes else order[0], add=add)

    def _focus_card(self, key: str | None, *, add: bool = False) -> None:
        if key is None:
            return
        self.stage.set_focused(key, shown=True)
        self.pick(Picked(self.stage.picked.cards | {key} if add else frozenset({key})))
        card = self.picture.card_by_id[key]
        self.setAccessibleDescription(f"{card.name}, {card.secondary}")
        self.reveal(key)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from card to card in reading order, and on to the next widget after the last."""
        order = reading_order(self.stage.boxes())
        here = order.index(self.stage.focused) if self.stage.focused in order else (-1 if forward else len(order))
        there = here + (1 if forward else -1)
        if 0 <= there < len(order):
            self._focus_card(order[there])
            return True
        self.stage.set_focused(None, shown=False)
        return super().focusNextPrevChild(forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_KIND):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME_KIND):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        kind = bytes(event.mimeData().data(MIME_KIND).data()).decode()
        if kind in KINDS:
            place = self.to_map(event.position())
            self.add_requested.emit(AddRequest(kind, place.x(), place.y()))
            event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.furniture.place(event.size())
        self._camera_moved(self.zoom)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._ground.paint(painter, QRectF(rect), self.theme)

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


def line_tip(architecture: Architecture, picture: Picture, key: str) -> str:
    """The exact actions of a line, and the first places of the code that need them."""
    links = [link for link in architecture.links if link.key in picture.line_by_key[key].links]
    actions = sorted({action for link in links for action in link.actions or link.operations})
    places = sorted({str(piece.span) for link in links for piece in link.evidence})
    more = [f"… {len(places) - 3}"] if len(places) > 3 else []
    return "\n".join([*actions, *places[:3], *more])
