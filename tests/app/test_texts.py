"""Sentences as they are drawn: code in its own type, and an end that is cut where there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from archloom.app.widgets.text import Paragraph, plain
from archloom.app.widgets.toast import Toast
from archloom.canvas.look import fonts


def test_what_stands_between_backticks_is_drawn_as_code(qtbot: QtBot) -> None:
    made = Paragraph("Set `port` to <8080> & go.")
    qtbot.addWidget(made)
    assert made.text() == "Set `port` to <8080> & go."
    drawn = QLabel.text(made)
    assert made.textFormat() == Qt.TextFormat.RichText
    assert ">port</span> to &lt;8080&gt; &amp; go." in drawn
    assert "`" not in drawn


def test_code_is_drawn_in_the_type_of_code(qtbot: QtBot) -> None:
    made = Paragraph("Set `port` now.")
    qtbot.addWidget(made)
    page = QTextDocument()
    page.setHtml(QLabel.text(made))
    cursor = QTextCursor(page)
    families: dict[str, list[str]] = {}
    for place, word in ((2, "Set"), (6, "port")):
        cursor.setPosition(place)
        families[word] = cursor.charFormat().fontFamilies() or []
    assert families == {"Set": [], "port": [fonts.font("row_code").family()]}


def test_a_sentence_without_code_stays_plain(qtbot: QtBot) -> None:
    made = Paragraph("Set `port`.")
    qtbot.addWidget(made)
    made.setText("1 < 2")
    assert (made.textFormat(), QLabel.text(made)) == (Qt.TextFormat.PlainText, "1 < 2")


def test_one_line_is_drawn_without_the_marks() -> None:
    assert plain("`port` is a number, not `x`; a lone ` stays.") == "port is a number, not x; a lone ` stays."


def test_a_long_sentence_in_a_toast_leaves_room_for_its_buttons(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(500, 300)
    over.show()
    toast = Toast(over)
    toast.say("It cannot be written because " * 12, offers=[("Show", lambda: None)])
    assert toast.width() <= 476
    button = next(one for one in toast.findChildren(QWidget) if one.metaObject().className() == "Button")
    assert toast.rect().contains(button.geometry())
