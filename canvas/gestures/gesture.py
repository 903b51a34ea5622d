"""The life cycle of a gesture: made when it begins, `move` for each step, then `finish` or `cancel`."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from ..map_view import MapView


class Gesture:
    """`place` is where the pointer is on the map, `spot` where it is in the viewport."""

    cursor: Qt.CursorShape | None = None
    scrolls = True
    """Does the map move along when the pointer is at the edge of the view?"""

    def __init__(self, view: MapView, place: QPointF, spot: QPointF) -> None:
        self.view, self.stage = view, view.stage
        self.start = place

    def move(self, place: QPointF, spot: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        raise NotImplementedError

    def finish(self, place: QPointF, spot: QPointF) -> None:
        """The button was released: what was done stays."""

    def cancel(self) -> None:
        """Escape, or the window lost the mouse: everything is as before."""
