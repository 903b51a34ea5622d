"""Export from the window: a process draws the picture while the window lives on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.exporting import ExportDialog
from archloom.app.window import MainWindow

from .conftest import WAIT


def dialog_of(window: MainWindow) -> ExportDialog:
    window.registry.run("file.export")
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    return dialog


def test_a_picture_is_written_and_said(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = dialog_of(opened)
    with qtbot.waitSignal(dialog.finished, timeout=WAIT):
        dialog.write(tmp_path / "picture.png")
        assert not dialog.save.isEnabled()
    assert not QImage(str(tmp_path / "picture.png")).isNull()
    assert opened.bench.canvas.toast.accessibleName().startswith("picture.png written")


def test_what_was_not_written_is_said_and_may_be_tried_again(opened: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = dialog_of(opened)
    (tmp_path / "file").write_text("in the way")
    dialog.write(tmp_path / "file" / "picture.svg")
    qtbot.waitUntil(lambda: "was not written" in opened.bench.canvas.toast.accessibleName(), timeout=WAIT)
    assert dialog.save.isEnabled()
    dialog.reject()


def test_text_is_written_at_once(opened: MainWindow, tmp_path: Path) -> None:
    dialog = dialog_of(opened)
    dialog.write(tmp_path / "picture.mmd")
    assert "orders" in (tmp_path / "picture.mmd").read_text()


def test_the_picture_is_copied_as_an_image(opened: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    opened.registry.run("file.copy_image")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=WAIT)
