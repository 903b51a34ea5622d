"""The sheet of an export: title and date above the picture, a legend below it. Vectors only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ..resources.kinds import FAMILY_TITLES, Family
from .look import fonts, icons
from .look.theme import Theme
from .paint.picture import paint_picture
from .paint.sample import paint_sample
from .paint.text import write
from .picture import Picture, Style
from .routing.wires import Point, Route
from .sizes import card_size
from .words import tr

_MARGIN = 64.0
_PAD = 32.0
_HEAD = 76.0
_LEGEND = 92.0
_LEAST_WIDTH = 880.0
_FAMILY_ICONS: Mapping[Family, str] = {
    "entry": "clock", "compute": "function", "data": "database", "models": "sparkle", "messaging": "queue",
    "security": "key", "outside": "cloud",
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """What is printed, with everything placed. `date` is ISO, empty for none."""

    picture: Picture
    places: Mapping[str, Point]
    routes: Mapping[str, Route]
    theme: Theme
    title: str = ""
    subtitle: str = ""
    date: str = ""
    legend: bool = True
    links: int | None = None
    """How many the architecture has; lines that are folded or said once stand for several."""

    @property
    def words(self) -> str:
        """What the picture says, line by line, for a reader that cannot see it."""
        names = {card.id: card.name for card in self.picture.cards}
        rows = {row.id: f"{row.method} {row.text}".strip() for card in self.picture.cards for row in card.rows}
        cards = [f"{card.name}: {card.secondary}" for card in self.picture.cards]
        lines = [
            f"{rows.get(line.port, names[line.start])} → {names[line.end]}: {line.label or line.style}"
            for line in self.picture.lines
        ]
        return "\n".join([self.title, self.subtitle, *cards, *lines]).strip()

    @property
    def content(self) -> QRectF:
        rect = QRectF()
        for card in self.picture.cards:
            rect = rect.united(QRectF(*self.places[card.id], *card_size(card)))
        for found in self.routes.values():
            for x, y in found.points:
                rect = rect.united(QRectF(x - 1, y - 1, 2, 2))
        return rect

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet in pixels at 100 %."""
        framed = bool(self.title or self.legend)
        margin = _MARGIN if framed else 0.0
        width = max(self.content.width() + 2 * _PAD, _LEAST_WIDTH if framed else 0) + 2 * margin
        height = self.content.height() + 2 * _PAD + 2 * margin * 0.7
        return round(width), round(height + (_HEAD if self.title else 0) + (_LEGEND if self.legend else 0))

    def paint(self, painter: QPainter) -> None:
        """Paints the sheet with its top left corner at 0, 0."""
        width, height = self.size
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, width, height), self.theme.color("canvas"))
        framed = bool(self.title or self.legend)
        top = _MARGIN * 0.7 if framed else 0.0
        if self.title:
            self._head(painter, top, width)
            top += _HEAD
        room = height - top - (_LEGEND if self.legend else 0) - (_MARGIN * 0.7 if framed else 0)
        content = self.content
        painter.save()
        painter.translate(
            round((width - content.width()) / 2 - content.x()), round(top + (room - content.height()) / 2 - content.y())
        )
        paint_picture(painter, self.picture, self.places, self.routes, self.theme)
        painter.restore()
        if self.legend:
            self._foot(painter, height - _MARGIN * 0.7 - _LEGEND, width)

    def _text(
        self, painter: QPainter, place: QPointF, text: str, style: str, color: str, *, right: bool = False
    ) -> None:
        x = place.x() - (fonts.metrics(style).horizontalAdvance(text) if right else 0.0)
        write(painter, QPointF(x, place.y()), text, fonts.font(style), self.theme.color(color))

    def _rule(self, painter: QPainter, y: float, width: float) -> None:
        painter.setPen(QPen(self.theme.color("border_strong"), 1))
        painter.drawLine(QPointF(_MARGIN, y + 0.5), QPointF(width - _MARGIN, y + 0.5))

    def _head(self, painter: QPainter, top: float, width: float) -> None:
        self._text(painter, QPointF(_MARGIN, top + 26), self.title, "export_title", "text")
        self._text(painter, QPointF(_MARGIN, top + 50), self.subtitle, "body", "text_2")
        if self.date:
            self._text(painter, QPointF(width - _MARGIN, top + 29), _long_date(self.date), "body", "text_2", right=True)
        counts = tr("{resources} resources · {links} links").format(
            resources=sum(len(card.members) or 1 for card in self.picture.cards),
            links=len(self.picture.lines) if self.links is None else self.links,
        )
        self._text(painter, QPointF(width - _MARGIN, top + 50), counts, "body", "text_2", right=True)
        self._rule(painter, top + _HEAD - 6, width)

    def _foot(self, painter: QPainter, top: float, width: float) -> None:
        self._rule(painter, top, width)
        families = {card.family for card in self.picture.cards}
        used: list[Family] = [family for family in _FAMILY_ICONS if family in families]
        x = _MARGIN
        for family in used:
            x = self._family(painter, x, top + 20, family) + 28
        self._styles(painter, top + 66)
        mark = QRectF(width - _MARGIN - 74, top + 58, 14, 14)
        paint_mark(painter, mark, self.theme)
        self._text(painter, QPointF(width - _MARGIN, top + 70), "Archloom", "control", "text_2", right=True)

    def _family(self, painter: QPainter, x: float, y: float, family: Family) -> float:
        colors = self.theme.family(family)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.tile)
        painter.drawRoundedRect(QRectF(x, y, 20, 20), 4, 4)
        icons.draw(painter, QRectF(x + 3, y + 3, 14, 14), _FAMILY_ICONS[family], colors.icon)
        text = tr(FAMILY_TITLES[family])
        self._text(painter, QPointF(x + 28, y + 14), text, "row", "text_2")
        return x + 28 + fonts.metrics("row").horizontalAdvance(text)

    def _styles(self, painter: QPainter, y: float) -> None:
        words: tuple[tuple[Style, str], ...] = (
            ("trigger", tr("starts")),
            ("permission", tr("may use, found in code")),
            ("declared", tr("granted, no use found")),
            ("possible", tr("chosen at run time")),
            ("setting", tr("reads a setting")),
        )
        present = {line.style for line in self.picture.lines}
        x = _MARGIN
        for style, text in words:
            if style in present:
                paint_sample(painter, QPointF(x, y), style, text, self.theme, 32, "row", "canvas")
                x += 32 + 8 + fonts.metrics("row").horizontalAdvance(text) + 32


def _long_date(iso: str) -> str:
    date = QLocale.c().toDate(iso, "yyyy-MM-dd")
    return QLocale(QLocale.Language.English).toString(date, "d MMMM yyyy") if date.isValid() else iso


def paint_mark(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """The product's mark: two arches."""
    painter.setPen(QPen(theme.color("accent"), box.width() / 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for inset in (0.0, 0.28):
        arch = box.adjusted(box.width() * inset + 1, box.height() * inset + 1, -box.width() * inset - 1, 0)
        path = QPainterPath(QPointF(arch.left(), box.bottom() - 1))
        path.lineTo(arch.left(), arch.top() + arch.width() / 2)
        path.arcTo(QRectF(arch.left(), arch.top(), arch.width(), arch.width()), 180, -180)
        path.lineTo(arch.right(), box.bottom() - 1)
        painter.drawPath(path)
