"""The lines of the scene. A bundle is three path items that Qt paints: casing, body and stubs, and its end signs.

Casings, signs and labels show only where they can be seen; what is selected, marked or drawn right now lies in items of
its own above the bundles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from ..labels import Label
from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import Mark
from ..measures import LABEL_GAP_SELECTED
from ..paint.label import LABEL_HEIGHT, paint_label
from ..paint.lines import (
    WIDTHS,
    body_and_stub,
    color_of,
    end_room,
    end_sign,
    is_dashed,
    line_paths,
    own_branch,
    pen_of,
    rounded,
    shortened,
)
from ..paint.picture import ORDER
from ..picture import Line, Style
from ..routing.wires import Point, Route
from .guarded import guarded

_STROKE = tokens()["stroke"]
_FAR_WIDTH = 1.6
_ALPHA = tokens()["alpha"]
LINES_Z, SIGNS_Z, ABOVE_Z, LABELS_Z = -6.0, -3.0, -2.0, -1.0
"""Items have no common parent: Qt finds only those by place that stand in the scene by themselves."""


def path_item(path: QPainterPath, pen: QPen, brush: QBrush | None = None) -> QGraphicsPathItem:
    item = QGraphicsPathItem(path)
    item.setPen(pen)
    if brush is not None:
        item.setBrush(brush)
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    return item


@dataclass(frozen=True)
class Pens:
    """How all bundles of one style look; making pens takes longer than handing them out."""

    casing: QPen
    body: QPen
    stubs: QPen
    signs: QPen
    sign_fill: QBrush


@cache
def pens(style: Style, theme: Theme, detail: str) -> Pens:
    """Farther away a line is as wide on the screen as near, or nearly so: thinner it would be grey on grey."""
    color = color_of(style, theme)
    casing = QPen(theme.color("canvas"), _STROKE["line_casing"])
    casing.setCapStyle(Qt.PenCapStyle.FlatCap)
    if detail == "icons":
        body = QPen(color, 1.0)
        body.setCosmetic(True)
    else:
        body = pen_of(style, color, WIDTHS[style] * (_FAR_WIDTH if detail == "names" else 1.0))
    hollow = style == "setting"
    signs = QPen(color, 1.25) if hollow else QPen(Qt.PenStyle.NoPen)
    return Pens(casing, body, pen_of("permission", color), signs, QBrush(theme.color("canvas") if hollow else color))


class Bundle:
    """The items of the lines that leave one port in one style, hidden until `wear` says what is seen of them."""

    def __init__(self, style: Style) -> None:
        self.style: Style = style
        self.points: list[tuple[Point, ...]] = []
        self.wanted = True
        """Is it part of the picture? What is not leaves the scene when there is time."""
        self._worn: tuple[Theme, str, bool] | None = None
        self._faded: bool | None = None
        none = QPen(Qt.PenStyle.NoPen)
        self._casing, self._body, self._signs = (path_item(QPainterPath(), none) for _ in range(3))
        self._stubs = path_item(QPainterPath(), none) if is_dashed(style) and style != "setting" else None
        self._signs.setZValue(SIGNS_Z)
        for item in self.items:
            item.setVisible(False)

    @property
    def items(self) -> list[QGraphicsPathItem]:
        stubs = [self._stubs] if self._stubs else []
        return [self._casing, self._body, *stubs, self._signs]

    def stand_in(self, scene: QGraphicsScene, *, faded: bool) -> None:
        """In the scene, though not seen before it wears something."""
        self.wanted = True
        if faded != self._faded:
            self._fade(faded)
        if self._body.scene() is None:
            for item in self.items:
                scene.addItem(item)

    def _fade(self, faded: bool) -> None:
        self._faded = faded
        z = LINES_Z + ORDER[self.style] / 10 - (1 if faded else 0)
        for item in self.items:
            if item is not self._signs:
                item.setZValue(z)
            if item is not self._casing:
                item.setOpacity(_ALPHA["dim_line"] if faded else 1.0)

    def set_points(self, points: list[tuple[Point, ...]]) -> None:
        self.points = points
        bodies, stubs = line_paths(points, self.style)
        whole = QPainterPath(bodies)
        whole.addPath(stubs)
        self._casing.setPath(whole)
        self._body.setPath(bodies)
        if self._stubs:
            self._stubs.setPath(stubs)
        ends = QPainterPath()
        for line in {line[-1]: line for line in points}.values():
            ends.addPath(end_sign(line, self.style))
        self._signs.setPath(ends)

    def wears(self, theme: Theme, detail: str, *, visible: bool) -> bool:
        return self._worn == (theme, detail, visible)

    def wear(self, theme: Theme, detail: str, *, visible: bool) -> None:
        """Far out neither casing nor signs are worth painting."""
        if self._worn is None or self._worn[:2] != (theme, detail):
            self._take_pens(pens(self.style, theme, detail))
        self._worn = (theme, detail, visible)
        near = visible and detail != "icons"
        self._body.setVisible(visible)
        self._casing.setVisible(near)
        self._signs.setVisible(near)
        if self._stubs:
            self._stubs.setVisible(visible)

    def _take_pens(self, made: Pens) -> None:
        self._casing.setPen(made.casing)
        self._body.setPen(made.body)
        if self._stubs:
            self._stubs.setPen(made.stubs)
        self._signs.setPen(made.signs)
        self._signs.setBrush(made.sign_fill)

    def leave(self) -> list[QGraphicsPathItem]:
        """Its items, which are to be hidden and taken out."""
        self.wanted, self._worn = False, None
        return self.items


class LabelItem(QGraphicsItem):
    """The text of one line on a patch of the canvas; selected it is a pill, marked it takes the state's colour."""

    def __init__(self, label: Label, theme: Theme) -> None:
        super().__init__()
        self.label, self.theme = label, theme
        self.setZValue(LABELS_Z)
        self.strong = False
        self.faded = False
        self.mark: Mark | None = None
        self.selected = False
        self._place()

    def _place(self) -> None:
        extra = 14.0 if self.mark else 0.0
        shift = LABEL_GAP_SELECTED - 11 if self.selected else 0
        self.prepareGeometryChange()
        self._rect = QRectF(-extra, -LABEL_HEIGHT / 2, self.label.width + extra, LABEL_HEIGHT)
        self._bounds = self._rect.adjusted(-5, -2, 5, 2)
        self.setPos(self.label.x - shift, self.label.y)

    def set_state(self, *, selected: bool, mark: Mark | None, strong: bool, faded: bool) -> None:
        if (selected, mark, strong, faded) == (self.selected, self.mark, self.strong, self.faded):
            return
        moved = (selected, bool(mark)) != (self.selected, bool(self.mark))
        self.selected, self.mark, self.strong, self.faded = selected, mark, strong, faded
        if moved:  # Qt looks for it anew
            self.setZValue(LABELS_Z + (0.5 if selected else 0.0))
            self._place()
        self.update()

    def covers(self, x: float, y: float) -> bool:
        return self._rect.contains(x - self.x(), y - self.y())

    def boundingRect(self) -> QRectF:
        return self._bounds

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        paint_label(
            painter,
            self._rect,
            self.label.text,
            self.theme,
            selected=self.selected,
            mark=self.mark,
            strong=self.strong,
            faded=self.faded,
        )


