"""A whole picture with plain vectors, for export: lines in their order, labels, cards. No pixmaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ..labels import labels
from ..look.theme import Theme
from ..look.tokens import tokens
from ..picture import Line, Picture
from ..routing.router import crowd_bundle
from ..routing.wires import Point, Route
from ..sizes import bundle_of, card_size, label_width
from .card import paint_card
from .label import LABEL_HEIGHT, paint_label
from .lines import color_of, end_sign, line_paths, pen_of
from .look import CardLook

ORDER = {"setting": 0, "possible": 1, "declared": 2, "permission": 3, "trigger": 4}
_CASING: float = tokens()["stroke"]["line_casing"]


def paint_picture(
    painter: QPainter, picture: Picture, places: Mapping[str, Point], routes: Mapping[str, Route], theme: Theme
) -> None:
    """Everything in pixels at 100 %, where PLACES and ROUTES say."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bundles = bundled(picture, routes)
    for lines in bundles:
        _paint_bundle(painter, lines, routes, theme)
    for lines in bundles:
        _paint_signs(painter, lines, routes, theme)
    for label in labels(picture.lines, routes, label_width):
        rect = QRectF(label.x, label.y - LABEL_HEIGHT / 2, label.width, LABEL_HEIGHT)
        paint_label(painter, rect, label.text, theme)
    used = {line.port for line in picture.lines if line.style != "setting"}
    for card in picture.cards:
        painter.save()
        painter.translate(*places[card.id])
        paint_card(painter, card, card_size(card), theme, CardLook(used=frozenset(used & {card.id, *card.row_ids})))
        painter.restore()


def bundled(picture: Picture, routes: Mapping[str, Route]) -> list[list[Line]]:
    """The lines that are painted as one path, from the lowest to the uppermost."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in picture.lines:
        bundle = bundle_of(line)
        found[crowd_bundle(bundle, line.end) if routes[line.key].crowd else bundle].append(line)
    return sorted(found.values(), key=lambda lines: ORDER[lines[0].style])


def _paint_bundle(painter: QPainter, lines: list[Line], routes: Mapping[str, Route], theme: Theme) -> None:
    style = lines[0].style
    bodies, stubs = line_paths([routes[line.key].points for line in lines], style)
    casing = QPen(theme.color("canvas"), _CASING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    color = color_of(style, theme)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strokes = (
        (bodies, casing), (stubs, casing), (bodies, pen_of(style, color)), (stubs, pen_of("permission", color))
    )  # fmt: skip
    for path, pen in strokes:
        if not path.isEmpty():
            painter.setPen(pen)
            painter.drawPath(path)


def _paint_signs(painter: QPainter, lines: list[Line], routes: Mapping[str, Route], theme: Theme) -> None:
    style = lines[0].style
    color = color_of(style, theme)
    if style == "setting":
        painter.setPen(QPen(color, 1.25))
        painter.setBrush(theme.color("canvas"))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
    for points in {routes[line.key].points[-1]: routes[line.key].points for line in lines}.values():
        painter.drawPath(end_sign(points, style))
