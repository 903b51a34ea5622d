"""The arc that turns while something runs: it takes no time while nobody sees it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from archloom.app.widgets.spinner import Spinner


@pytest.fixture
def spinner(qtbot: QtBot, light: None) -> Spinner:
    made = Spinner()
    qtbot.addWidget(made)
    return made


def turns(spinner: Spinner) -> bool:
    return any(timer.isActive() for timer in spinner.findChildren(QTimer))


def test_it_turns_only_while_it_is_shown(spinner: Spinner) -> None:
    assert not turns(spinner)
    spinner.show()
    assert turns(spinner)
    spinner.hide()
    assert not turns(spinner)


def test_it_looks_another_way_after_each_step(spinner: Spinner, qtbot: QtBot) -> None:
    spinner.show()
    before = spinner.grab().toImage()
    qtbot.waitUntil(lambda: spinner.grab().toImage() != before)
