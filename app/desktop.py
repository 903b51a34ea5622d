"""Starts the window: application, theme, event loop; and the one place where an unforeseen error is shown.

Nothing that a person may have lost or broken stops it: settings that cannot be read count as none, a project that is
gone is said on the start page. Errors go into a log file beside the settings, with their traceback.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from .preferences import Preferences, ThemeChoice

LOG = logging.getLogger("archloom")


def run(path: Path | None, *, theme: ThemeChoice | None = None) -> int:
    """Open the window and wait until it is closed; the answer is the exit status."""
    app = application()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    from .window import MainWindow

    preferences = Preferences()
    if theme is not None:
        preferences.theme_for_now(theme)
    window = MainWindow(preferences)
    sys.excepthook = _Shown(window)
    app.lastWindowClosed.connect(loop.stop)
    _end_with_ctrl_c(window)
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
    _log_to_file()
    return app


def _begin(window: object, path: Path | None) -> None:
    from .widgets.icon import draw_mark
    from .window import MainWindow

    assert isinstance(window, MainWindow)
    picture = QPixmap(64, 64)
    picture.fill("transparent")
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, picture.rect().toRectF())
    painter.end()
    window.setWindowIcon(QIcon(picture))
    window.show()
    window.worker.start()
    threading.Thread(target=_load_what_comes_next, name="archloom-loader", daemon=True).start()
    if path is None:
        window.show_start()
    else:
        window.open_project(path)


def _load_what_comes_next() -> None:
    """Modules that the first selection and the first deployment need (0.2 s), loaded while a person looks."""
    from ..deployer import deploy
    from ..deployer.aws import names
    from .panels.highlight import pieces

    _ = deploy, names, pieces("x = 1", "x.py")


class _Shown:
    """An excepthook that tells a person in a sentence, and the log everything."""

    def __init__(self, window: object) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        LOG.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        from .window import MainWindow

        if isinstance(self._window, MainWindow):
            words = (
                f"Something went wrong in Archloom itself: {error or kind.__name__}. The details are in {log_file()}."
            )
            self._window.bench.canvas.toast.say(words, state="error")


def log_file() -> Path:
    return Path(platformdirs.user_log_path("archloom")) / "window.log"


def _log_to_file() -> None:
    """A log that cannot be written is no reason not to start."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)


def _end_with_ctrl_c(window: object) -> None:
    """Python runs its signal handlers only between bytecodes: a timer gives it the chance."""
    signal.signal(signal.SIGINT, lambda *_: QApplication.closeAllWindows())
    timer = QTimer(window)  # type: ignore[call-overload]
    timer.timeout.connect(lambda: None)
    timer.start(300)
