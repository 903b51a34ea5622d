"""Input fields: a line with an icon and its shortcut, and a button that opens a list of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from ...canvas.look import fonts, icons
from .. import look


class Field(QLineEdit):
    """A line edit with an icon at its left and, while it is empty, the keys that reach it at its right."""

    moved = Signal(int)
    """Up and down keys, for the list that belongs to it."""

    def __init__(self, hint: str, icon: str = "", keys: str = "", height: int = 26, style: str = "row") -> None:
        super().__init__()
        self._icon, self._keys = icon, keys
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFont(fonts.font(style))
        self.setFixedHeight(height)
        self.setTextMargins(20 if icon else 0, 0, 52 if keys else 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self.moved.emit(step)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        if self._icon:
            icons.draw(painter, QRectF(9, middle - 7, 14, 14), self._icon, look.color("text_3"))
        if self._keys and not self.text():
            draw_keys(painter, self.width() - 6, middle, self._keys)


def draw_keys(painter: QPainter, right: float, middle: float, keys: str) -> float:
    """A key cap that ends at RIGHT; the answer is where it begins."""
    keys = keys.replace("+", " ")
    width = fonts.metrics("badge_text").horizontalAdvance(keys) + 10
    box = QRectF(right - width + 0.5, middle - 8.5, width - 1, 17)
    painter.setPen(QPen(look.color("border_strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.color("text_3"))
    painter.setFont(fonts.font("badge_text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)
    return box.left()


class Select(QToolButton):
    """A button that shows `caption value ⌄` and opens its choices. `chosen` carries the value."""

    chosen = Signal(str)

    def __init__(self, caption: str, choices: Sequence[tuple[str, str]] = (), value: str = "", icon: str = "") -> None:
        super().__init__()
        self._caption, self._icon = caption, icon
        self._choices: tuple[tuple[str, str], ...] = ()
        self._value = ""
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open)
        self.set_choices(choices, value)

    @property
    def value(self) -> str:
        return self._value

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """CHOICES are (value, words) pairs."""
        self._choices = tuple(choices)
        self.set_value(value)

    def set_value(self, value: str) -> None:
        self._value = value
        self.setAccessibleName(f"{self._caption} {self.words}".strip())
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        return dict(self._choices).get(self._value, self._value)

    def open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, words in self._choices:
            action = menu.addAction(words, lambda value=value: self._choose(value))
            action.setCheckable(True)
            action.setChecked(value == self._value)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _choose(self, value: str) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Space):
            self.open()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        caption = fonts.metrics("control").horizontalAdvance(self._caption)
        words = fonts.metrics("control").horizontalAdvance(self.words)
        return QSize(round(10 + caption + (6 if caption else 0) + (20 if self._icon else 0) + words + 28), 28)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        left = 10.0
        painter.setFont(_regular())
        painter.setPen(look.color("text_3" if self.isEnabled() else "disabled"))
        left += self._paint_text(painter, left, self._caption) + (6 if self._caption else 0)
        tone = look.color("text" if self.isEnabled() else "disabled")
        if self._icon:
            icons.draw(painter, QRectF(left, 7, 14, 14), self._icon, look.color("text_2"))
            left += 20
        painter.setFont(fonts.font("control"))
        painter.setPen(tone)
        self._paint_text(painter, left, self.words)
        icons.draw(painter, QRectF(self.width() - 22, 8, 12, 12), "caret-down", look.color("text_2"))

    def _paint_frame(self, painter: QPainter) -> None:
        focus, hover = self.hasFocus(), self.underMouse() and self.isEnabled()
        painter.setPen(QPen(look.color("accent" if focus else "control" if hover else "border_strong"), 1))
        painter.setBrush(look.color("hover" if hover else "card"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 6, 6)

    def _paint_text(self, painter: QPainter, left: float, text: str) -> float:
        box = QRectF(left, 0, self.width() - left - 24, self.height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)


def _regular() -> QFont:
    made = fonts.font("control")
    made.setWeight(made.Weight.Normal)
    return made


def popup_below(menu: QMenu, widget: QWidget) -> None:
    menu.popup(widget.mapToGlobal(QPoint(0, widget.height() + 2)))
