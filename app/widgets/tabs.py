"""A strip of tabs, 32 high: a 2 px accent line under the active one, counts in pills. Arrow keys move."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...canvas.look import fonts
from .. import look
from .chips import draw_pill

_PAD, _PILL = 8, 16


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    title: str
    count: int = 0
    state: str = ""
    """The state that colours the count; plain without one."""


class TabStrip(QWidget):
    changed = Signal(str)

    def __init__(self, tabs: tuple[Tab, ...]) -> None:
        super().__init__()
        self._tabs = list(tabs)
        self._current = tabs[0].key
        self._hovered = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)
        self._describe()

    @property
    def current(self) -> str:
        return self._current

    def select(self, key: str) -> None:
        if key == self._current:
            return
        self._current = key
        self._describe()
        self.update()
        self.changed.emit(key)

    def set_count(self, key: str, count: int, state: str = "") -> None:
        self._tabs = [replace(tab, count=count, state=state) if tab.key == key else tab for tab in self._tabs]
        self.updateGeometry()
        self.setFixedWidth(self.sizeHint().width())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._width(tab) for tab in self._tabs)), 32)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and hit:
            self.select(hit)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position().x())
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, _event: object) -> None:
        self._hovered = ""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = [tab.key for tab in self._tabs]
        self.select(keys[(keys.index(self._current) + step) % len(keys)])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for tab, rect in self._laid():
            self._paint(painter, tab, rect)

    def _paint(self, painter: QPainter, tab: Tab, rect: QRectF) -> None:
        active = tab.key == self._current
        painter.setFont(fonts.font("control"))
        painter.setPen(look.color("text" if active or tab.key == self._hovered else "text_2"))
        painter.drawText(rect.adjusted(_PAD, 0, 0, -1), Qt.AlignmentFlag.AlignVCenter, tab.title)
        if tab.count:
            self._paint_count(painter, tab, rect)
        if active:
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), look.color("accent"))
        if active and self.hasFocus():
            painter.setPen(look.color("accent"))
            painter.drawRoundedRect(rect.adjusted(2, 4, -2, -5), 4, 4)

    def _paint_count(self, painter: QPainter, tab: Tab, rect: QRectF) -> None:
        colors = look.current().state(tab.state or "neutral")
        width = self._pill_width(tab)
        pill = QRectF(rect.right() - _PAD - width, (rect.height() - _PILL) / 2, width, _PILL)
        draw_pill(painter, pill, str(tab.count), colors.soft, colors.text)

    def _laid(self) -> list[tuple[Tab, QRectF]]:
        left, made = 0.0, []
        for tab in self._tabs:
            width = self._width(tab)
            made.append((tab, QRectF(left, 0, width, self.height())))
            left += width
        return made

    def _width(self, tab: Tab) -> float:
        text = fonts.metrics("control").horizontalAdvance(tab.title)
        return round(text + 2 * _PAD + (8 + self._pill_width(tab) if tab.count else 0))

    def _pill_width(self, tab: Tab) -> float:
        return max(_PILL, fonts.metrics("badge_text").horizontalAdvance(str(tab.count)) + 9)

    def _at(self, x: float) -> str:
        return next((tab.key for tab, rect in self._laid() if rect.left() <= x < rect.right()), "")

    def _describe(self) -> None:
        tab = next(tab for tab in self._tabs if tab.key == self._current)
        self.setAccessibleName(self.tr("{} tab").format(tab.title))
