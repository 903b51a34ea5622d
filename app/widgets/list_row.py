"""What the rows of all lists and trees look like under the pointer and when they are chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from .. import look

_CHOSEN, _HOVERED = QStyle.StateFlag.State_Selected, QStyle.StateFlag.State_MouseOver


def draw_ground(painter: QPainter, box: QRectF, state: QStyle.StateFlag, radius: float = 0) -> None:
    """The ground of a row in STATE. RADIUS is that of its corners, in pixels."""
    if not state & (_CHOSEN | _HOVERED):
        return
    color = look.color("selection" if state & _CHOSEN else "hover")
    if not radius:
        painter.fillRect(box, color)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(box, radius, radius)
