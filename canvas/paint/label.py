"""The label of a line: a word on a patch of the canvas, a pill when it is selected, with an icon when it is marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ..look import fonts, icons
from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import ICONS, Mark
from ..measures import LABEL_PADDING
from .text import write

LABEL_HEIGHT = 16.0
_FADED: float = tokens()["alpha"]["dim_label"]


def paint_label(
    painter: QPainter,
    rect: QRectF,
    text: str,
    theme: Theme,
    *,
    selected: bool = False,
    mark: Mark | None = None,
    strong: bool = False,
    faded: bool = False,
) -> None:
    """A label in its rectangle; the text is right-aligned with the padding of labels."""
    # the patch stays whole when the text fades: a line must not run through the word
    color = theme.color("text" if strong else "text_2", _FADED if faded else 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    if selected:
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(rect.adjusted(-4, 0, 4, 0), 8, 8)
        color = theme.color("on_accent")
    else:
        painter.setBrush(theme.color("canvas"))
        painter.drawRect(rect.adjusted(0, 1, 0, -1))
    font = fonts.font("line_label")
    if mark and mark.state in ICONS:
        color = theme.color("on_accent") if selected else theme.state(mark.state).text
        icons.draw(painter, QRectF(rect.x() + 2, -5, 10, 10), ICONS[mark.state], color)
        font.setStrikeOut(mark.state == "delete")
    metrics = fonts.metrics("line_label")
    x = rect.right() - LABEL_PADDING - metrics.horizontalAdvance(text)
    write(painter, QPointF(x, rect.center().y() + metrics.capHeight() / 2), text, font, color)
