"""Real windows on small projects: each test gets its own settings, state folder and worker, and leaves none behind."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from archloom.app import look
from archloom.app.preferences import Preferences
from archloom.app.window import MainWindow

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WAIT = 20_000

SHOP = '''"""A shop with one route and one store."""
from archloom.resources import KVStore, Queue, Router, allow

api = Router("shop")
orders = KVStore("orders", partition_key="id")
notes = KVStore("notes")
jobs = Queue("jobs")


@api.get("/orders/{id}")
@allow(orders.get)
def show(request):
    return orders.get(request.path_params["id"])


@api.post("/orders")
def place(request):
    orders.set("1", request.json())
    jobs.push("1")
    return {"placed": True}


@jobs.subscribe
def pack(message):
    return None
'''


@pytest.fixture(scope="session")
def loop(qapp: QApplication) -> QEventLoop:
    """The event loop of the program, for coroutines of the window."""
    made = QEventLoop(qapp, already_running=True)
    asyncio._set_running_loop(None)
    return made


@pytest.fixture(autouse=True)
def _running(loop: QEventLoop) -> Iterator[None]:
    """The loop counts as running for one test only: others in the same process run loops of their own."""
    asyncio.set_event_loop(loop)
    asyncio._set_running_loop(loop)
    yield
    asyncio._set_running_loop(None)
    asyncio.set_event_loop(None)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def light(qapp: QApplication) -> None:
    look.wear("light")


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text(SHOP)
    return root


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str], Path]:
    """A copy of a bundled example."""

    def copy(name: str) -> Path:
        root = tmp_path / name
        shutil.copytree(EXAMPLES / name, root, ignore=shutil.ignore_patterns("__pycache__"))
        return root

    return copy


@pytest.fixture
def window(qtbot: QtBot, loop: QEventLoop, preferences: Preferences) -> Iterator[MainWindow]:
    made = MainWindow(preferences)
    made.resize(1400, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    qtbot.wait(1)
    gc.collect()


@pytest.fixture
def opened(window: MainWindow, shop: Path, qtbot: QtBot) -> MainWindow:
    """A window with the shop open and drawn."""
    return open_in(window, shop, qtbot)


def open_in(window: MainWindow, root: Path, qtbot: QtBot) -> MainWindow:
    window.open_project(root)
    qtbot.waitUntil(lambda: window.project is not None and window.project.architecture is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: bool(window.bench.view.picture.cards), timeout=WAIT)
    return window


def tab_to(widget: QWidget, qtbot: QtBot) -> None:
    """Press Tab until the widget has the focus."""
    for _ in range(80):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus is widget:
            return
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {widget}")
