"""Docks: the panel left (outline and palette), right (inspector) and below, each with a title of its own.

They can be moved, closed and brought back; the left and the right one own the corners.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from ...canvas.look.tokens import tokens
from .separators import Separators

_SIZES = tokens()["window"]
LEFT, RIGHT, BOTTOM = _SIZES["left"], _SIZES["right"], _SIZES["bottom"]


class Dock(QDockWidget):
    """`header` is what it is moved by; Qt shows it in place of a title bar."""

    def __init__(self, name: str, title: str, content: QWidget, header: QWidget) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setTitleBarWidget(header)
        self.setWidget(content)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )


class Docks(QMainWindow):
    """The canvas in the middle, three docks around it. Lives inside the window as an ordinary widget."""

    def __init__(self, canvas: QWidget, left: Dock, right: Dock, bottom: Dock) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.left, self.right, self.bottom = left, right, bottom
        self._sized = False
        self._restored: QByteArray | None = None
        self._separators = Separators()
        self.setStyle(self._separators)  # of this one widget
        self.setCentralWidget(canvas)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for side, area in ((Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
                           (Qt.Corner.TopLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
                           (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
                           (Qt.Corner.TopRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)):  # fmt: skip
            self.setCorner(side, area)
        left.setMinimumWidth(LEFT["min"])
        left.setMaximumWidth(LEFT["max"])
        right.setMinimumWidth(RIGHT["min"])
        right.setMaximumWidth(RIGHT["max"])
        bottom.setMinimumHeight(BOTTOM["min"])
        self.reset()

    def reset(self) -> None:
        """Everything back to where it was at the first start."""
        places = (
            (self.left, Qt.DockWidgetArea.LeftDockWidgetArea),
            (self.right, Qt.DockWidgetArea.RightDockWidgetArea),
            (self.bottom, Qt.DockWidgetArea.BottomDockWidgetArea),
        )
        for dock, area in places:
            self.removeDockWidget(dock)
            self.addDockWidget(area, dock)
            dock.show()
        self._resize(LEFT["default"], RIGHT["default"], BOTTOM["default"])

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes hold only once there is room to give away."""
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            QTimer.singleShot(0, self, self._first_sizes)

    def _first_sizes(self) -> None:
        if self._restored is None:
            self._resize(LEFT["default"], RIGHT["default"], BOTTOM["default"])
        else:
            self.restoreState(self._restored)

    def _resize(self, left: int, right: int, bottom: int) -> None:
        self.resizeDocks([self.left, self.right], [left, right], Qt.Orientation.Horizontal)
        self.resizeDocks([self.bottom], [bottom], Qt.Orientation.Vertical)

    def make_room(self, height: int) -> None:
        """The bottom dock at least this high, as a deployment wants it; a person's larger size is kept."""
        self.bottom.show()
        if self.bottom.height() < height:
            self.resizeDocks([self.bottom], [height], Qt.Orientation.Vertical)

    def restore(self, state: QByteArray) -> None:
        """Take the places and sizes of an earlier session, when they can be read."""
        if not state.isEmpty() and self.restoreState(state):
            self._restored = state
