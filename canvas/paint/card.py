"""One card. `paint_card` draws it at 0, 0 in pixels at 100 %; what is to be seen is all in `CardLook`.

The three nearer levels of detail are drawn here; the farthest one is one item for the whole map
(`scene/overview.py`). Text of the middle level keeps a readable size on the screen, whatever the zoom.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from ..look import fonts, icons
from ..look.theme import Theme, mixed
from ..look.tokens import tokens
from ..marks import STROKED
from ..measures import (
    HEAD,
    METHOD_H,
    METHOD_W,
    PADDING,
    ROW,
    TEXT_LEFT,
    TILE,
    TILE_ICON,
    row_centre,
)
from ..picture import Card, Row
from ..sizes import more_text, more_width, row_text_left
from .flag import flag_on, paint_progress
from .look import REST, CardLook
from .ports import paint_incoming, paint_ports
from .text import centred, text_in

Detail = Literal["full", "names", "icons"]

MARGIN = 14
"""How far a card paints outside of its rectangle: ring, flag, ports."""

_RADIUS = tokens()["radius"]["card"]
_DIM = tokens()["alpha"]["dim_content"]
_RING = tokens()["alpha"]["ring"]
_BADGES = {"error": ("warning-circle-fill", "error"), "warning": ("warning-fill", "warning")}


def detail_at(scale: float) -> Detail:
    return "full" if scale >= 0.75 else "names" if scale >= 0.45 else "icons"


def paint_card(
    painter: QPainter, card: Card, size: tuple[int, int], theme: Theme, look: CardLook = REST, scale: float = 1.0
) -> None:
    """Draws the card with its top left corner at 0, 0. `scale` chooses the level of detail."""
    rect = QRectF(0, 0, *size)
    detail = detail_at(scale)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if card.members:
        _outlines(painter, rect, theme)
    _ring(painter, rect, theme, look)
    if detail == "icons":
        _far(painter, card, rect, theme, look, scale)
    else:
        _body(painter, rect, theme, look)
        painter.save()
        if look.faint:
            painter.setOpacity(painter.opacity() * _DIM)
        if detail == "full":
            _content(painter, card, rect, theme, look)
        else:
            _names(painter, card, rect, theme, look, scale)
        painter.restore()
        _border(painter, rect, theme, look, scale)
        if detail == "full":
            paint_ports(painter, card, rect, theme, look, _fill(theme, look))
            paint_incoming(painter, theme, look)
        paint_progress(painter, rect, theme, look)
        flag_on(painter, rect, theme, look, scale)
    painter.restore()


def _outlines(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Two cards behind this one: it is a folded group."""
    painter.setPen(QPen(theme.color("border_strong"), 1))
    painter.setBrush(theme.color("card"))
    for shift in (8, 4):
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5).translated(shift, shift), _RADIUS, _RADIUS)


def _ring(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook) -> None:
    if look.selected or look.target == "over":
        painter.setPen(QPen(theme.color("accent", _RING), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), _RADIUS + 1.5, _RADIUS + 1.5)
    if look.focused:
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), _RADIUS + 3, _RADIUS + 3)


def _fill(theme: Theme, look: CardLook) -> QColor:
    if look.target == "over":
        return theme.color("selection")
    if look.goes:
        return theme.color("canvas")
    if look.faint:
        return mixed(theme.color("card"), theme.color("canvas"), 0.5)
    return theme.color("card")


def _body(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if not (look.goes or look.faint):
        painter.setBrush(theme.shadow())
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, 1), _RADIUS, _RADIUS)
    painter.setBrush(_fill(theme, look))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


def _border_pen(theme: Theme, look: CardLook) -> QPen:
    if look.mark and (look.goes and look.mark.state != "failed"):
        return _dashed(theme.state("delete").stroke, 1, 4, 3)
    if look.mark and look.mark.state in STROKED:
        return QPen(theme.state(look.mark.state).stroke, 2)
    if look.target in ("valid", "over") or look.selected:
        return QPen(theme.color("accent"), 2)
    if look.added:
        return _dashed(theme.color("accent"), 1.5, 4, 3)
    if look.linked:
        return QPen(theme.color("accent"), 1.5)
    if look.mark and look.mark.state == "done":
        return QPen(theme.state("done").stroke, 1)
    if look.hovered and not look.faint:
        return QPen(theme.color("control"), 1)
    strong = theme.color("border_strong")
    return QPen(mixed(strong, theme.color("canvas"), 0.5) if look.faint else strong, 1)


def _dashed(color: QColor, width: float, on: float, off: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([on / width, off / width])
    return pen


def _border(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    pen = _border_pen(theme, look)
    if pen.style() == Qt.PenStyle.SolidLine:
        pen.setWidthF(max(pen.widthF(), 1 / scale))
    inset = pen.widthF() / 2
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), _RADIUS - inset, _RADIUS - inset)


def _tile(painter: QPainter, card: Card, rect: QRectF, theme: Theme, icon: float) -> None:
    colors = theme.family(card.family)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.tile)
    radius = tokens()["radius"]["tile"] * rect.width() / TILE
    painter.drawRoundedRect(rect, radius, radius)
    box = QRectF(0, 0, icon, icon)
    box.moveCenter(rect.center())
    icons.draw(painter, box, card.icon, colors.icon)


def _content(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook) -> None:
    _tile(painter, card, QRectF(PADDING, PADDING, TILE, TILE), theme, TILE_ICON)
    badge = _badge_of(card, look) or _fold_of(card)
    _name(painter, card, rect, theme, look, badge is not None)
    _second(painter, card, rect, theme, look)
    if badge:
        icons.draw(painter, QRectF(rect.right() - PADDING - 16, 9, 16, 16), badge[0], _badge_color(theme, badge[1]))
    for index, row in enumerate(card.rows):
        _row(painter, row, index, rect, theme, look)
    if card.rows:
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, HEAD - 0.5), QPointF(rect.right() - 1, HEAD - 0.5))


