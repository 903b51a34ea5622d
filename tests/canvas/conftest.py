"""A view with its picture, and a hand for the mouse: events go to the viewport as a person's would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archloom.canvas.look.theme import Theme
from archloom.canvas.view import CanvasView
from archloom.resources.architecture import Architecture

from . import builders


@pytest.fixture
def docs_chatbot() -> Architecture:
    return builders.docs_chatbot()


@pytest.fixture
def view(qtbot: QtBot, docs_chatbot: Architecture) -> CanvasView:
    """The picture of docs-chatbot in a window of 1,200 × 760 at 100 %, without motion."""
    made = CanvasView(Theme.load("light"))
    qtbot.addWidget(made)
    made.set_motion(False)
    made.resize(1200, 760)
    made.show()
    made.show_architecture(docs_chatbot)
    made.camera.settle_now()
    return made


class Mouse:
    """Presses, moves in eight steps with the button held, releases."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view

    def on(self, key: str) -> QPoint:
        """The middle of a card's head."""
        item = self._view.stage.items_by_id[key]
        return self._view.mapFromScene(QPointF(item.x() + 110, item.y() + 26))

    def port(self, key: str, below: float = 26) -> QPoint:
        item = self._view.stage.items_by_id[key]
        return self._view.mapFromScene(QPointF(item.x() + item.size[0], item.y() + below))

    def press(self, spot: QPoint, button=Qt.MouseButton.LeftButton, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        self._send(QEvent.Type.MouseButtonPress, spot, button, button, modifiers)

    def move(self, start: QPoint, end: QPoint, button=Qt.MouseButton.LeftButton) -> None:
        for step in range(1, 9):
            spot = QPointF(start) + QPointF(end - start) * step / 8
            self._send(
                QEvent.Type.MouseMove, spot.toPoint(), Qt.MouseButton.NoButton, button, Qt.KeyboardModifier.NoModifier
            )

    def release(self, spot: QPoint, button=Qt.MouseButton.LeftButton) -> None:
        none = Qt.MouseButton.NoButton
        self._send(QEvent.Type.MouseButtonRelease, spot, button, none, Qt.KeyboardModifier.NoModifier)

    def click(self, spot: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        self.press(spot, modifiers=modifiers)
        self.release(spot)

    def drag(self, start: QPoint, end: QPoint, button=Qt.MouseButton.LeftButton) -> None:
        self.press(start, button)
        self.move(start, end, button)
        self.release(end, button)

    def _send(self, kind: QEvent.Type, spot: QPoint, button, buttons, modifiers) -> None:
        place = QPointF(spot)
        viewport = self._view.viewport()
        QApplication.sendEvent(
            viewport, QMouseEvent(kind, place, viewport.mapToGlobal(place), button, buttons, modifiers)
        )


@pytest.fixture
def mouse(view: CanvasView) -> Mouse:
    return Mouse(view)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--approve-pictures", action="store_true", help="take today's pictures as the approved ones")
