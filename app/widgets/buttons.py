"""Buttons. Icons are tinted for the theme and tinted again when it changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ...canvas.look import fonts
from .. import look
from ..actions import shortcut_text

_TONES = {"main": "on_accent", "danger": "state:error", "link": "accent", "quiet": "text_2", "toast": "on_tooltip"}


class Button(QPushButton):
    """`look` is plain, main, danger, link, quiet or toast."""

    def __init__(
        self, text: str, icon: str = "", kind: str = "plain", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__(text)
        self._icon, self._tone = icon, _TONES.get(kind, "text")
        self.setProperty("look", kind)
        self.setFont(fonts.font("control"))
        if kind not in ("link", "quiet", "toast"):
            self.setFixedHeight(28)
        # Wider than the icon is: Qt's own gap between icon and text is 4, the look wants 7.
        self.setIconSize(QSize(22, 16) if kind not in ("link", "quiet") else QSize(18, 14))
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self._tint()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def _tint(self) -> None:
        if self._icon:
            self.setIcon(look.icon(self._icon, self._tone))


class IconButton(QToolButton):
    """An icon alone: the tooltip is also its accessible name."""

    def __init__(
        self,
        icon: str,
        tip: str,
        size: int = 28,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, "text_2"
        self.setFixedSize(size, size)
        self.setIconSize(QSize(16, 16))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._tint()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_icon(self, icon: str, tone: str = "text_2") -> None:
        self._icon, self._tone = icon, tone
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._tint()

    def _tint(self) -> None:
        self.setIcon(look.icon(self._icon, self._tone))


class ActionButton(IconButton):
    """An icon that runs an action of the registry, enabled and checked as the action is."""

    def __init__(self, action: QAction, icon: str, size: int = 28) -> None:
        keys = shortcut_text(action)
        super().__init__(icon, f"{action.text()} ({keys})" if keys else action.text(), size)
        self._action = action
        self.setEnabled(action.isEnabled())
        self.setCheckable(action.isCheckable())
        self.clicked.connect(lambda: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setEnabled(self._action.isEnabled())
        if self._action.isCheckable():
            self.setChecked(self._action.isChecked())
