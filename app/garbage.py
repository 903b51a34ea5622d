"""When the collector of cyclic garbage may take its time.

A full collection goes through everything that lives: 80 ms for 2,000 resources, amid whatever a person does. So the
oldest generation is not collected by itself. What a picture needs is frozen once it is shown, and all of it is gone
through while another program has the screen.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_YOUNG = (5_000, 10)
"""A young generation of this size is gone through in 0.5 ms, ten of them in 5."""
_NEVER = 1_000_000
_PATIENCE_MS = 5_000


def settle() -> None:
    """What lives now will live on: later collections leave it aside."""
    gc.collect(1)
    gc.freeze()


class Garbage(QObject):
    """Collects everything once another program has been active for a while."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.set_threshold(*_YOUNG, _NEVER)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self.collect)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.applicationStateChanged.connect(self._changed)

    def collect(self) -> None:
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._timer.stop()
        else:
            self._timer.start()
