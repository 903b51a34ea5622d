"""Toasts: what was written where, with what can be done about it. Bottom centre of the canvas, 6 s, longer under the
cursor; a new one takes the place of the old."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget

from ...canvas.look.tokens import tokens
from .buttons import Button, IconButton
from .frames import Area, clear, hairline, row
from .icon import Icon
from .text import Elided, plain

_ICONS = {"success": "check-circle-fill", "error": "x-circle-fill", "warning": "warning-fill"}
BOTTOM = 60
"""Clear of the zoom bar and the legend."""
Offer = tuple[str, Callable[[], object]]


def _parts(text: str) -> list[tuple[str, str]]:
    """`main.py +2 −0` in its parts, what comes and what goes each in its colour; any other sentence as it is."""
    found = re.fullmatch(r"(.+) (\+\d+) ([−-]\d+)", text)
    if found is None:
        return [(text, "on_tooltip")]
    came, went = found[2], found[3].replace("-", "−")
    gone = "on_tooltip" if went == "−0" else "toast:delete"
    return [(found[1], "on_tooltip"), (came, "toast:create"), (went, gone)]


class Toast(Area):
    def __init__(self, over: QWidget) -> None:
        self._row = row(margins=(12, 0, 4, 0), spacing=6)
        super().__init__(self._row, surface="")
        self._over = over
        self.setParent(over)
        self.setProperty("toast", True)
        self.setFixedHeight(36)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(tokens()["motion"]["toast_stay"])
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, state: str = "success", style: str = "row", offers: Sequence[Offer] = ()) -> None:
        """Show a sentence with buttons for what can be done about it."""
        layout = self._row
        self.hide()  # what is added to a widget in sight has no size until the next turn of the event loop
        clear(layout)
        layout.addWidget(Icon(_ICONS.get(state, "info-fill"), 16, f"toast:{state}"))
        for part, tone in _parts(text):
            layout.addWidget(Elided(plain(part), style, tone))
        if offers:
            layout.addSpacing(4)
            layout.addWidget(hairline(vertical=True, length=16))
        for title, deed in offers:
            layout.addWidget(Button(title, kind="toast", clicked=lambda deed=deed: self._do(deed)))
        close = IconButton("close", self.tr("Close"), 24, self.hide)
        close.set_icon("close", "on_tooltip")
        layout.addWidget(close)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _do(self, deed: Callable[[], object]) -> None:
        self.hide()
        deed()

    def _place(self) -> None:
        over = self._over
        width = min(self.sizeHint().width(), over.width() - 24)
        self.setGeometry((over.width() - width) // 2, over.height() - 36 - BOTTOM, width, 36)
