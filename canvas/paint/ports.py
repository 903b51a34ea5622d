"""Ports: where lines leave a card, and the circle where a new one may come in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ..look.theme import Theme
from ..measures import HEAD_CENTRE, PORT, PORT_HOVER, PORT_IN, row_centre
from ..picture import Card
from .look import CardLook


def port_centres(card: Card, width: float) -> list[tuple[str, QPointF]]:
    """Every outgoing port of a card: its own, then one per row."""
    ports = [(card.id, QPointF(width, HEAD_CENTRE))]
    return ports + [(row.id, QPointF(width, row_centre(index))) for index, row in enumerate(card.rows)]


def paint_ports(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, fill: QColor) -> None:
    for key, centre in port_centres(card, rect.width()):
        free = key not in look.used
        if free and not (look.hovered or key == look.pointed):
            continue
        if key == look.pointed:
            _circle(painter, centre, PORT_HOVER, QPen(theme.color("accent"), 2), theme.color("card"))
        elif key in look.lit:
            _circle(painter, centre, PORT, QPen(theme.color("accent"), 1.5), theme.color("accent"))
        else:
            pen = QPen(theme.color("line_permission", 0.45 if free or look.faint else 1.0), 1.5)
            _circle(painter, centre, PORT, pen, fill)


def paint_incoming(painter: QPainter, theme: Theme, look: CardLook) -> None:
    if look.target in ("valid", "over"):
        fill = theme.color("accent" if look.target == "over" else "card")
        _circle(painter, QPointF(0.5, HEAD_CENTRE), PORT_IN, QPen(theme.color("accent"), 1.5), fill)


def _circle(painter: QPainter, centre: QPointF, diameter: float, pen: QPen, fill: QColor) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    radius = (diameter - pen.widthF()) / 2
    painter.drawEllipse(centre, radius, radius)
