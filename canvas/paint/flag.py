"""What a deployment says on a card: the flag on its upper edge, the progress on its lower one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ..look import fonts, icons
from ..look.theme import Theme
from ..marks import ICONS, Mark
from .look import CardLook
from .text import centred


def paint_progress(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook) -> None:
    if not look.mark or look.mark.state != "running" or look.mark.progress is None:
        return
    share = min(max(look.mark.progress, 0.0), 1.0)
    width = rect.width() - 18
    painter.fillRect(QRectF(9, rect.bottom() - 2, width, 2), theme.color("border_strong"))
    painter.fillRect(QRectF(9, rect.bottom() - 2, width * share, 2), theme.state("running").stroke)


def flag_on(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    mark = look.mark
    if mark is None or mark.state == "deployed" or not mark.word or scale < 0.6:
        return
    paint_flag(painter, QPointF(rect.right() - 9, rect.top() - 8), mark, theme, look.turn)


def paint_flag(painter: QPainter, corner: QPointF, mark: Mark, theme: Theme, turn: float = 0.0) -> None:
    """A flag with its top right corner at CORNER."""
    colors = theme.state("neutral" if mark.state == "waits" else mark.state)
    text = fonts.metrics("flag").horizontalAdvance(mark.word)
    width = text + 6 + 10 + 4 + 6
    box = QRectF(round(corner.x() - width), corner.y(), round(width), 17)
    painter.setPen(QPen(colors.stroke if mark.state != "waits" else theme.color("border_strong"), 1))
    painter.setBrush(colors.soft if mark.state != "waits" else theme.color("card"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4.5, 4.5)
    sign = QRectF(box.x() + 6, box.y() + 3.5, 10, 10)
    if mark.state == "running":
        paint_arc(painter, sign, colors.text, turn)
    else:
        icons.draw(painter, sign, ICONS[mark.state], colors.text)
    centred(painter, QRectF(box.x() + 20, box.y(), text, 17), mark.word, "flag", colors.text)


def paint_arc(painter: QPainter, box: QRectF, color: QColor, turn: float = 0.0) -> None:
    """The still spinner: three quarters of a circle over a faint one."""
    faint = QColor(color)
    faint.setAlphaF(0.25)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = max(1.5, box.width() / 7)
    inner = box.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.setPen(QPen(faint, width))
    painter.drawEllipse(inner)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawArc(inner, int((90 - turn * 360) * 16), -int(0.7 * 360 * 16))
