"""Opening: what a person sees of a project, and what happens to one that is gone, empty or broken."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.asking import Question
from archloom.app.preferences import Preferences
from archloom.app.window import MainWindow

from .conftest import WAIT, open_in, tab_to


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_outline_is_empty_until_the_next_project_is_read(opened: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    opened.open_project(tmp_path / "other")
    assert opened.bench.outline.shown_titles() == []


def test_reading_that_takes_long_says_so_and_can_be_cancelled_by_key(
    window: MainWindow, shop: Path, qtbot: QtBot
) -> None:
    window.worker.start()
    assert window.worker.pid is not None
    os.kill(window.worker.pid, signal.SIGSTOP)
    window.open_project(shop)
    assert window.bench.outline.words == ""
    qtbot.waitUntil(lambda: "Reading the code" in window.bench.canvas.empty_words, timeout=WAIT)
    words = next(label for label in window.bench.canvas.findChildren(QLabel) if "Reading the code" in label.text())
    window.bench.view.setFocus()
    tab_to(words, qtbot)
    qtbot.keyClick(words, Qt.Key.Key_Tab)  # to the link in them
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert window.project is None
    open_in(window, shop, qtbot)
    assert window.bench.canvas.empty_words == ""


def test_the_picture_and_the_outline_show_what_the_code_makes(opened: MainWindow) -> None:
    names = {card.name for card in opened.bench.view.picture.cards}
    assert {"shop", "orders", "jobs", "show", "place", "pack"} <= names
    rows = opened.bench.outline.tree.model()
    assert [rows.index(at, 0).data() for at in range(rows.rowCount())] == [
        "Entry points", "Compute", "Data", "Messaging",
    ]  # fmt: skip


def test_opening_writes_nothing_into_the_project(window: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = tree(shop)
    open_in(window, shop, qtbot)
    window.bench.view.select(["kv_store:orders"])
    window.close_project()
    assert tree(shop) == before


def test_a_saved_file_changes_the_picture(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    text = (shop / "main.py").read_text()
    (shop / "main.py").write_text(text.replace('KVStore("notes")', 'KVStore("remarks")'))
    qtbot.waitUntil(lambda: "kv_store:remarks" in opened.bench.view.picture.card_by_id, timeout=WAIT)
    assert "kv_store:notes" not in opened.bench.view.picture.card_by_id


def test_a_file_that_does_not_parse_is_said_and_the_picture_stays(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    good = (shop / "main.py").read_text()
    (shop / "main.py").write_text(good + "\ndef broken(:\n")
    qtbot.waitUntil(lambda: bool(opened.bench.canvas.strip.words), timeout=WAIT)
    assert "main.py" in opened.bench.canvas.strip.words
    assert "kv_store:orders" in opened.bench.view.picture.card_by_id
    (shop / "main.py").write_text(good)
    qtbot.waitUntil(lambda: not opened.bench.canvas.strip.words, timeout=WAIT)


def test_a_folder_without_python_opens_and_says_what_to_do(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    window.open_project(empty)
    qtbot.waitUntil(lambda: window.project is not None and window.project.architecture is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: "no Python" in window.bench.canvas.empty_words, timeout=WAIT)


def test_a_project_that_is_gone_is_said_on_the_start_page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.open_project(tmp_path / "nowhere")
    assert not window.project
    assert window.start.isVisible()
    question = window.findChild(Question)
    assert question is not None
    question.reject()


def test_a_project_that_vanishes_while_open_keeps_its_last_picture(
    opened: MainWindow, shop: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shop.rename(tmp_path / "elsewhere")
    qtbot.waitUntil(lambda: "no longer there" in opened.bench.canvas.strip.words, timeout=WAIT)
    assert "kv_store:orders" in opened.bench.view.picture.card_by_id


@pytest.mark.parametrize(
    "text", ["", "not an ini file \x00\x01", "[projects]\nrecent=@Invalid()\n", "[look]\ntheme=7\n"]
)
def test_broken_settings_count_as_none(text: str, tmp_path: Path, qtbot: QtBot, loop: object) -> None:
    file = tmp_path / "broken.ini"
    file.write_text(text)
    made = MainWindow(Preferences(QSettings(str(file), QSettings.Format.IniFormat)))
    made.show_start()
    assert made.preferences.recent() == ()
    assert made.preferences.theme == "system"
    made.close()


def test_the_worker_that_is_killed_is_started_again(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    pid = opened.worker.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: not opened.worker.alive, timeout=WAIT)
    (shop / "main.py").write_text((shop / "main.py").read_text().replace('"notes"', '"remarks"'))
    qtbot.waitUntil(lambda: "kv_store:remarks" in opened.bench.view.picture.card_by_id, timeout=WAIT)
    assert opened.worker.pid != pid


def test_closing_the_window_ends_the_worker(window: MainWindow, shop: Path, qtbot: QtBot) -> None:
    open_in(window, shop, qtbot)
    pid = window.worker.pid
    assert pid is not None
    window.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_folder_dropped_on_the_window_is_opened(window: MainWindow, shop: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(shop))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(10, 10), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(10, 10), *how))
    qtbot.waitUntil(lambda: bool(window.bench.view.picture.cards), timeout=WAIT)
    assert window.windowTitle() == "shop — Archloom"
    assert [item.name for item in window.preferences.recent()] == ["shop"]


def test_the_examples_get_their_pictures(window: MainWindow, qtbot: QtBot) -> None:
    window.show_start()
    assert len(window.start.cards) == 7
    first = next(iter(window.start.cards.values()))
    qtbot.waitUntil(lambda: first.has_picture, timeout=WAIT)


def test_alt_alone_shows_the_menu_bar_and_alt_in_a_shortcut_does_not(opened: MainWindow) -> None:
    def send(kind: QEvent.Type, modifiers: Qt.KeyboardModifier) -> None:
        QApplication.sendEvent(opened, QKeyEvent(kind, Qt.Key.Key_Alt, modifiers))

    bar = opened.parts.menus.bar
    for shortcut in (True, False):
        send(QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier)
        if shortcut:
            opened.registry.run("view.logs")  # Alt+5, whose 5 never reaches the window
        send(QEvent.Type.KeyRelease, Qt.KeyboardModifier.AltModifier)
        assert bar.isVisible() is not shortcut


def test_changes_of_other_files_show_while_one_does_not_parse(window: MainWindow, shop: Path, qtbot: QtBot) -> None:
    (shop / "more.py").write_text('from archloom.resources import Bucket\n\ndocs = Bucket("docs")\n')
    opened = open_in(window, shop, qtbot)
    view, good = opened.bench.view, (shop / "main.py").read_text()
    qtbot.waitUntil(lambda: "bucket:docs" in view.picture.card_by_id, timeout=WAIT)
    (shop / "main.py").write_text(good + "\ndef broken(:\n")
    qtbot.waitUntil(lambda: "main.py:27 does not parse" in opened.bench.canvas.strip.words, timeout=WAIT)
    (shop / "more.py").write_text('from archloom.resources import Bucket\n\npapers = Bucket("papers")\n')
    qtbot.waitUntil(lambda: "bucket:papers" in view.picture.card_by_id, timeout=WAIT)
    assert {"kv_store:orders", "queue:jobs"} <= view.picture.card_by_id.keys()
    assert "bucket:docs" not in view.picture.card_by_id
    (shop / "main.py").write_text(good)
    qtbot.waitUntil(lambda: not opened.bench.canvas.strip.words, timeout=WAIT)
    assert "bucket:papers" in view.picture.card_by_id
