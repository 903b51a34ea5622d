"""What lies above the bundles of lines: the selected ways, and the marked ones in the colour of their state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene

from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import Mark
from ..paint.lines import rounded
from ..picture import Line
from ..routing.wires import Route
from .leaving import Leaving
from .line_items import ABOVE_Z, accented, highlight, marked_part, path_item

_ALPHA = tokens()["alpha"]
_STROKE = tokens()["stroke"]
_GONE = {"delete": "delete"}
_MARKED = {"create", "update", "replace", "delete"}
Siblings = Callable[[str], list[Line]]


class Over:
    """`siblings` tells the lines of a line's bundle, itself among them."""

    def __init__(self, scene: QGraphicsScene, leaving: Leaving, siblings: Siblings) -> None:
        self._scene, self._leaving, self._siblings = scene, leaving, siblings
        self._marked: dict[str, list[QGraphicsPathItem]] = {}
        self._picked: list[QGraphicsPathItem] = []
        self._glow: list[QGraphicsPathItem] = []

    @property
    def marked(self) -> Collection[str]:
        return self._marked.keys()

    def unmark(self, keys: Iterable[str]) -> None:
        """Takes the marked ways of these lines away; of many, all go before others come: in turn it takes longer."""
        for key in keys:
            self._leaving.hide(self._marked.pop(key, ()))
        self._leaving.begin()

    def mark(self, line: Line, routes: Mapping[str, Route], marks: Mapping[str, Mark], theme: Theme) -> None:
        """The line is seen as its mark says."""
        _take_out(self._marked.pop(line.key, ()))
        mark = marks.get(line.key)
        if mark is not None and mark.state in _MARKED and line.key in routes:
            self._marked[line.key] = self._raised(self._way(line, mark, routes, marks, theme))

    def _way(
        self, line: Line, mark: Mark, routes: Mapping[str, Route], marks: Mapping[str, Mark], theme: Theme
    ) -> list[QGraphicsPathItem]:
        siblings = self._siblings(line.key)
        alike = all(marks.get(other.key, mark).state == mark.state and other.key in marks for other in siblings)
        points = marked_part(line, routes, siblings, alike)
        color = theme.state(mark.state).stroke
        # covers the neutral line below, which shows through dashes; not the trunk that a branch leaves
        covered = points if points == routes[line.key].points else points[1:]
        casing = path_item(rounded(covered), QPen(theme.color("canvas"), _STROKE["line_casing"] / 2))
        return [casing, *accented(line.style, points, color, _STROKE["line_marked"], theme, _GONE.get(mark.state))]

    def pick(self, ways: list[tuple[Line, Route]], theme: Theme) -> None:
        """These ways are selected; above marks, whichever came last."""
        _take_out(self._picked)
        self._picked = self._raised(highlight(ways, theme), ABOVE_Z + 0.1)

    def glow(self, ways: Iterable[Route], theme: Theme) -> None:
        """A halo along these ways, which were just written; none takes it away."""
        _take_out(self._glow)
        halo = QPen(theme.color("accent", 2 * _ALPHA["line_halo"]), _STROKE["line_halo"])
        self._glow = self._raised([path_item(rounded(way.points), halo) for way in ways])

    def clear_away(self) -> None:
        for items in (*self._marked.values(), self._picked, self._glow):
            self._leaving.forget(items)
        self._marked, self._picked, self._glow = {}, [], []

    def set_visible(self, visible: bool) -> None:
        for item in (*self._picked, *(item for items in self._marked.values() for item in items)):
            item.setVisible(visible)

    def _raised(self, items: list[QGraphicsPathItem], z: float = ABOVE_Z) -> list[QGraphicsPathItem]:
        for item in items:
            item.setZValue(z)
            self._scene.addItem(item)
        return items


def _take_out(items: Collection[QGraphicsItem]) -> None:
    for item in items:
        if item.scene():
            item.scene().removeItem(item)
