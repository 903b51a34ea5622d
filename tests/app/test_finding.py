"""Search, commands and menus: everything can be reached by its name and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QToolButton
from pytestqt.qtbot import QtBot

from archloom.app.actions import Action, Registry
from archloom.app.panels.finder import Found, find
from archloom.app.window import MainWindow

KNOWN = tuple(Found(title, note, "", "") for title, note in (
    ("favourites", "KV store"), ("/favourites", "jokes"), ("jokes", "Router"), ("Export the picture…", "File"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("jokes", "jokes"),
        ("fav", "favourites"),
        ("/fav", "/favourites"),
        ("export", "Export the picture…"),
        ("picture export", "Export the picture…"),
        ("store", "favourites"),
    ],
)
def test_the_best_match_comes_first(text: str, first: str) -> None:
    assert find(text, KNOWN)[0].title == first


def test_nothing_is_found_for_words_that_nothing_has() -> None:
    assert find("zebra", KNOWN) == ()


def test_searching_selects_the_resource(opened: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = opened.bench.top.search
    assert field.hasFocus()
    QTest.keyClicks(field, "orders")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.bench.view.selection.resources == ("kv_store:orders",)
    assert opened.bench.inspector.title.text() == "KV store"


def test_searching_runs_a_command(opened: MainWindow) -> None:
    opened.registry.run("edit.find")
    QTest.keyClicks(opened.bench.top.search, "Changes")
    QTest.keyClick(opened.bench.top.search, Qt.Key.Key_Return)
    assert opened.bench.bottom.tabs.current == "changes"


def test_a_search_without_a_match_says_so(opened: MainWindow) -> None:
    opened.registry.run("edit.find")
    QTest.keyClicks(opened.bench.top.search, "zebra")
    assert opened.bench.search.results.found() == ()
    assert opened.bench.search.results.isVisible()


def test_the_outline_filters_and_says_when_nothing_is_left(opened: MainWindow) -> None:
    outline = opened.bench.outline
    QTest.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert outline.filter.hasFocus()
    QTest.keyClicks(outline.filter, "orders")
    assert outline.shown_titles() == ["shop", "orders"]
    QTest.keyClicks(outline.filter, "zzz")
    assert "hides all" in outline.words


def test_selecting_in_the_outline_selects_on_the_canvas(opened: MainWindow, qtbot: QtBot) -> None:
    tree = opened.bench.outline.tree
    index = opened.bench.outline.index_of("queue:jobs")
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert opened.bench.view.selection.resources == ("queue:jobs",)
    assert opened.bench.bottom.code.place is not None
    assert opened.bench.bottom.code.place.span.file == "main.py"


def test_every_action_has_a_title_and_no_two_share_a_key(window: MainWindow) -> None:
    keys: dict[str, str] = {}
    for record in window.registry:
        assert record.title
        for key in filter(None, record.shortcut.split(", ")):
            assert key not in keys, f"{record.id} and {keys.get(key)} share {key}"
            keys[key] = record.id


def test_every_button_has_a_name_that_a_reader_can_say(opened: MainWindow) -> None:
    nameless = [
        button for button in opened.findChildren(QAbstractButton) if button.isVisible()
        and not (button.accessibleName() or button.text() or button.toolTip()) and not _of_qt(button)
    ]  # fmt: skip
    assert nameless == []


def test_what_does_not_apply_is_disabled(window: MainWindow) -> None:
    window.registry.refresh()
    assert not window.registry.qt("edit.undo").isEnabled()
    assert not window.registry.qt("file.export").isEnabled()
    assert window.registry.qt("file.open").isEnabled()


def test_two_actions_may_not_share_an_id(window: MainWindow) -> None:
    registry = Registry(window)
    record = Action("x", "X", lambda: None)
    with pytest.raises(ValueError, match="two actions are called x"):
        registry.add([record, record])


def test_docks_are_hidden_and_come_back_with_reset(opened: MainWindow) -> None:
    opened.registry.run("view.left")
    opened.registry.run("view.bottom")
    assert not opened.bench.docks.left.isVisible()
    opened.registry.run("view.reset")
    assert opened.bench.docks.left.isVisible()
    assert opened.bench.docks.bottom.isVisible()


def test_the_theme_is_chosen_and_remembered(opened: MainWindow) -> None:
    opened.registry.run("view.theme_dark")
    assert opened.bench.view.theme.name == "dark"
    assert opened.preferences.theme == "dark"
    opened.registry.run("view.theme_light")
    assert opened.bench.view.theme.name == "light"


def _of_qt(button: QAbstractButton) -> bool:
    """Parts of Qt's own widgets: the clear button of a field, the buttons of a dock that has no title bar of ours."""
    return button.objectName().startswith("qt_") or type(button) in (QAbstractButton, QToolButton)
