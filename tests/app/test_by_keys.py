"""Everything without a mouse: the start page, the parts of the window, the map, the inspector, a deployment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.exporting import ExportDialog
from archloom.app.widgets.check import Check
from archloom.app.window import MainWindow
from archloom.canvas import sidecar

from .conftest import WAIT, tab_to

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONG = 180_000


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key where the focus is, as a person presses it."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def until(
    done: Callable[[], bool], key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """The same key again and again."""
    for _ in range(80):
        if done():
            return
        press(key, modifiers)
    raise AssertionError(f"{key} leads nowhere")


def menu_key() -> None:
    """What the menu key, or Shift+F10, becomes on its way through the window system."""
    place = focus().inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, focus().mapToGlobal(place))
    QApplication.sendEvent(focus(), event)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_an_example_is_opened_from_the_start_page(window: MainWindow, qtbot: QtBot) -> None:
    window.show_start()
    card = next(iter(window.start.cards.values()))
    window.start.open.setFocus()
    tab_to(card, qtbot)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.project is not None and bool(window.bench.view.picture.cards), timeout=WAIT)


def test_a_recent_project_is_opened_from_the_start_page(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    press(Qt.Key.Key_W, CONTROL)
    assert opened.project is None
    opened.start.open.setFocus()
    until(lambda: focus().accessibleName().startswith(shop.name), Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.project is not None, timeout=WAIT)
    assert opened.project is not None
    assert opened.project.root == shop.resolve()


def test_f6_goes_from_part_to_part_and_back(opened: MainWindow) -> None:
    bench = opened.bench
    bench.view.setFocus()
    parts: list[QWidget] = [bench.docks.bottom, bench.top, bench.docks.left, bench.canvas]
    seen: list[QWidget] = []
    for _ in range(8):
        press(Qt.Key.Key_F6)
        seen += [part for part in parts if part.isAncestorOf(focus())][:1]
    assert seen[:4] == parts
    there = focus()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_F6, SHIFT)
    assert focus() is there


def test_f6_leaves_out_what_is_closed(opened: MainWindow) -> None:
    opened.bench.docks.left.hide()
    opened.bench.top.stack.setFocus()
    press(Qt.Key.Key_F6)
    assert focus() is opened.bench.view


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups, on the offscreen platform
def test_the_outline_leads_to_a_card_and_to_what_can_be_done_with_it(opened: MainWindow, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(focus(), "notes")
    press(Qt.Key.Key_Down)
    assert focus() is opened.bench.outline.tree
    until(lambda: opened.bench.outline.selection() == ("kv_store:notes",), Qt.Key.Key_Down)
    assert opened.bench.view.selection.resources == ("kv_store:notes",)
    menu_key()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert any("Rename" in action.text() for action in menu.actions())
    menu.close()


def test_a_kind_of_the_palette_is_added(opened: MainWindow, qtbot: QtBot) -> None:
    opened.bench.side.tabs.setFocus()
    press(Qt.Key.Key_Right)
    assert opened.bench.side.tabs.current == "add"
    tab_to(opened.bench.side.palette_.filter, qtbot)
    QTest.keyClicks(focus(), "topic")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(opened.bench.canvas.quick_add.isVisible)


def test_two_cards_are_connected(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    """The line begins at what is chosen in the outline, and ends at one of the cards."""
    bench = opened.bench
    bench.outline.tree.setFocus()
    press(Qt.Key.Key_Home)
    until(lambda: bench.outline.selection() == ("function:main.show",), Qt.Key.Key_Down)
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_C)
    until(lambda: bench.view.stage.focused == "kv_store:notes", Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert bench.view.popover is not None
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "notes" in (shop / "main.py").read_text().partition("def show")[0][-80:], timeout=WAIT)


def test_cards_are_moved_and_stay_where_they_were_put(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view = opened.bench.view
    view.setFocus()
    view.select(["kv_store:notes"])
    item = view.stage.items_by_id["kv_store:notes"]
    x, y = item.x(), item.y()
    press(Qt.Key.Key_Right, CONTROL)
    press(Qt.Key.Key_Down, CONTROL | SHIFT)
    assert (item.x(), item.y()) == (x + 8, y + 48)
    qtbot.waitUntil(lambda: "kv_store:notes" in view.positions, timeout=WAIT)
    assert sidecar.read(shop)["kv_store:notes"] == (x + 8, y + 48)


def test_the_map_is_paged_and_the_minimap_follows(opened: MainWindow) -> None:
    view = opened.bench.view
    view.setFocus()
    before, frame = view.visible_map(), view.furniture.minimap._window
    press(Qt.Key.Key_PageDown)
    assert view.visible_map().top() > before.top()
    assert view.furniture.minimap._window.top() > frame.top()
    press(Qt.Key.Key_PageUp)
    assert view.visible_map().top() == pytest.approx(before.top(), abs=1)


def test_an_operation_is_taken_away_in_the_inspector(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    bench = opened.bench
    links = bench.view.architecture.links
    link = next(link for link in links if link.resource == "kv_store:orders" and link.operations)
    bench.view.setFocus()
    bench.view.select((link.key,))
    until(lambda: bench.inspector.isAncestorOf(focus()), Qt.Key.Key_F6)
    until(lambda: isinstance(focus(), Check), Qt.Key.Key_Tab)
    before = (shop / "main.py").read_text()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: (shop / "main.py").read_text() != before, timeout=WAIT)


def test_a_preview_is_read_and_applied(opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.bench.view.setFocus()
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    page = opened.bench.bottom.deployment.preview
    qtbot.waitUntil(lambda: focus() is page.apply, timeout=LONG)
    applied: list[bool] = []
    monkeypatch.setattr(opened.deploying.runs, "deploy", applied.append)
    press(Qt.Key.Key_Tab)
    assert page.tree.isAncestorOf(focus()) or focus() is page.tree
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right)
    assert page.tree.isExpanded(page.tree.currentIndex())
    press(Qt.Key.Key_Tab, SHIFT)
    press(Qt.Key.Key_Return)
    assert applied == [False]


def test_an_export_is_chosen_and_left(opened: MainWindow, qtbot: QtBot) -> None:
    opened.bench.view.setFocus()
    press(Qt.Key.Key_E, CONTROL)
    dialog = opened.findChild(ExportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.isAncestorOf(focus()), timeout=WAIT)
    tab_to(dialog.title, qtbot)
    shown = dialog.title.isChecked()
    press(Qt.Key.Key_Space)
    assert dialog.title.isChecked() is not shown
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
