"""One card. `paint_card` draws it at 0, 0 in pixels at 100 %; what is to be seen is all in `CardLook`.

The three nearer levels of detail are drawn here; the farthest one is one item for the whole map
(`scene/overview.py`). Text of the middle level keeps a readable size on the screen, whatever the zoom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from ..look import fonts, icons
from ..look.theme import Theme, mixed
from ..look.tokens import tokens
from ..marks import ICONS, STROKED, Mark
from ..measures import (
    HEAD,
    HEAD_CENTRE,
    METHOD_H,
    METHOD_W,
    PADDING,
    PORT,
    PORT_HOVER,
    PORT_IN,
    ROW,
    TEXT_LEFT,
    TILE,
    TILE_ICON,
    row_centre,
)
from ..picture import Card, Row
from ..sizes import row_text_left

Detail = Literal["full", "names", "icons"]
Target = Literal["", "valid", "over", "invalid"]

MARGIN = 14
"""How far a card paints outside of its rectangle: ring, flag, ports."""

_RADIUS = tokens()["radius"]["card"]
_DIM = tokens()["alpha"]["dim_content"]
_RING = tokens()["alpha"]["ring"]
_BADGES = {"error": ("warning-circle-fill", "error"), "warning": ("warning-fill", "warning")}


@dataclass(frozen=True, slots=True)
class CardLook:
    """Everything about a card that is not in the picture: what is selected, hovered, marked, lit."""

    hovered: bool = False
    selected: bool = False
    focused: bool = False
    faded: bool = False
    linked: bool = False
    """At the end of a selected line: accent border without the ring."""
    added: bool = False
    target: Target = ""
    mark: Mark | None = None
    row: str | None = None
    """The selected row."""
    used: frozenset[str] = frozenset()
    """Ports with a line: ids of rows, or the card's own."""
    lit: frozenset[str] = frozenset()
    """Ports of selected lines, filled with the accent."""
    pointed: str | None = None
    """The port under the cursor."""
    turn: float = 0.0
    """How far the spinner of a running card has turned, 0 to 1."""


REST = CardLook()


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
        if _is_faint(look):
            painter.setOpacity(painter.opacity() * _DIM)
        if detail == "full":
            _content(painter, card, rect, theme, look)
        else:
            _names(painter, card, rect, theme, look, scale)
        painter.restore()
        _border(painter, rect, theme, look, scale)
        if detail == "full":
            _ports(painter, card, rect, theme, look)
            _incoming(painter, theme, look)
        _progress(painter, rect, theme, look)
        _flag(painter, rect, theme, look, scale)
    painter.restore()


