"""A check box drawn from the tokens (a style sheet can only show a picture file as its tick)."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ...canvas.look import fonts, icons
from .. import look


class Check(QCheckBox):
    """The box is 14, radius 4; the text follows at 8."""

    def __init__(self, text: str = "", style: str = "row") -> None:
        super().__init__(text)
        self.setFont(fonts.font(style))

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(14 + (9 + width if self.text() else 0), 20)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0.5, (self.height() - 14) / 2 + 0.5, 13, 13)
        draw_check(painter, box, self.isChecked(), self.isEnabled(), self.hasFocus())
        painter.setPen(look.color("text" if self.isEnabled() else "disabled"))
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(23, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


def draw_check(painter: QPainter, box: QRectF, checked: bool, enabled: bool = True, focus: bool = False) -> None:
    if focus:
        painter.setPen(QPen(look.color("accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 5, 5)
    if checked:
        fill = look.color("accent" if enabled else "disabled")
        painter.setPen(QPen(fill, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 3.5, 3.5)
        icons.draw(painter, box.adjusted(2, 2, -2, -2), "check-bold", look.color("on_accent"))
    else:
        painter.setPen(QPen(look.color("control" if enabled else "border_strong"), 1))
        painter.setBrush(look.color("card"))
        painter.drawRoundedRect(box, 3.5, 3.5)
