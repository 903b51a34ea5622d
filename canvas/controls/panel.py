"""The flat panel that floats over the map, and the buttons in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from ..look import fonts, icons
from ..look.theme import Theme
from ..look.tokens import tokens

HEIGHT: int = tokens()["window"]["canvas_control"]
_RADIUS: int = tokens()["radius"]["float"]


class Panel(QWidget):
    """A row of controls on a raised ground with a hairline and one line of shadow."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(3, 1, 3, 2)
        self.row.setSpacing(0)
        self.setFixedHeight(HEIGHT + 1)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for button in self.findChildren(FlatButton):
            button.set_theme(theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_panel(painter, QRectF(0, 0, self.width(), self.height() - 1), self.theme)


def paint_panel(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.shadow())
    painter.drawRoundedRect(rect.adjusted(0, 1, 0, 1), _RADIUS, _RADIUS)
    painter.setPen(QPen(theme.color("border_strong" if not theme.dark else "border"), 1))
    painter.setBrush(theme.color("raised"))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS - 0.5, _RADIUS - 0.5)


class FlatButton(QAbstractButton):
    """An icon, a word, or both; checked it stands on the selection colour. The name is also what a reader says."""

    def __init__(self, theme: Theme, parent: QWidget, name: str, icon: str = "", text: str = "", tip: str = "") -> None:
        super().__init__(parent)
        self.theme, self._icon = theme, icon
        self._by_key = False
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self._size())

    def _size(self) -> QSize:
        text = fonts.metrics("control").horizontalAdvance(self.text()) if self.text() else 0.0
        width = (16 if self._icon else 0) + (6 if self._icon and text else 0) + text
        return QSize(round(width) + (20 if text else 10), HEIGHT - 4)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self.theme, self.isChecked()
        color = theme.color("accent" if on else "text" if self.isEnabled() else "disabled")
        if self._icon and not self.text() and not on:
            color = theme.color("text_2" if self.isEnabled() else "disabled")
        self._ground(painter, on)
        left = (self.width() - self._size().width()) / 2 + (10 if self.text() else 5)
        if self._icon:
            icons.draw(painter, QRectF(left, self.height() / 2 - 8, 16, 16), self._icon, color)
            left += 22
        if self.text():
            metrics = fonts.metrics("control")
            painter.setFont(fonts.font("control"))
            painter.setPen(color)
            painter.drawText(QRectF(left, (self.height() + metrics.capHeight()) / 2, 0, 0).topLeft(), self.text())

    def _ground(self, painter: QPainter, on: bool) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if on or self.isDown() or self.underMouse():
            painter.setBrush(theme.color("selection" if on else "pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if self.hasFocus() and self._by_key:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)


class Divider(QWidget):
    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.setFixedSize(9, HEIGHT - 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        panel = self.parentWidget()
        if isinstance(panel, Panel):
            painter = QPainter(self)
            painter.setPen(QPen(panel.theme.color("border"), 1))
            painter.drawLine(4, 0, 4, self.height())


__all__ = ["HEIGHT", "Divider", "FlatButton", "Panel", "paint_panel"]