def _outlines(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Two cards behind this one: it is a folded group."""
    painter.setPen(QPen(theme.color("border_strong"), 1))
    painter.setBrush(theme.color("card"))
    for shift in (8, 4):
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5).translated(shift, shift), _RADIUS, _RADIUS)


def _is_faint(look: CardLook) -> bool:
    return look.faded or look.target == "invalid"


def _goes(look: CardLook) -> bool:
    return look.mark is not None and (look.mark.state == "delete" or look.mark.goes)


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
    if _goes(look):
        return theme.color("canvas")
    if _is_faint(look):
        return mixed(theme.color("card"), theme.color("canvas"), 0.5)
    return theme.color("card")


def _body(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if not (_goes(look) or _is_faint(look)):
        painter.setBrush(theme.shadow())
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, 1), _RADIUS, _RADIUS)
    painter.setBrush(_fill(theme, look))
    painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


def _border_pen(theme: Theme, look: CardLook) -> QPen:
    if look.mark and (_goes(look) and look.mark.state != "failed"):
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
    if look.hovered and not _is_faint(look):
        return QPen(theme.color("control"), 1)
    strong = theme.color("border_strong")
    return QPen(mixed(strong, theme.color("canvas"), 0.5) if _is_faint(look) else strong, 1)


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
    badge = _badge_of(card, look) or (("caret-right", "") if card.members else None)
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


def _badge_color(theme: Theme, state: str) -> QColor:
    return theme.state(state).text if state else theme.color("text_3")


def _text(painter: QPainter, box: QRectF, text: str, style: str, color: QColor, font: QFont | None = None) -> None:
    font = font or fonts.font(style)
    painter.setFont(font)
    painter.setPen(color)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    baseline = box.y() + (box.height() + metrics.capHeight()) / 2
    painter.drawText(QPointF(box.x(), round(baseline * 2) / 2), shown)


def _name(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, badge: bool) -> None:
    box = QRectF(TEXT_LEFT, 10, rect.width() - TEXT_LEFT - PADDING - (22 if badge else 0), 16)
    font = fonts.font("card_name")
    font.setStrikeOut(_goes(look))
    color = theme.state("delete").text if _goes(look) else theme.color("text")
    _text(painter, box, card.name, "card_name", color, font)


def _second(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook) -> None:
    text = look.mark.detail if look.mark and look.mark.detail else card.secondary
    box = QRectF(TEXT_LEFT, 28, rect.width() - TEXT_LEFT - PADDING, 14)
    _text(painter, box, text, "secondary", theme.color("text_2"))


def _row(painter: QPainter, row: Row, index: int, rect: QRectF, theme: Theme, look: CardLook) -> None:
    centre = row_centre(index)
    if row.id == look.row:
        painter.fillRect(QRectF(1, centre - ROW / 2, rect.width() - 2, ROW), theme.color("selection"))
    if row.method:
        chip = QRectF(PADDING, centre - METHOD_H / 2, METHOD_W, METHOD_H)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.state("neutral").soft)
        painter.drawRoundedRect(chip, 4, 4)
        _centred(painter, chip, row.method, "method", theme.color("text_2"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.family("compute").icon)
        painter.drawEllipse(QPointF(PADDING + 8, centre), 2, 2)
    left = row_text_left(bool(row.method))
    box = QRectF(left, centre - 8, rect.width() - left - PADDING - (20 if row.badge else 0), 16)
    _text(painter, box, row.text, "row_code", theme.color("text"))
    if row.badge:
        name, state = _BADGES[row.badge]
        icons.draw(painter, QRectF(rect.right() - PADDING - 16, centre - 8, 16, 16), name, theme.state(state).text)


def _centred(painter: QPainter, box: QRectF, text: str, style: str, color: QColor) -> None:
    font = fonts.font(style)
    painter.setFont(font)
    painter.setPen(color)
    metrics = QFontMetricsF(font)
    x = box.center().x() - metrics.horizontalAdvance(text) / 2
    painter.drawText(QPointF(x, box.center().y() + metrics.capHeight() / 2), text)


def port_centres(card: Card, width: float) -> list[tuple[str, QPointF]]:
    """Every outgoing port of a card: its own, then one per row."""
    ports = [(card.id, QPointF(width, HEAD_CENTRE))]
    return ports + [(row.id, QPointF(width, row_centre(index))) for index, row in enumerate(card.rows)]


def _ports(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook) -> None:
    for key, centre in port_centres(card, rect.width()):
        free = key not in look.used
        if free and not (look.hovered or key == look.pointed):
            continue
        if key == look.pointed:
            _circle(painter, centre, PORT_HOVER, QPen(theme.color("accent"), 2), theme.color("card"))
        elif key in look.lit:
            _circle(painter, centre, PORT, QPen(theme.color("accent"), 1.5), theme.color("accent"))
        else:
            pen = QPen(theme.color("line_permission", 0.45 if free or _is_faint(look) else 1.0), 1.5)
            _circle(painter, centre, PORT, pen, _fill(theme, look))


def _incoming(painter: QPainter, theme: Theme, look: CardLook) -> None:
    if look.target in ("valid", "over"):
        fill = theme.color("accent" if look.target == "over" else "card")
        _circle(painter, QPointF(0.5, HEAD_CENTRE), PORT_IN, QPen(theme.color("accent"), 1.5), fill)


def _circle(painter: QPainter, centre: QPointF, diameter: float, pen: QPen, fill: QColor) -> None:
    painter.setPen(pen)
    painter.setBrush(fill)
    radius = (diameter - pen.widthF()) / 2
    painter.drawEllipse(centre, radius, radius)


def _progress(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook) -> None:
    if not look.mark or look.mark.state != "running" or look.mark.progress is None:
        return
    share = min(max(look.mark.progress, 0.0), 1.0)
    width = rect.width() - 18
    painter.fillRect(QRectF(9, rect.bottom() - 2, width, 2), theme.color("border_strong"))
    painter.fillRect(QRectF(9, rect.bottom() - 2, width * share, 2), theme.state("running").stroke)


def _flag(painter: QPainter, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
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
    _centred(painter, QRectF(box.x() + 20, box.y(), text, 17), mark.word, "flag", colors.text)


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


def _readable(style: str, scale: float, smallest: float = 10.0) -> QFont:
    """The style, large enough to be SMALLEST pixels on the screen."""
    font = fonts.font(style)
    font.setPixelSize(round(max(font.pixelSize(), smallest / scale)))
    return font


def _names(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    """Icon and name in the head; rows as one count."""
    _tile(painter, card, QRectF(PADDING, PADDING, TILE, TILE), theme, TILE_ICON + 2)
    font = _readable("card_name", scale)
    font.setStrikeOut(_goes(look))
    color = theme.state("delete").text if _goes(look) else theme.color("text")
    _text(painter, QRectF(TEXT_LEFT - 3, 0, rect.width() - TEXT_LEFT - 2, HEAD), card.name, "card_name", color, font)
    if not card.rows:
        return
    painter.setPen(QPen(theme.color("border"), 1 / scale))
    painter.drawLine(QPointF(1, HEAD - 0.5), QPointF(rect.right() - 1, HEAD - 0.5))
    text = card.secondary.rpartition(" · ")[2] or str(len(card.rows))
    box = QRectF(TEXT_LEFT - 3, HEAD, rect.width() - TEXT_LEFT - 2, min(rect.height() - HEAD, 34.0))
    _text(painter, box, text, "secondary", theme.color("text_2"), _readable("secondary", scale))


def _far(painter: QPainter, card: Card, rect: QRectF, theme: Theme, look: CardLook, scale: float) -> None:
    """The icon alone, on the tint of its family."""
    colors = theme.family(card.family)
    faint = _is_faint(look)
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
