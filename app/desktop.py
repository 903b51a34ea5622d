"""Starts the window: application, theme, event loop; and the one place where an unforeseen error is shown.

Nothing that a person may have lost or broken stops it: settings that cannot be read count as none, a project that is
gone is said on the start page. Errors go into a log file beside the settings, with their traceback.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from .preferences import Preferences, ThemeChoice
from .words import tr

if TYPE_CHECKING:
    from .window import MainWindow

LOG = logging.getLogger("archloom")


def run(path: Path | None, *, theme: ThemeChoice | None = None) -> int:
    """Open the window and wait until it is closed; the answer is the exit status.

    The window is painted before the event loop of asyncio is even imported, and what a project needs is made after it.
    """
    app = application()
    from .window import MainWindow

    preferences = Preferences()
    if theme is not None:
        preferences.theme_for_now(theme)
    window = MainWindow(preferences)
    if path is None:
        window.show_recent()
    else:
        window.show_nothing()
    window.show()
    app.processEvents()
    sys.excepthook = _Shown(window)
    _log_to_file()
    _end_with_ctrl_c(window)
    return _run_loop(app, window, path)


def _run_loop(app: QApplication, window: MainWindow, path: Path | None) -> int:
    import asyncio

    from qasync import QEventLoop

    if not window.isVisible():  # closed before the loop began
        return 0
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    app.lastWindowClosed.connect(loop.stop)
    with loop:
        loop.call_soon(_begin, window, path)
        loop.run_forever()
    return 0


def application() -> QApplication:
    """The QApplication, made when there is none yet."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Archloom")
    app.setOrganizationName("Archloom")
    app.setDesktopFileName("archloom")
    return app


def _begin(window: MainWindow, path: Path | None) -> None:
    window.setWindowIcon(QIcon(_mark()))
    window.worker.start()
    if path is None:
        window.show_start()
        Preparing(window).begin()
    else:
        window.open_project(path)
        threading.Thread(target=_load_what_comes_next, name="archloom-loader", daemon=True).start()


def _mark() -> QPixmap:
    from .widgets.icon import draw_mark

    picture = QPixmap(64, 64)
    picture.fill("transparent")
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, picture.rect().toRectF())
    painter.end()
    return picture


class Preparing(QTimer):
    """Gets ready what a project needs while a person looks at the start page: modules in a thread, widgets in steps."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loader = threading.Thread(target=_load_the_workbench, name="archloom-loader", daemon=True)
        self.timeout.connect(self._step)

    def begin(self) -> None:
        self._loader.start()
        self.start(20)

    def _step(self) -> None:
        if not self._loader.is_alive() and not self._window.make_part():
            self.stop()
            self.deleteLater()


def _load_the_workbench() -> None:
    from . import parts

    _ = parts
    _load_what_comes_next()


def _load_what_comes_next() -> None:
    """Modules that the first selection and the first deployment need (0.2 s), loaded while a person looks."""
    from ..deployer import deploy
    from ..deployer.aws import names
    from .panels.highlight import pieces

    _ = deploy, names, pieces("x = 1", "x.py")


class _Shown:
    """An excepthook that tells a person in a sentence, and the log everything."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        LOG.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        words = tr("Something went wrong in Archloom itself: {}. The details are in {}.")
        words = words.format(error or kind.__name__, log_file())
        self._window.bench.canvas.toast.say(words, state="error")


def log_file() -> Path:
    import platformdirs

    return Path(platformdirs.user_log_path("archloom")) / "window.log"


def _log_to_file() -> None:
    """A log that cannot be written is no reason not to start."""
    from logging.handlers import RotatingFileHandler

    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def _end_with_ctrl_c(window: MainWindow) -> None:
    """Python runs its signal handlers only between bytecodes: a timer gives it the chance."""
    signal.signal(signal.SIGINT, lambda *_: QApplication.closeAllWindows())
    timer = QTimer(window)
    timer.timeout.connect(lambda: None)
    timer.start(300)
