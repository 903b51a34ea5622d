"""All lines of the scene: bundles, labels, and what lies above them (selected and marked ways)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from ..labels import Label, labels
from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import Mark
from ..paint.lines import bounds_of, distance_to, rounded
from ..paint.picture import ORDER
from ..picture import Line, Picture
from ..routing.router import crowd_bundle
from ..routing.wires import Route
from ..sizes import bundle_of, label_width
from .line_items import Bundle, LabelItem, Root, accented, highlight, marked_part, path_item

_ALPHA = tokens()["alpha"]
_STROKE = tokens()["stroke"]
_NEAR = 7.0
_GONE = {"delete": "delete"}
_MARKED = {"create", "update", "replace", "delete"}


class Lines:
    """`show` takes new routes and changes only the bundles that differ."""

    def __init__(self, scene: QGraphicsScene, theme: Theme) -> None:
        self.theme = theme
        self.picture = Picture()
        self.routes: Mapping[str, Route] = {}
        self.faded: frozenset[str] = frozenset()
        self._lines, self._signs, self._above, self._labels = (Root(z) for z in (-4.0, -3.0, -2.0, -1.0))
        for root in (self._lines, self._signs, self._above, self._labels):
            scene.addItem(root)
        self._bundles: dict[tuple[str, bool], Bundle] = {}
        self._items: dict[str, LabelItem] = {}
        self._over: list[QGraphicsPathItem] = []
        self._bounds: dict[str, QRectF] = {}
        self._detail = "full"

    def show(self, picture: Picture, routes: Mapping[str, Route], faded: frozenset[str] = frozenset()) -> None:
        """All lines anew. ROUTES has a route for every line of PICTURE that is to be seen; FADED are keys of lines."""
        self.picture, self.routes, self.faded = picture, routes, faded
        self._group()
        self._bounds = {key: bounds_of(found.points).adjusted(-8, -8, 8, 8) for key, found in routes.items()}
        self._relabel()

    def update_routes(self, routes: Mapping[str, Route]) -> None:
        """New routes for some lines, while a card is dragged."""
        before = {self._bundle(self.picture.line_by_key[key]) for key in routes if key in self.routes}
        self.routes = {**self.routes, **routes}
        self._group(before | {self._bundle(self.picture.line_by_key[key]) for key in routes})
        for key, found in routes.items():
            self._bounds[key] = bounds_of(found.points).adjusted(-8, -8, 8, 8)
        self._relabel()

    def _group(self, only: Collection[str] | None = None) -> None:
        grouped: defaultdict[tuple[str, bool], list[Line]] = defaultdict(list)
        for line in self.picture.lines:
            if line.key not in self.routes:
                continue
            bundle = self._bundle(line)
            if only is None or bundle in only:
                grouped[bundle, line.key in self.faded].append(line)
        for key in [key for key in self._bundles if key not in grouped and (only is None or key[0] in only)]:
            self._bundles.pop(key).remove()
        for key, lines in grouped.items():
            points = [self.routes[line.key].points for line in lines]
            if key not in self._bundles:
                self._bundles[key] = self._new_bundle(key, lines[0])
            if self._bundles[key].points != points:
                self._bundles[key].set_points(points)

    def _bundle(self, line: Line) -> str:
        """Lines of one port, or the crowd that shares a slot, are painted as one."""
        bundle = bundle_of(line)
        return crowd_bundle(bundle, line.end) if self.routes[line.key].crowd else bundle

    def _same_bundle(self, one: Line, other: Line) -> bool:
        return one.key in self.routes and self._bundle(one) == self._bundle(other)

    def _new_bundle(self, key: tuple[str, bool], line: Line) -> Bundle:
        bundle = Bundle(self._lines, self._signs, line.style)
        for item in (bundle.casing, bundle.body, bundle.stubs):
            item.setZValue(ORDER[line.style] - (10 if key[1] else 0))
        bundle.set_theme(self.theme, thin=self._detail == "icons")
        bundle.casing.setVisible(self._detail != "icons")
        if key[1]:
            bundle.set_opacity(_ALPHA["dim_line"])
        return bundle

    def _relabel(self) -> None:
        shown = [line for line in self.picture.lines if line.key in self.routes]
        placed = {label.line: label for label in labels(shown, self.routes, label_width)}
        for key in [key for key, item in self._items.items() if placed.get(key) != item.label]:
            item = self._items.pop(key)
            if item.scene():
                item.scene().removeItem(item)
        for key, label in placed.items():
            if key not in self._items:
                self._items[key] = self._new_label(label)

    def _new_label(self, label: Label) -> LabelItem:
        item = LabelItem(label, self.theme)
        item.setParentItem(self._labels)
        item.set_state(selected=False, mark=None, strong=False, faded=label.line in self.faded)
        return item

    def set_state(self, picked: Collection[str], strong: Collection[str], marks: Mapping[str, Mark]) -> None:
        """Which lines are selected, which have a label that stands out, which are marked (by line key)."""
        for item in self._over:
            if item.scene():
                item.scene().removeItem(item)
        self._over = [*self._marked(marks), *self._picked(picked)]
        for key, item in self._items.items():
            item.set_state(selected=key in picked, mark=marks.get(key), strong=key in strong, faded=key in self.faded)

    def _picked(self, picked: Collection[str]) -> list[QGraphicsPathItem]:
        lines = self.picture.line_by_key
        ways = [(lines[key], self.routes[key]) for key in sorted(picked) if key in self.routes]
        return highlight(ways, self.theme, self._above)

    def _marked(self, marks: Mapping[str, Mark]) -> list[QGraphicsPathItem]:
        made: list[QGraphicsPathItem] = []
        for key, mark in sorted(marks.items()):
            line = self.picture.line_by_key.get(key)
            if line is None or key not in self.routes or mark.state not in _MARKED:
                continue
            siblings = [other for other in self.picture.lines if self._same_bundle(other, line)]
            alike = all(marks.get(other.key, mark).state == mark.state and other.key in marks for other in siblings)
            points = marked_part(line, self.routes, siblings, alike)
            color = self.theme.state(mark.state).stroke
            width = _STROKE["line_marked"]
            # covers the neutral line below, which shows through dashes; not the trunk that a branch leaves
            covered = points if points == self.routes[key].points else points[1:]
            made.append(path_item(rounded(covered), QPen(self.theme.color("canvas"), _STROKE["line_casing"] / 2)))
            made += accented(line.style, points, color, width, self.theme, _GONE.get(mark.state))
        for item in made:
            item.setParentItem(self._above)
        return made

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for bundle in self._bundles.values():
            bundle.set_theme(theme, thin=self._detail == "icons")
        for item in self._items.values():
            item.theme = theme
            item.update()

    def set_detail(self, detail: str) -> None:
        """Labels only near, casings and signs not far out."""
        if detail == self._detail:
            return
        thin_changed = (detail == "icons") != (self._detail == "icons")
        self._detail = detail
        self._labels.setVisible(detail == "full")
        if thin_changed:
            self._signs.setVisible(detail != "icons")
            for bundle in self._bundles.values():
                bundle.casing.setVisible(detail != "icons")
                bundle.set_theme(self.theme, thin=detail == "icons")

    def set_visible(self, visible: bool) -> None:
        for root in (self._lines, self._above):
            root.setVisible(visible)
        self._signs.setVisible(visible and self._detail != "icons")
        self._labels.setVisible(visible and self._detail == "full")

    def set_opacity(self, value: float) -> None:
        for root in (self._lines, self._signs, self._above, self._labels):
            root.setOpacity(value)

    def line_at(self, x: float, y: float, reach: float = _NEAR) -> str | None:
        """The nearest line within reach, by its own branch rather than by a shared trunk."""
        for key, item in self._items.items():
            if item.mapRectToScene(item.boundingRect()).contains(x, y) and self._labels.isVisible():
                return key
        best: tuple[float, float, str] | None = None
        for key, bounds in self._bounds.items():
            if not bounds.contains(x, y):
                continue
            points = self.routes[key].points
            near = distance_to(points, x, y)
            if near <= reach:
                rank = (round(near), abs(points[-1][0] - x) + abs(points[-1][1] - y), key)
                best = min(best, rank) if best else rank
        return best[2] if best else None
