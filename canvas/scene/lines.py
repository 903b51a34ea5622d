"""All lines of the scene: bundles, labels, and what lies above them (selected and marked ways)."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from ..labels import Label, labels
from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import Mark
from ..paint.lines import bounds_of, distance_to, rounded
from ..picture import Line, Picture
from ..routing.router import crowd_bundle
from ..routing.wires import Point, Route
from ..sizes import bundle_of, label_width
from ..slices import finished
from .line_items import ABOVE_Z, Bundle, LabelItem, accented, highlight, marked_part, path_item

_ALPHA = tokens()["alpha"]
_STROKE = tokens()["stroke"]
_NEAR = 7.0
_GONE = {"delete": "delete"}
BundleKey = tuple[str, bool]
_MARKED = {"create", "update", "replace", "delete"}


@dataclass
class Drawn:
    """Lines that are ready to be shown. Without labels those that are in the scene stay."""

    picture: Picture
    routes: dict[str, Route]
    faded: frozenset[str]
    members: dict[BundleKey, dict[str, Line]] = field(default_factory=dict[BundleKey, dict[str, Line]])
    bundle_of: dict[str, BundleKey] = field(default_factory=dict[str, BundleKey])
    bundles: dict[BundleKey, Bundle] = field(default_factory=dict[BundleKey, Bundle])
    bounds: dict[str, QRectF] = field(default_factory=dict[str, QRectF])
    labels: dict[str, Label] | None = None


class Lines:
    """`show` takes new routes and changes only the bundles that differ."""

    def __init__(self, scene: QGraphicsScene, theme: Theme) -> None:
        self.theme = theme
        self.picture = Picture()
        self.routes: dict[str, Route] = {}
        self.faded: frozenset[str] = frozenset()
        self._scene = scene
        self._bundles: dict[BundleKey, Bundle] = {}
        self._members: dict[BundleKey, dict[str, Line]] = {}
        self._bundle_of: dict[str, BundleKey] = {}
        self._items: dict[str, LabelItem] = {}
        self._marks: Mapping[str, Mark] = {}
        self._over_marked: dict[str, list[QGraphicsPathItem]] = {}
        self._over_picked: list[QGraphicsPathItem] = []
        self._stale = False
        """What lies above was made for other routes, or for another theme."""
        self._glow: list[QGraphicsPathItem] = []
        self._bounds: dict[str, QRectF] = {}
        self._extent: QRectF | None = None
        self._state: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._detail = "full"
        self._visible = True

    def show(self, picture: Picture, routes: Mapping[str, Route], faded: frozenset[str] = frozenset()) -> None:
        """All lines anew. ROUTES has a route for every line of PICTURE that is to be seen; FADED are keys of lines."""
        self.take(finished(self.prepare(picture, routes, faded)))

    def prepare(
        self, picture: Picture, routes: Mapping[str, Route], faded: frozenset[str]
    ) -> Generator[None, None, Drawn]:
        """What `take` puts into the scene, in steps. Nothing that is seen changes."""
        made = Drawn(picture, {line.key: routes[line.key] for line in picture.lines if line.key in routes}, faded)
        for key, found in made.routes.items():
            line = picture.line_by_key[key]
            bundle = made.bundle_of[key] = _key(line, found, faded)
            made.members.setdefault(bundle, {})[key] = line
            made.bounds[key] = self._bounds[key] if self.routes.get(key) is found else _bounds(found)
            yield
        for key, lines in made.members.items():
            points = [made.routes[line].points for line in sorted(lines)]
            made.bundles[key] = self._known(key, points, made) or self._new_bundle(key, next(iter(lines.values())))
            if made.bundles[key].points != points:
                made.bundles[key].set_points(points)
            yield
        if picture is not self.picture or made.routes != self.routes:
            lines = [picture.line_by_key[key] for key in made.routes]
            made.labels = {label.line: label for label in labels(lines, made.routes, label_width)}
        return made

    def _known(self, key: BundleKey, points: list[tuple[Point, ...]], made: Drawn) -> Bundle | None:
        """The bundle that is in the scene already, faded or not, when it has the same lines."""
        other = (key[0], not key[1])
        for name in (key, other) if other not in made.members else (key,):
            found = self._bundles.get(name)
            if found is not None and found.points == points:
                return found
        return None

    def take(self, made: Drawn) -> None:
        """Shows what was prepared, all of it at once."""
        self.picture, self.routes, self.faded, self._stale = made.picture, made.routes, made.faded, True
        self._extent = None
        self._members, self._bundle_of, self._bounds = made.members, made.bundle_of, made.bounds
        before, self._bundles = self._bundles, made.bundles
        kept = {id(bundle) for bundle in made.bundles.values()}
        for bundle in before.values():
            if id(bundle) not in kept:
                bundle.remove()
        for key, bundle in made.bundles.items():
            bundle.show_in(self._scene, faded=key[1])
            if bundle.theme is not self.theme or bundle.detail != self._detail:
                bundle.set_theme(self.theme, self._detail)
                bundle.set_visible(body=self._visible, near=self._detail != "icons")
        if made.labels is None:
            for key in self._items:
                self._set_label_state(key)
        else:
            self._take_labels(made.labels, list(self._items))

    def update_routes(self, routes: Mapping[str, Route]) -> None:
        """New routes for some lines, while a card is dragged: touches only these and the lines of their bundles."""
        self._extent = None
        touched: set[BundleKey] = set()
        for key, found in routes.items():
            touched.add(self._leave(key))
            self.routes[key] = found
            touched.add(self._join(self.picture.line_by_key[key]))
            self._bounds[key] = _bounds(found)
        for key in touched:
            self._draw(key)
        self._label(self._neighbours(routes))
        for key in sorted(line for bundle in touched for line in self._members.get(bundle, ()) if line in self._marks):
            self.wear_mark(key)
        if not self._state[0].isdisjoint(routes):
            self._pick_anew()

    def _neighbours(self, keys: Collection[str]) -> list[str]:
        """These lines and all others that end at the same cards: their labels give way to each other."""
        ends = {self.picture.line_by_key[key].end for key in keys}
        lines = {line.key for end in ends for line in self.picture.lines_of.get(end, ()) if line.end == end}
        return sorted(lines & self.routes.keys())

    def _join(self, line: Line) -> BundleKey:
        key = self._bundle_of[line.key] = _key(line, self.routes[line.key], self.faded)
        self._members.setdefault(key, {})[line.key] = line
        return key

    def _leave(self, line: str) -> BundleKey:
        key = self._bundle_of[line]
        del self._members[key][line]
        return key

    def _draw(self, key: BundleKey) -> None:
        lines = self._members.get(key)
        if not lines:
            self._members.pop(key, None)
            if bundle := self._bundles.pop(key, None):
                bundle.remove()
            return
        points = [self.routes[line].points for line in sorted(lines)]
        if key not in self._bundles:
            self._bundles[key] = self._new_bundle(key, next(iter(lines.values())))
            self._bundles[key].show_in(self._scene, faded=key[1])
        if self._bundles[key].points != points:
            self._bundles[key].set_points(points)

    def _new_bundle(self, key: BundleKey, line: Line) -> Bundle:
        bundle = Bundle(line.style)
        bundle.set_theme(self.theme, self._detail)
        bundle.set_visible(body=self._visible, near=self._detail != "icons")
        return bundle

    def _label(self, keys: Collection[str]) -> None:
        """Labels of these lines anew; those of all others stay as they are."""
        lines = [self.picture.line_by_key[key] for key in keys]
        self._take_labels({label.line: label for label in labels(lines, self.routes, label_width)}, keys)

    def _take_labels(self, placed: Mapping[str, Label], keys: Collection[str]) -> None:
        """PLACED in the scene; of the labels of KEYS, those that are not placed go."""
        for key in keys:
            item = self._items.get(key)
            if item is not None and placed.get(key) != item.label:
                del self._items[key]
                if item.scene():
                    item.scene().removeItem(item)
        for key, label in placed.items():
            if key not in self._items:
                self._items[key] = LabelItem(label, self.theme)
                self._scene.addItem(self._items[key])
                self._items[key].setVisible(self.labels_shown)
            self._set_label_state(key)

    def _set_label_state(self, key: str) -> None:
        picked, strong = self._state
        self._items[key].set_state(
            selected=key in picked, mark=self._marks.get(key), strong=key in strong, faded=key in self.faded
        )

    def set_state(self, picked: Collection[str], strong: Collection[str]) -> None:
        """Which lines are selected, and which have a label that stands out (by line key).

        It is told with every card that the pointer enters: what lies above is made anew only where it differs.
        """
        before, self._state = self._state, (frozenset(picked), frozenset(strong))
        stale, self._stale = self._stale, False
        if stale:
            keys = sorted(self._marks.keys() | self._over_marked.keys())
            for items in self._over_marked.values():  # all go before others come: in turn it takes ten times as long
                _take_out(items)
            self._over_marked = {}
            for key in keys:
                self.wear_mark(key)
        if stale or picked != before[0]:
            self._pick_anew()
        touched = (before[0] ^ self._state[0]) | (before[1] ^ self._state[1])
        for key in self._items if stale else touched & self._items.keys():
            self._set_label_state(key)

    def _pick_anew(self) -> None:
        _take_out(self._over_picked)
        lines = self.picture.line_by_key
        ways = [(lines[key], self.routes[key]) for key in sorted(self._state[0]) if key in self.routes]
        self._over_picked = self._raised(highlight(ways, self.theme), ABOVE_Z + 0.1)  # above marks, whichever came last

    def take_marks(self, marks: Mapping[str, Mark]) -> set[str]:
        """Lines (by key) wear these from now on; the answer is all those that `wear_mark` has to be told."""
        before, self._marks = self._marks, marks
        changed = {key for key in before.keys() | marks.keys() if before.get(key) != marks.get(key)}
        bundles = {self._bundle_of[key] for key in changed if key in self._bundle_of}
        return changed | {key for bundle in bundles for key in self._members[bundle] if key in marks}

    def wear_mark(self, key: str) -> None:
        """One line looks as its mark, and those of its bundle, say by now."""
        _take_out(self._over_marked.pop(key, ()))
        if key in self._items:
            self._set_label_state(key)
        if key in self._marks and key in self.routes and self._marks[key].state in _MARKED:
            self._over_marked[key] = self._raised(self._marked(self.picture.line_by_key[key], self._marks[key]))

    def _marked(self, line: Line, mark: Mark) -> list[QGraphicsPathItem]:
        marks, key = self._marks, line.key
        siblings = list(self._members[self._bundle_of[key]].values())
        alike = all(marks.get(other.key, mark).state == mark.state and other.key in marks for other in siblings)
        points = marked_part(line, self.routes, siblings, alike)
        color = self.theme.state(mark.state).stroke
        # covers the neutral line below, which shows through dashes; not the trunk that a branch leaves
        covered = points if points == self.routes[key].points else points[1:]
        casing = path_item(rounded(covered), QPen(self.theme.color("canvas"), _STROKE["line_casing"] / 2))
        return [casing, *accented(line.style, points, color, _STROKE["line_marked"], self.theme, _GONE.get(mark.state))]

    def lies_in(self, key: str, area: QRectF) -> bool:
        return key in self._bounds and self._bounds[key].intersects(area)

    def _raised(self, items: list[QGraphicsPathItem], z: float = ABOVE_Z) -> list[QGraphicsPathItem]:
        for item in items:
            item.setZValue(z)
            self._scene.addItem(item)
        return items

    def glow(self, keys: Collection[str]) -> None:
        """A halo along these lines, which were just written; none takes it away."""
        _take_out(self._glow)
        halo = QPen(self.theme.color("accent", 2 * _ALPHA["line_halo"]), _STROKE["line_halo"])
        ways = [self.routes[key].points for key in keys if key in self.routes]
        self._glow = self._raised([path_item(rounded(points), halo) for points in ways])

    def set_theme(self, theme: Theme) -> None:
        self.theme, self._stale = theme, True
        for bundle in self._bundles.values():
            bundle.set_theme(theme, self._detail)
        for item in self._items.values():
            item.theme = theme
            item.update()

    @property
    def labels_shown(self) -> bool:
        return self._visible and self._detail == "full"

    @property
    def signs_shown(self) -> bool:
        return self._visible and self._detail != "icons"

    def set_detail(self, detail: str) -> None:
        """Labels only near, casings and signs not far out."""
        if detail == self._detail:
            return
        before, self._detail = self._detail, detail
        if "full" in (before, detail):
            for item in self._items.values():
                item.setVisible(self.labels_shown)
        for bundle in self._bundles.values():
            bundle.set_visible(body=self._visible, near=detail != "icons")
            bundle.set_theme(self.theme, detail)

    def set_visible(self, visible: bool) -> None:
        """Hides all lines while cards glide to other places."""
        if visible == self._visible:
            return
        self._visible = visible
        for bundle in self._bundles.values():
            bundle.set_visible(body=visible, near=self._detail != "icons")
        for item in self._items.values():
            item.setVisible(self.labels_shown)
        for item in (*self._over_picked, *(item for items in self._over_marked.values() for item in items)):
            item.setVisible(visible)

    def content_rect(self) -> QRectF:
        """Around all lines; kept until one of them moves."""
        if self._extent is None:
            self._extent = QRectF()
            for found in self.routes.values():
                self._extent = self._extent.united(bounds_of(found.points))
        return QRectF(self._extent)

    def line_at(self, x: float, y: float, reach: float = _NEAR) -> str | None:
        """The nearest line within reach, by its own branch rather than by a shared trunk."""
        for key, item in self._items.items():
            if self.labels_shown and item.covers(x, y):
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


def _take_out(items: Collection[QGraphicsPathItem]) -> None:
    for item in items:
        if item.scene():
            item.scene().removeItem(item)


def _key(line: Line, found: Route, faded: frozenset[str]) -> BundleKey:
    """Lines of one port, or the crowd that shares a slot, are painted as one; faded ones apart."""
    bundle = bundle_of(line)
    return (crowd_bundle(bundle, line.end) if found.crowd else bundle), line.key in faded


def _bounds(found: Route) -> QRectF:
    return bounds_of(found.points).adjusted(-8, -8, 8, 8)
