"""The turn of what runs right now: cards that wear a running mark are painted anew a few times a second."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ..look.tokens import tokens

_MS = 75


class Spinner:
    """`turn` goes from 0 to 1 and around. With motion off it stands still."""

    def __init__(self, parent: QObject, turned: Callable[[], object]) -> None:
        self.turn = 0.0
        self.animated = True
        self._turned = turned
        self._timer = QTimer(parent)
        self._timer.setInterval(_MS)
        self._timer.timeout.connect(self._step)

    def set_running(self, running: bool) -> None:
        if not running:
            self._timer.stop()
        elif self.animated and not self._timer.isActive():
            self._timer.start()

    def _step(self) -> None:
        self.turn = (self.turn + _MS / tokens()["motion"]["spinner_turn"]) % 1.0
        self._turned()