def highlight(points: Iterable[tuple[Line, Route]], theme: Theme) -> list[QGraphicsPathItem]:
    """Selected lines: a halo and an accent line along the whole way, each in its own style."""
    accent = theme.color("accent")
    made: list[QGraphicsPathItem] = []
    for line, found in points:
        halo = QPen(theme.color("accent", _ALPHA["line_halo"]), _STROKE["line_halo"])
        halo.setCapStyle(Qt.PenCapStyle.FlatCap)
        whole = rounded(shortened(found.points, end_room(line.style)))
        made.append(path_item(whole, halo))
        made += accented(line.style, found.points, accent, _STROKE["line_selected"], theme)
    return made


def accented(
    style: Style, points: tuple[Point, ...], color: QColor, width: float, theme: Theme, dash: str | None = None
) -> list[QGraphicsPathItem]:
    """One line in another colour and width: body, stub and sign."""
    body, stub = body_and_stub(points, style)
    made = [path_item(rounded(body), pen_of(style, color, width, dash))]
    if stub:
        path = QPainterPath(QPointF(*stub[0]))
        path.lineTo(*stub[1])
        made.append(path_item(path, QPen(color, width)))
    sign = end_sign(points, style)
    if style == "setting":
        made.append(path_item(sign, QPen(color, 1.5), QBrush(theme.color("canvas"))))
    else:
        made.append(path_item(sign, QPen(Qt.PenStyle.NoPen), QBrush(color)))
    return made


def marked_part(line: Line, routes: Mapping[str, Route], siblings: Iterable[Line], alike: bool) -> tuple[Point, ...]:
    """What of a marked line takes the state's colour: its own branch, or all of it when the whole bundle is alike."""
    points = routes[line.key].points
    others = [routes[other.key].points for other in siblings if other.key != line.key]
    if alike or not others:
        return points
    return own_branch(points, others)
