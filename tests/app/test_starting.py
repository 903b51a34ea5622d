"""What is made before a person sees the window, and what after."""

from __future__ import annotations

import os
import subprocess
import sys

from pytestqt.qtbot import QtBot

from archloom.app.desktop import Preparing
from archloom.app.preferences import Preferences
from archloom.app.window import MainWindow

FIRST = """
import sys
from archloom.app import desktop
app = desktop.application()
from archloom.app.window import MainWindow
window = MainWindow()
window.show_recent()
window.show()
app.processEvents()
print(window.start.isVisible())
late = ("asyncio", "networkx", "pygments", "libcst", "archloom.canvas.view", "archloom.app.workbench.workbench",
        "archloom.resources.kinds", "archloom.deployer", "logging.handlers")
print([name for name in late if name in sys.modules])
"""


def test_the_start_page_is_painted_before_anything_else_is_loaded(tmp_path: object) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    out = subprocess.run(
        [sys.executable, "-c", FIRST], env=os.environ | home, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    assert out.split("\n")[:2] == ["True", "[]"]


def test_what_a_project_needs_is_made_in_steps(window: MainWindow) -> None:
    steps = 1
    while window.make_part():
        steps += 1
    assert steps >= 6
    assert not window.make_part()
    assert window.bench.view is window.bench.canvas.view


def test_it_is_made_while_the_start_page_is_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    preparing = Preparing(window)
    preparing.begin()
    with qtbot.waitSignal(preparing.destroyed, timeout=20_000):
        pass
    assert window._made is not None


def test_who_needs_it_at_once_gets_it_at_once(window: MainWindow) -> None:
    window.make_part()
    assert window.registry["file.open"].shortcut == "Ctrl+O"


def test_a_window_that_only_showed_the_start_page_keeps_its_place(window: MainWindow, preferences: Preferences) -> None:
    window.close()
    assert not preferences.bytes("geometry").isEmpty()
    assert preferences.bytes("docks").isEmpty()
