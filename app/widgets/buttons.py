"""Buttons. Their icons are drawn in the colour of the theme that is worn when they are painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from ...canvas.look import fonts, icons
from .. import look

_ICON = 16
_TONES = {
    "main": "on_accent", "danger": "state:error", "grave": "state:error", "link": "accent", "quiet": "text_2",
    "toast": "on_tooltip",
}  # fmt: skip


class Button(QPushButton):
    """`kind` is plain, main, danger, link, quiet, toast or grave, the answer to a question that cannot be taken back.

    The style sheet draws the ground, this icon and text.
    """

    def __init__(
        self, text: str, icon: str = "", kind: str = "plain", clicked: Callable[[], object] | None = None
    ) -> None:
        super().__init__(text)
        self._icon, self._kind = icon, kind
        self._bare = kind in ("link", "quiet", "toast")
        self.setProperty("look", kind)
        self.setFont(fonts.font("control"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if not self._bare:
            self.setFixedHeight(28)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        side = {"link": 0, "quiet": 6, "toast": 8}.get(self._kind, 12)
        return QSize(round(self._content_width()) + 2 * side, 20 if self._bare else 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        tone = look.color(self._tone())
        left, middle = self._begin(), self.height() / 2
        if self._icon:
            size = self._icon_size()
            icons.draw(painter, QRectF(left, middle - size / 2, size, size), self._icon, tone)
            left += size + self._gap()
        self._paint_text(painter, left, tone)

    def _paint_text(self, painter: QPainter, left: float, tone: QColor) -> None:
        font = QFont(self.font())
        font.setUnderline(self.underMouse() and self._kind in ("link", "toast") and self.isEnabled())
        painter.setFont(font)
        painter.setPen(tone)
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
        )

    def _begin(self) -> float:
        """Where icon and text begin: in the middle as a whole."""
        return (self.width() - self._content_width()) / 2

    def _tone(self) -> str:
        if not self.isEnabled():
            return "disabled"
        return "text_2" if self.property("off") else _TONES.get(self._kind, "text")

    def _icon_size(self) -> int:
        return 14 if self._bare else 16

    def _gap(self) -> int:
        return (5 if self._bare else 8) if self.text() else 0

    def _content_width(self) -> float:
        text = self.fontMetrics().horizontalAdvance(self.text())
        return text + (self._icon_size() + self._gap() if self._icon else 0)


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
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by(self, event):
            super().keyPressEvent(event)

    def set_icon(self, icon: str, tone: str = "text_2") -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)  # the ground
        side = (self.width() - _ICON) / 2, (self.height() - _ICON) / 2
        tone = self._tone if self.isEnabled() else "disabled"
        icons.draw(QPainter(self), QRectF(*side, _ICON, _ICON), self._icon, look.color(tone))


def pressed_by(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses a button that has the focus, as Space does; Qt has that in dialogs only."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    button.click()
    return True
