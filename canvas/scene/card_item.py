"""One card in the scene: a pixmap from the store, drawn on device pixels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..folding_rows import GROUP
from ..look.theme import Theme
from ..measures import HEAD, PADDING, PORT_HIT, ROW, row_centre
from ..paint.card import MARGIN, more_rect
from ..paint.look import REST, CardLook
from ..paint.ports import port_centres
from ..picture import Card
from ..routing.wires import Box
from .guarded import guarded
from .pixmaps import PixmapStore


class CardItem(QGraphicsItem):
    """`look` is set by the stage; the item itself decides nothing."""

    def __init__(self, card: Card, size: tuple[int, int], theme: Theme, store: PixmapStore) -> None:
        super().__init__()
        self.card, self.size, self.theme = card, size, theme
        self.look: CardLook = REST
        self.pixmap: QPixmap | None = None
        self.pixmap_key: tuple | None = None
        self._store = store
        self._bounds = QRectF(-MARGIN, -MARGIN, size[0] + 2 * MARGIN, size[1] + 2 * MARGIN)

    @property
    def box(self) -> Box:
        return Box(self.x(), self.y(), *self.size)

    @property
    def rect(self) -> QRectF:
        return QRectF(self.x(), self.y(), *self.size)

    def set_card(self, card: Card, size: tuple[int, int]) -> None:
        if (card, size) == (self.card, self.size):
            return
        self.prepareGeometryChange()
        self.card, self.size = card, size
        self._bounds = QRectF(-MARGIN, -MARGIN, size[0] + 2 * MARGIN, size[1] + 2 * MARGIN)
        self.refresh()

    def set_look(self, look: CardLook) -> None:
        if look != self.look:
            self.look = look
            self.update()

    def repaint_late(self) -> None:
        if self.scene():
            self.update()

    def refresh(self) -> None:
        self._store.forget(self)
        self.update()

    def port_at(self, place: QPointF) -> str | None:
        """The outgoing port whose target area (24 × 24) holds this place of the scene."""
        local = place - self.pos()
        for key, centre in port_centres(self.card, self.size[0]):
            if abs(local.x() - centre.x()) <= PORT_HIT / 2 and abs(local.y() - centre.y()) <= PORT_HIT / 2:
                return key
        return None

    def row_at(self, place: QPointF) -> str | None:
        """The row at this place of the scene."""
        local = place - self.pos()
        for index, row in enumerate(self.card.rows):
            if abs(local.y() - row_centre(index)) <= ROW / 2 and 0 <= local.x() <= self.size[0]:
                return row.id
        return None

    def fold_at(self, place: QPointF) -> str | None:
        """The group that a click at this place of the scene unfolds: at a group's arrow, at a folded row's count."""
        local = place - self.pos()
        if self.card.members or self.card.hidden:
            group = self.card.id if self.card.members else GROUP + self.card.id
            return group if local.x() >= self.size[0] - 2 * PADDING - 16 and local.y() <= HEAD / 2 + 4 else None
        for index, row in enumerate(self.card.rows):
            if row.members and more_rect(row, index, self.size[0]).adjusted(-4, -4, 4, 4).contains(local):
                return GROUP + self.card.id
        return None

    def boundingRect(self) -> QRectF:
        return self._bounds

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pixmap, exact = self._store.pixmap_for(self)
        if pixmap is None:
            # no time left in this frame: its outline, until a later one
            painter.setPen(self.theme.color("border_strong"))
            painter.setBrush(self.theme.color("card"))
            painter.drawRect(QRectF(0.5, 0.5, self.size[0] - 1, self.size[1] - 1))
            return
        world = QTransform(painter.worldTransform())
        if exact:
            ratio = self._store.dpr
            corner = world.map(QPointF(-MARGIN, -MARGIN))
            place = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
            pixmap.setDevicePixelRatio(ratio)
            painter.setWorldTransform(QTransform())
            painter.drawPixmap(place, pixmap)
            painter.setWorldTransform(world)
            return
        pixmap.setDevicePixelRatio(1.0)
        painter.drawPixmap(self._bounds, pixmap, QRectF(pixmap.rect()))
