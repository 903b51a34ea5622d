"""The map as gestures, keys and questions know it: its stage, camera and controls, what is selected, what it says.

`CanvasView` puts these parts together. They know only this class, and tell each other what happens by its signals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from ..resources.architecture import Architecture, ProjectInfo
from .camera import Camera
from .furniture import Furniture
from .ground import Ground
from .look import fonts
from .look.theme import Theme
from .measures import LOD_NAMES
from .picture import LinkKey, Picture
from .scene.card_item import CardItem
from .scene.stage import Stage
from .selection import ConnectRequest, Picked, Selection, picked_of, with_routes
from .tips import card_tip, line_tip

_MINIMAP_OVER = 36
"""By how much less than its height the minimap stands above the margin that a fitted map has anyway."""
_REVEAL_MARGIN = 120


class MapView(QGraphicsView):
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

    pressed = Signal()
    """The mouse begins something new: what was being asked or drawn by keys ends."""
    released = Signal()
    """A gesture is over."""
    line_drawn = Signal(object)
    """A `DrawnLine` reached a card that takes it."""
    cards_moved = Signal(object)
    """Ids of the cards that a person put somewhere else."""
    unfold_requested = Signal(object)
    """A folded group, or `rows:CARD` for the rows of a card."""
    card_opened = Signal(object)
    """Id of the card that Enter was pressed at."""
    about_to_show = Signal(object)
    """The architecture that the map shows next."""

    def __init__(self, theme: Theme | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fonts.install()
        self.stage = Stage(theme or Theme.load("light"))
        self.setScene(self.stage)
        self.architecture = Architecture(ProjectInfo("", 0, 0))
        self.preview_of: Callable[[ConnectRequest], str] | None = None
        self.can_connect = True
        self.camera = Camera(self)
        self.veiled = False
        """Is nothing of the map painted, because what is in sight is not ready?"""
        self._ground = Ground()
        self._percent = 0
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
        self.camera.changed.connect(self.camera_moved)
        self.camera.settled.connect(self._camera_settled)
        controls.zoom_bar.zoom_in.connect(lambda: self.zoom_step(1))
        controls.zoom_bar.zoom_out.connect(lambda: self.zoom_step(-1))
        controls.zoom_bar.zoom_reset.connect(lambda: self.zoom_to(1.0))
        controls.zoom_bar.fit.connect(self.fit)
        controls.minimap.moved.connect(self._look_at)

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

    # selection

    def select(self, ids: Iterable[str | LinkKey]) -> None:
        """Selects by resource id, entry id or link key; unknown ones are left out."""
        self.pick(picked_of(self.picture, ids))

    def pick(self, picked: Picked) -> None:
        """Selects cards, rows and lines of the picture and says so."""
        picked = with_routes(picked, self.picture, self.architecture)
        if picked != self.stage.picked:
            self.stage.set_picked(picked)
            self.selected.emit(self.selection)

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

    def reveal(self, key: str) -> None:
        """Moves the map so that a card can be seen, its upper part when it is higher than the window."""
        item = self.stage.items_by_id.get(self.picture.card_of.get(key, ""))
        if item is None:
            return
        window = self.visible_map().adjusted(40, 60, -40, -60)
        if not window.contains(item.rect) or self._is_covered(item):
            zoom = self.zoom if self.zoom > LOD_NAMES else 1.0
            low = max(0.0, item.rect.height() - (self.viewport().height() - _REVEAL_MARGIN) / zoom)
            self.camera.show_place(item.rect.center() - QPointF(0, low / 2), zoom)

    def _is_covered(self, item: CardItem) -> bool:
        """Does a control lie over the card?"""
        place = QRectF(self.mapFromScene(item.rect).boundingRect())
        return any(place.intersects(control) for control in self.furniture.covered())

    # zoom

    @property
    def zoom(self) -> float:
        return self.camera.zoom

    def zoom_to(self, zoom: float) -> None:
        self.camera.glide_to(zoom)

    def zoom_step(self, direction: int) -> None:
        self.camera.glide_to(self.camera.next_step(direction))

    def fit(self) -> None:
        self.camera.show_rect(self.stage.content_rect(), below=self._under_the_minimap())

    def show_first(self) -> None:
        """Chooses what of a new map is seen."""
        self.camera.show_first(self.stage.content_rect(), self._under_the_minimap())

    def _under_the_minimap(self) -> float:
        """How much of the bottom a fitted map leaves free: some when a card would lie under the minimap."""
        minimap, whole = self.furniture.minimap, self.stage.content_rect()
        if minimap.isHidden() or whole.isEmpty():
            return 0.0
        place = self.camera.behind(QRectF(minimap.geometry()).adjusted(-8, -8, 8, 8), whole)
        covered = any(place.intersects(item.rect) for item in self.stage.items_by_id.values())
        return minimap.height() - _MINIMAP_OVER if covered else 0.0

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
        self.camera.at_first_sight = False
        self.centerOn(place)
        self.camera_moved(self.zoom)

    def camera_moved(self, zoom: float) -> None:
        seen = self.visible_map()
        self.stage.set_scale(zoom, self.devicePixelRatioF(), moving=self.camera.moving, seen=seen)
        self.furniture.minimap.set_window(seen)
        if round(zoom * 100) != self._percent:
            self._percent = round(zoom * 100)
            self.furniture.zoom_bar.set_zoom(zoom)
            self.zoom_changed.emit(zoom)

    def _camera_settled(self) -> None:
        self.stage.set_scale(self.zoom, self.devicePixelRatioF(), moving=False, seen=self.visible_map())

    def map_changed(self) -> None:
        """Cards came, went or moved: minimap and window follow."""
        self.setSceneRect(self.stage.bounds())
        items = self.stage.items_by_id.values()
        cards = [(item.card.family, item.rect) for item in items]
        self.furniture.minimap.set_cards(cards, self.stage.content_rect())
        self.camera_moved(self.zoom)
        self.viewport().update()

    # hints

    def show_hint(self, text: str, spot: QPointF) -> None:
        self.furniture.hint.show_at(text, spot)

    def hide_hint(self) -> None:
        self.furniture.hint.hide()

    def show_tip(self, item: CardItem | None, line: str | None, row: str | None = None) -> None:
        """The tooltip of what lies under the pointer."""
        tip = card_tip(item.card, row) if item else line_tip(self.architecture, self.picture, line) if line else ""
        if tip != self.viewport().toolTip():
            self.viewport().setToolTip(tip)

    # painting

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        self._ground.paint(painter, QRectF(rect), self.theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        store = self.stage.store
        store.begin_frame()
        if self.stage.far or self.veiled or not self.stage.items_by_id:
            self._paint_far(event)
            return
        super().paintEvent(event)
        if store.late:
            QTimer.singleShot(0, self, store.paint_late)

    def _paint_far(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setWorldTransform(self.viewportTransform())
        inverse, _ = self.viewportTransform().inverted()
        self._ground.paint(painter, inverse.mapRect(QRectF(event.rect())), self.theme)
        if not self.veiled:
            self.stage.overview.paint(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for item in self.stage.floating:
            item.paint(painter, QStyleOptionGraphicsItem(), None)
        self.drawForeground(painter, QRectF(event.rect()))
