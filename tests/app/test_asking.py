"""Questions: what Enter and the mouse answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.asking import Question


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def asked(parent: QWidget, answers: list[str], typed: str) -> Question:
    question = Question(parent, "Destroy dev?", "Everything goes.", "Destroy", danger=True, typed=typed)
    question.ask(lambda: answers.append("yes"))
    question.finished.connect(lambda _result: answers.append("closed"))
    return question


def test_enter_in_the_line_that_is_typed_means_yes(parent: QWidget) -> None:
    answers: list[str] = []
    question = asked(parent, answers, "dev")
    QTest.keyClicks(question.typed_line, "dev")
    QTest.keyClick(question.typed_line, Qt.Key.Key_Return)
    assert "yes" in answers


def test_enter_before_it_is_typed_does_nothing(parent: QWidget) -> None:
    answers: list[str] = []
    question = asked(parent, answers, "dev")
    QTest.keyClicks(question.typed_line, "de")
    QTest.keyClick(question.typed_line, Qt.Key.Key_Return)
    assert answers == []
    QTest.keyClick(question.typed_line, Qt.Key.Key_Escape)
    assert answers == ["closed"]


def test_what_cannot_be_taken_back_looks_so_and_does_not_happen_by_enter(parent: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    careful = Question(parent, "Stop it?", "It is running.", "Stop and close", danger=True)
    careful.ask(lambda: done.append("stopped"))
    harmless = Question(parent, "Write this?", "main.py +1", "Write")

    assert (careful.yes.property("look"), harmless.yes.property("look")) == ("grave", "main")
    qtbot.keyClick(careful, Qt.Key.Key_Return)
    assert done == []
