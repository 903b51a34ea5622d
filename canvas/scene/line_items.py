"""The lines of the scene. A bundle is three path items that Qt paints: casing, body and stubs, and its end signs.

Casings, signs and labels show only where they can be seen; what is selected, marked or drawn right now lies in items of
its own above the bundles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


class Bundle:
    """The items of the lines that leave one port in one style."""

    def __init__(self, style: Style) -> None:
        self.style: Style = style
        self.points: list[tuple[Point, ...]] = []
        self.theme: Theme | None = None
        self.detail = ""
        self._faded: bool | None = None
        none = QPen(Qt.PenStyle.NoPen)
        self.casing, self.body, self.stubs, self.signs = (path_item(QPainterPath(), none) for _ in range(4))
        self.signs.setZValue(SIGNS_Z)

    def show_in(self, scene: QGraphicsScene, *, faded: bool) -> None:
        if faded != self._faded:
            self._fade(faded)
        if self.body.scene() is None:
            for item in (self.casing, self.body, self.stubs, self.signs):
                scene.addItem(item)

    def _fade(self, faded: bool) -> None:
        self._faded = faded
        z = LINES_Z + ORDER[self.style] / 10 - (1 if faded else 0)
        for item in (self.casing, self.body, self.stubs):
            item.setZValue(z)
        for item in (self.body, self.stubs, self.signs):
            item.setOpacity(_ALPHA["dim_line"] if faded else 1.0)

    def set_points(self, points: list[tuple[Point, ...]]) -> None:
        self.points = points
        bodies, stubs = line_paths(points, self.style)
        whole = QPainterPath(bodies)
        whole.addPath(stubs)
        self.casing.setPath(whole)
        self.body.setPath(bodies)
        self.stubs.setPath(stubs)
        ends = QPainterPath()
        for line in {line[-1]: line for line in points}.values():
            ends.addPath(end_sign(line, self.style))
        self.signs.setPath(ends)

    def set_theme(self, theme: Theme, detail: str) -> None:
        """Farther away a line is as wide on the screen as near, or nearly so: thinner it would be grey on grey."""
        self.theme, self.detail = theme, detail
        color = color_of(self.style, theme)
        casing = QPen(theme.color("canvas"), _STROKE["line_casing"])
        casing.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.casing.setPen(casing)
        if detail == "icons":
            pen = QPen(color, 1.0)
            pen.setCosmetic(True)
            self.body.setPen(pen)
        else:
            self.body.setPen(pen_of(self.style, color, WIDTHS[self.style] * (_FAR_WIDTH if detail == "names" else 1.0)))
        self.stubs.setPen(pen_of("permission", color))
        if self.style == "setting":
            self.signs.setPen(QPen(color, 1.25))
            self.signs.setBrush(theme.color("canvas"))
        else:
            self.signs.setPen(QPen(Qt.PenStyle.NoPen))
            self.signs.setBrush(color)

    def set_visible(self, *, body: bool, near: bool) -> None:
        """NEAR says whether casing and signs are worth painting."""
        self.body.setVisible(body)
        self.stubs.setVisible(body and is_dashed(self.style) and self.style != "setting")
        self.casing.setVisible(body and near)
        self.signs.setVisible(body and near)

    def remove(self) -> None:
        for item in (self.casing, self.body, self.stubs, self.signs):
            if item.scene():
                item.scene().removeItem(item)


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
        self.selected, self.mark, self.strong, self.faded = selected, mark, strong, faded
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
