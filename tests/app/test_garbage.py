"""Cyclic garbage is collected while nobody looks."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archloom.app.garbage import Garbage, settle


class Loop:
    """Refers to itself: counting references never ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def garbage(qapp: QApplication) -> Iterator[Garbage]:
    before = gc.get_threshold()
    made = Garbage(qapp)
    made._timer.setInterval(0)
    yield made
    made.deleteLater()
    gc.set_threshold(*before)
    gc.unfreeze()


def frozen_loop() -> weakref.ref[Loop]:
    """Garbage that was alive when a picture was shown."""
    loop = Loop()
    settle()
    return weakref.ref(loop)


def test_what_is_frozen_is_left_aside_by_a_collection(garbage: Garbage) -> None:
    lost = frozen_loop()
    gc.collect()
    assert lost() is not None


def test_all_of_it_is_gone_through_once_another_program_is_active(garbage: Garbage, qtbot: QtBot) -> None:
    lost = frozen_loop()
    garbage._changed(Qt.ApplicationState.ApplicationInactive)
    qtbot.waitUntil(lambda: lost() is None)


def test_who_comes_back_in_time_is_not_kept_waiting(garbage: Garbage, qtbot: QtBot) -> None:
    lost = frozen_loop()
    garbage._changed(Qt.ApplicationState.ApplicationInactive)
    garbage._changed(Qt.ApplicationState.ApplicationActive)
    qtbot.wait(1)
    assert lost() is not None
    assert not garbage._timer.isActive()


def test_the_oldest_generation_is_not_collected_by_itself(garbage: Garbage) -> None:
    assert gc.get_threshold()[2] > 100_000
