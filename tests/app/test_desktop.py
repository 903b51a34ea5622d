"""The program as a person starts it: a process of its own that shows a window and ends well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from archloom.app import desktop
from archloom.app.window import MainWindow

def look():
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    if windows and windows[0].isVisible() and (windows[0].bench.view.picture.cards or windows[0].start.isVisible()):
        print(windows[0].windowTitle(), flush=True)
        if "--stay" not in sys.argv:
            QApplication.closeAllWindows()
        watch.stop()

app = desktop.application()
watch = QTimer()
watch.timeout.connect(look)
watch.start(50)
sys.exit(desktop.run(Path(sys.argv[1]) if sys.argv[1] != "-" else None))
"""


def start(tmp_path: Path, *words: str) -> subprocess.Popen[str]:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", START, *words]
    return subprocess.Popen(command, env=os.environ | home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> tuple[int, str, list[str]]:
    out, errors = process.communicate(timeout=60)
    lines = [line for line in errors.splitlines() if "propagateSizeHints" not in line]
    return process.returncode, out.strip(), lines


def test_it_opens_a_project_and_ends_without_a_word(tmp_path: Path, shop: Path) -> None:
    assert said(start(tmp_path, str(shop))) == (0, "shop — Archloom", [])


def test_it_begins_with_the_start_page(tmp_path: Path) -> None:
    assert said(start(tmp_path, "-")) == (0, "Archloom", [])


def test_a_project_that_is_gone_does_not_stop_it(tmp_path: Path) -> None:
    assert said(start(tmp_path, str(tmp_path / "gone"))) == (0, "Archloom", [])


def test_settings_that_are_no_settings_do_not_stop_it(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "Archloom"
    folder.mkdir(parents=True)
    (folder / "Archloom.conf").write_bytes(b"\x00\xff[window\ngeometry=@ByteArray(nonsense)\ndocks=@ByteArray(no)\n")
    assert said(start(tmp_path, "-")) == (0, "Archloom", [])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process on Windows")
def test_ctrl_c_in_the_terminal_closes_it(tmp_path: Path, shop: Path) -> None:
    process = start(tmp_path, str(shop), "--stay")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "shop — Archloom"
    process.send_signal(signal.SIGINT)
    assert said(process)[0] == 0
