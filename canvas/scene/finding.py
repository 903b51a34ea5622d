"""Which card, and which port, lies at a place of the map. Cards that are about to leave are not found."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsScene

from ..paint.card import MARGIN
from .card_item import CardItem

Items = Mapping[str, CardItem]


def card_at(scene: QGraphicsScene, items: Items, place: QPointF) -> CardItem | None:
    area = QRectF(place.x() - 0.5, place.y() - 0.5, 1, 1)
    return next((item for item in _cards_in(scene, items, area) if item.rect.contains(place)), None)


def port_at(
    scene: QGraphicsScene, items: Items, used: Mapping[str, frozenset[str]], place: QPointF
) -> tuple[CardItem, str] | None:
    """The port under this place: one with a line (USED, by card), or any port of the hovered card."""
    area = QRectF(place.x() - MARGIN, place.y() - MARGIN, 2 * MARGIN, 2 * MARGIN)
    for item in _cards_in(scene, items, area):
        if (port := item.port_at(place)) is not None:
            near_card = item.rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).contains(place)
            if port in used.get(item.card.id, ()) or near_card:
                return item, port
    return None


def _cards_in(scene: QGraphicsScene, items: Items, area: QRectF) -> list[CardItem]:
    # by their rectangles: for the shape of a line Qt has to stroke its path
    found = scene.items(area, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
    return [item for item in found if isinstance(item, CardItem) and items.get(item.card.id) is item]