def _badge_of(card: Card, look: CardLook) -> tuple[str, str] | None:
    if card.badge:
        return _BADGES[card.badge]
    return ("cloud-check", "") if look.mark and look.mark.state == "deployed" else None


def _fold_of(card: Card) -> tuple[str, str] | None:
    """The arrow of what can be unfolded: into cards, or into rows."""
    return ("caret-right", "") if card.members else ("caret-down", "") if card.hidden else None


def _badge_color(theme: Theme, state: str) -> QColor:
    return theme.state(state).text if state else theme.color("text_3")


def _name(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, badge: bool) -> None:
    box = QRectF(TEXT_LEFT, 10, rect.width() - TEXT_LEFT - PADDING - (22 if badge else 0), 16)
    font = fonts.font("card_name")
    font.setStrikeOut(look.goes)
    color = theme.state("delete").text if look.goes else theme.color("text")
    text_in(painter, box, card.name, "card_name", color, font)


def _second(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook) -> None:
    text = look.mark.detail if look.mark and look.mark.detail else card.secondary
    box = QRectF(TEXT_LEFT, 28, rect.width() - TEXT_LEFT - PADDING, 14)
    text_in(painter, box, text, "secondary", theme.color("text_2"))


def _row(painter: QPainter, row: Row, index: int, rect: QRectF, theme: Theme, look: CardLook) -> None:
    centre = row_centre(index)
    if row.id == look.row:
        painter.fillRect(QRectF(1, centre - ROW / 2, rect.width() - 2, ROW), theme.color("selection"))
    if row.method:
        chip = QRectF(PADDING, centre - METHOD_H / 2, METHOD_W, METHOD_H)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.state("neutral").soft)
        painter.drawRoundedRect(chip, 4, 4)
        centred(painter, chip, row.method, "method", theme.color("text_2"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.family("compute").icon)
        painter.drawEllipse(QPointF(PADDING + 8, centre), 2, 2)
    left = row_text_left(bool(row.method))
    room = more_width(row) + (20 if row.badge else 0)
    box = QRectF(left, centre - 8, rect.width() - left - PADDING - room, 16)
    text_in(painter, box, row.text, "row_code", theme.color("text"))
    if row.badge:
        name, state = _BADGES[row.badge]
        icons.draw(painter, QRectF(rect.right() - PADDING - 16, centre - 8, 16, 16), name, theme.state(state).text)
    if row.members:
        pill = more_rect(row, index, rect.width())
        painter.setPen(QPen(theme.color("border_strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        centred(painter, pill, more_text(row), "flag", theme.color("text_2"))


def more_rect(row: Row, index: int, width: float) -> QRectF:
    """Where a folded row says how many more it stands for; a click there unfolds."""
    wide = more_width(row) - 8
    return QRectF(width - PADDING - wide, row_centre(index) - 8, wide, 16)


def _readable(style: str, scale: float, smallest: float = 10.0) -> QFont:
    """The style, large enough to be SMALLEST pixels on the screen."""
    font = fonts.font(style)
    font.setPixelSize(round(max(font.pixelSize(), smallest / scale)))
    return font


def _names(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    """Icon and name in the head; rows by their paths, as large as can be read."""
    _tile(painter, card, QRectF(PADDING, PADDING, TILE, TILE), theme, TILE_ICON + 2)
    font = _readable("card_name", scale)
    font.setStrikeOut(look.goes)
    color = theme.state("delete").text if look.goes else theme.color("text")
    text_in(painter, QRectF(TEXT_LEFT - 3, 0, rect.width() - TEXT_LEFT - 2, HEAD), card.name, "card_name", color, font)
    if not card.rows:
        return
    painter.setPen(QPen(theme.color("border"), 1 / scale))
    painter.drawLine(QPointF(1, HEAD - 0.5), QPointF(rect.right() - 1, HEAD - 0.5))
    font = _readable("secondary", scale)
    for index, row in enumerate(card.rows):
        centre = row_centre(index)
        if row.id == look.row:
            painter.fillRect(QRectF(1, centre - ROW / 2, rect.width() - 2, ROW), theme.color("selection"))
        more = QFontMetricsF(font).horizontalAdvance(more_text(row)) + 8 if row.members else 0.0
        box = QRectF(PADDING, centre - ROW / 2, rect.width() - 2 * PADDING - more, ROW)
        text_in(painter, box, row.text, "secondary", theme.color("text_2"), font)
        if more:
            box = QRectF(rect.right() - PADDING - more + 8, centre - ROW / 2, more, ROW)
            text_in(painter, box, more_text(row), "secondary", theme.color("text_3"), font)


def _far(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    """The icon alone, on the tint of its family."""
    colors = theme.family(card.family)
    faint = look.faint
    if faint:
        painter.setOpacity(painter.opacity() * _DIM)
    marked = look.selected or look.target in ("valid", "over") or look.mark is not None
    pen = _border_pen(theme, look) if marked else QPen(mixed(colors.icon, colors.tile, 0.45), 1)
    pen.setWidthF(max(pen.widthF(), 1.0) / scale)
    painter.setPen(pen)
    painter.setBrush(QBrush(colors.tile))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
    side = min(max(TILE_ICON + 4.0, 14 / scale), rect.height() - 12)
    box = QRectF(0, 0, side, side)
    box.moveCenter(rect.center())
    icons.draw(painter, box, card.icon, colors.icon)
