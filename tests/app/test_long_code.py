"""A file of thousands of lines in the code pane: shown in parts, coloured where it is in sight."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from archloom.app import look
from archloom.app.panels.code_view import LINE, CodeView
from archloom.app.panels.diff_view import DiffLine, diff_lines
from archloom.app.panels.highlight import pieces

LINES = 6_000
TEXT = "".join(f"x{n} = {n}\n" for n in range(LINES))


@pytest.fixture
def view(qtbot: QtBot, light: None) -> CodeView:
    made = CodeView()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def color_of(view: CodeView, line: int) -> str:
    """The colour of the first coloured piece of a line; empty while it has none."""
    formats = view.document().findBlockByNumber(line - 1).layout().formats()
    return formats[0].format.foreground().color().name() if formats else ""


def test_all_of_a_long_text_is_shown_in_the_end(view: CodeView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    assert view.document().blockCount() < LINES  # the event loop has a turn in between
    qtbot.waitUntil(lambda: view.toPlainText() == TEXT)


def test_a_line_far_down_is_shown_as_soon_as_it_is_there(view: CodeView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    view.go_to(5_000)
    qtbot.waitUntil(lambda: view.document().blockCount() > LINES)
    qtbot.waitUntil(lambda: 0 < 4_999 * LINE - view.verticalScrollBar().value() < view.viewport().height())


def test_a_text_that_is_shown_next_puts_the_long_one_aside(view: CodeView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    view.show_text("y = 1\n")
    qtbot.wait(50)
    assert view.toPlainText() == "y = 1\n"


def test_lines_take_their_colours_when_they_come_into_sight(view: CodeView, qtbot: QtBot) -> None:
    view.show_text(TEXT)
    qtbot.waitUntil(lambda: view.document().blockCount() > LINES)
    view.show_colors(pieces(TEXT, "main.py"))
    number = look.color("code_number").name()
    assert color_of(view, 1) == number
    assert not color_of(view, 5_000)
    view.go_to(5_000)
    assert color_of(view, 5_000) == number


def test_a_diff_of_two_long_texts_has_the_numbers_of_the_new_one() -> None:
    after = TEXT.replace("x4000 = 4000\n", "x4000 = 1\n")
    assert diff_lines(TEXT, after, 1) == (
        DiffLine(" ", "x3999 = 3999", 4000), DiffLine("-", "x4000 = 4000"), DiffLine("+", "x4000 = 1", 4001),
        DiffLine(" ", "x4001 = 4001", 4002),
    )  # fmt: skip
