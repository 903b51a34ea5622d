"""The panels around the map: where and how large they are at first, and again when a person asks for that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archloom.app.workbench.docks import BOTTOM, LEFT, RIGHT, Dock, Docks


@pytest.fixture
def docks(qtbot: QtBot, light: None) -> Docks:
    made = Docks(QWidget(), *(Dock(name, name.title(), QWidget(), QWidget()) for name in ("left", "right", "bottom")))
    qtbot.addWidget(made)
    made.resize(1400, 900)
    made.show()
    qtbot.waitUntil(lambda: sizes(made) == FIRST)
    return made


FIRST = (LEFT["default"], RIGHT["default"], BOTTOM["default"])


def sizes(docks: Docks) -> tuple[int, int, int]:
    return docks.left.width(), docks.right.width(), docks.bottom.height()


def test_reset_brings_back_what_was_closed_moved_and_resized(docks: Docks, qtbot: QtBot) -> None:
    docks.left.close()
    docks.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks.right)
    docks.resizeDocks([docks.bottom], [FIRST[2] + 90], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: docks.bottom.height() == FIRST[2] + 90)

    docks.reset()

    qtbot.waitUntil(lambda: sizes(docks) == FIRST)
    assert docks.left.isVisible()
    assert docks.dockWidgetArea(docks.right) == Qt.DockWidgetArea.RightDockWidgetArea


def test_room_is_made_for_a_deployment_and_a_larger_pane_is_kept(docks: Docks, qtbot: QtBot) -> None:
    docks.make_room(FIRST[2] + 60)
    qtbot.waitUntil(lambda: docks.bottom.height() == FIRST[2] + 60)

    docks.make_room(FIRST[2])

    assert docks.bottom.height() == FIRST[2] + 60


def test_places_of_an_earlier_session_come_back(docks: Docks, qtbot: QtBot) -> None:
    docks.right.close()
    kept = docks.saveState()
    docks.reset()
    assert docks.right.isVisible()

    docks.restore(kept)

    assert not docks.right.isVisible()
