"""All lines of the scene: bundles, labels, and what lies above them (selected and marked ways).

Everything new is made in steps and stands in the scene hidden; `take` only turns over what is seen. Other pens, of a
theme or of another distance, come on between frames, what is in sight first.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from ..labels import Label, label_steps, labels
from ..look.theme import Theme
from ..marks import Mark
from ..paint.lines import distance_to
from ..picture import Line, Picture
from ..routing.wires import Route
from ..sizes import label_width
from ..slices import Slices, Steps, finished
from .drawn import BundleKey, Drawn, Points, around, key_of, routes_of, without_room
from .extent import Extent
from .index import take_in
from .leaving import Leaving
from .line_items import Bundle, LabelItem
from .over import Over

_NEAR = 7.0
_AT_ONCE = 300
_INDEXED = 20
"""So many new bundles are told to Qt's index in one step."""


class Lines:
    """`show` takes new routes and changes only the bundles that differ."""

    def __init__(self, scene: QGraphicsScene, theme: Theme, leaving: Leaving) -> None:
        self.theme = theme
        self.picture = Picture()
        self.routes: dict[str, Route] = {}
        self.faded: frozenset[str] = frozenset()
        self._scene, self._leaving = scene, leaving
        self._bundles: dict[BundleKey, Bundle] = {}
        self._members: dict[BundleKey, dict[str, Line]] = {}
        self._bundle_of: dict[str, BundleKey] = {}
        self._labels: dict[str, LabelItem] = {}
        self._marks: Mapping[str, Mark] = {}
        self.over = Over(scene, leaving, lambda key: list(self._members[self._bundle_of[key]].values()))
        self._moved: set[str] = set()
        """Marked lines that lie elsewhere now, or look otherwise, and do not show it yet."""
        self._bounds: dict[str, QRectF] = {}
        self._extent: QRectF | None = None
        self._picked: frozenset[str] = frozenset()
        self._strong: frozenset[str] = frozenset()
        self._stale = False
        """What is selected was made for other routes, or for another theme."""
        self._detail = "full"
        self._visible = True
        self._dressing = Slices(scene)

    # content

    def show(self, picture: Picture, routes: Mapping[str, Route], faded: frozenset[str] = frozenset()) -> None:
        """All lines anew. ROUTES has a route for every line of PICTURE that is to be seen; FADED are keys of lines."""
        self.take(finished(self.prepare(picture, routes, faded)))

    def prepare(
        self, picture: Picture, routes: Mapping[str, Route], faded: frozenset[str]
    ) -> Generator[None, None, Drawn]:
        """What `take` shows, in steps. Nothing that is seen changes; what is not taken has to be put away."""
        made = Drawn(picture, routes_of(picture, routes), faded)
        try:
            yield from self._bundled(made)
            yield from self._labelled(made)
        except GeneratorExit:
            self.put_away(made)
            raise
        return made

    def _bundled(self, made: Drawn) -> Steps:
        extent = Extent()
        for key, found in made.routes.items():
            line = made.picture.line_by_key[key]
            bundle = made.bundle_of[key] = key_of(line, found, made.faded)
            made.members.setdefault(bundle, {})[key] = line
            made.bounds[key] = self._bounds[key] if self.routes.get(key) is found else around(found)
            extent.add(made.bounds[key])
            yield
        made.extent = without_room(extent.rect)
        for key, lines in made.members.items():
            points = made.points[key] = [made.routes[line].points for line in sorted(lines)]
            made.bundles[key] = self._known(key, points, made) or self._hidden(next(iter(lines.values())), key, made)
            if len(made.new_bundles) % _INDEXED == 0:
                take_in(self._scene)
            yield

    def _hidden(self, line: Line, key: BundleKey, made: Drawn) -> Bundle:
        """A new bundle: in the scene, and not seen yet."""
        bundle = Bundle(line.style)
        bundle.set_points(made.points[key])
        bundle.wear(self.theme, self._detail, visible=False)
        bundle.stand_in(self._scene, faded=key[1])
        made.new_bundles.append(bundle)
        return bundle

    def _known(self, key: BundleKey, points: Points, made: Drawn) -> Bundle | None:
        """The bundle that is in the scene already, faded or not, when it has the same lines."""
        other = (key[0], not key[1])
        for name in (key, other) if other not in made.members else (key,):
            found = self._bundles.get(name)
            if found is not None and found.points == points:
                return found
        return None

    def _labelled(self, made: Drawn) -> Steps:
        lines = [made.picture.line_by_key[key] for key in made.routes]
        for label in label_steps(lines, made.routes, label_width):
            made.labels[label.line] = label
            if (known := self._labels.get(label.line)) is None or known.label != label:
                item = made.new_labels[label.line] = LabelItem(label, self.theme)
                item.setVisible(False)
                self._scene.addItem(item)
            yield

    def put_away(self, made: Drawn) -> None:
        """What was prepared will not be shown."""
        for bundle in made.new_bundles:
            self._leaves(bundle)
        self._leaving.hide(made.new_labels.values())
        self._leaving.begin()

    def clear_away(self) -> None:
        """No lines any more; nothing of the scene is painted until there is something again."""
        self._dressing.cancel()
        for bundle in self._bundles.values():
            self._leaving.forget(bundle.leave(), lambda bundle=bundle: not bundle.wanted)
        self._leaving.forget(self._labels.values())
        self.over.clear_away()
        self.picture, self.routes, self.faded = Picture(), {}, frozenset()
        self._bundles, self._members, self._bundle_of, self._labels = {}, {}, {}, {}
        self._bounds, self._extent, self._picked, self._strong = {}, None, frozenset(), frozenset()
        self._moved = set()

    def _leaves(self, bundle: Bundle) -> None:
        self._leaving.hide(bundle.leave(), lambda: not bundle.wanted)

    def take(self, made: Drawn) -> None:
        """Shows what was prepared, all of it at once."""
        self._note_moved(made)
        self.picture, self.routes, self.faded, self._stale = made.picture, made.routes, made.faded, True
        self._extent, self._members = made.extent, made.members
        self._bundle_of, self._bounds = made.bundle_of, made.bounds
        before, self._bundles = self._bundles, made.bundles
        kept = {id(bundle) for bundle in made.bundles.values()}
        for bundle in before.values():
            if id(bundle) not in kept:
                self._leaves(bundle)
        for key, bundle in made.bundles.items():
            if bundle.points != made.points[key]:  # a card was dragged meanwhile
                bundle.set_points(made.points[key])
            if before.get(key) is not bundle or not bundle.wanted:
                bundle.stand_in(self._scene, faded=key[1])
                bundle.wear(self.theme, self._detail, visible=self._visible)
        self._take_labels(made.labels, list(self._labels), made.new_labels)
        self._leaving.hide(item for key, item in made.new_labels.items() if self._labels.get(key) is not item)
        self._leaving.begin()

    def _note_moved(self, made: Drawn) -> None:
        """Marked ways that do not lie where they lay, or have other siblings, go at once and come again by and by."""
        moved = {key for key in {*self.over.marked, *self._marks} if self._lies_elsewhere(key, made)}
        self._moved |= moved
        self.over.unmark(moved)

    def _lies_elsewhere(self, key: str, made: Drawn) -> bool:
        before, after = self._bundle_of.get(key), made.bundle_of.get(key)
        if before is None or after is None or key not in self.over.marked:
            return True
        return self._bundles[before].points != made.points[after]

    def take_moved(self) -> set[str]:
        """The marked lines that `wear_mark` has to be told because they lie elsewhere or look otherwise."""
        moved, self._moved = self._moved, set()
        return moved

    def update_routes(self, routes: Mapping[str, Route]) -> None:
        """New routes for some lines, while a card is dragged: touches only these and the lines of their bundles."""
        self._extent = None
        touched: set[BundleKey] = set()
        for key, found in routes.items():
            touched.add(self._leave(key))
            self.routes[key] = found
            touched.add(self._join(self.picture.line_by_key[key]))
            self._bounds[key] = around(found)
        for key in touched:
            self._draw(key)
        self._label(self._neighbours(routes))
        for key in sorted(line for bundle in touched for line in self._members.get(bundle, ()) if line in self._marks):
            self.wear_mark(key)
        if not self._picked.isdisjoint(routes):
            self._pick_anew()

    def _neighbours(self, keys: Collection[str]) -> list[str]:
        """These lines and all others that end at the same cards: their labels give way to each other."""
        ends = {self.picture.line_by_key[key].end for key in keys}
        lines = {line.key for end in ends for line in self.picture.lines_of.get(end, ()) if line.end == end}
        return sorted(lines & self.routes.keys())

    def _join(self, line: Line) -> BundleKey:
        key = self._bundle_of[line.key] = key_of(line, self.routes[line.key], self.faded)
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
                self._leaves(bundle)
                self._leaving.begin()
            return
        points = [self.routes[line].points for line in sorted(lines)]
        bundle = self._bundles.setdefault(key, Bundle(next(iter(lines.values())).style))
        if bundle.points != points:
            bundle.set_points(points)
        bundle.stand_in(self._scene, faded=key[1])
        bundle.wear(self.theme, self._detail, visible=self._visible)

    # labels

    def _label(self, keys: Collection[str]) -> None:
        """Labels of these lines anew; those of all others stay as they are."""
        lines = [self.picture.line_by_key[key] for key in keys]
        self._take_labels({label.line: label for label in labels(lines, self.routes, label_width)}, keys, {})

    def _take_labels(self, placed: Mapping[str, Label], keys: Collection[str], made: Mapping[str, LabelItem]) -> None:
        """PLACED in the scene, those in MADE as they stand there; of the labels of KEYS, what is not placed goes."""
        gone = [key for key in keys if key in self._labels and placed.get(key) != self._labels[key].label]
        self._leaving.hide([self._labels.pop(key) for key in gone])
        for key, label in placed.items():
            if key not in self._labels:
                self._labels[key] = item = made.get(key) or LabelItem(label, self.theme)
                if item.scene() is None:
                    self._scene.addItem(item)
                item.theme = self.theme
                item.setVisible(self.labels_shown)
        self._leaving.begin()
        self._tell_labels(placed)

    def _tell_labels(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._labels[key].set_state(
                selected=key in self._picked,
                mark=self._marks.get(key),
                strong=key in self._strong,
                faded=key in self.faded,
            )

    # state

    def set_state(self, picked: Collection[str], strong: Collection[str]) -> None:
        """Which lines are selected, and which have a label that stands out (by line key).

        It is told with every card that the pointer enters: what lies above is made anew only where it differs.
        """
        touched = (self._picked ^ frozenset(picked)) | (self._strong ^ frozenset(strong))
        anew = self._stale or frozenset(picked) != self._picked
        self._picked, self._strong, self._stale = frozenset(picked), frozenset(strong), False
        if anew:
            self._pick_anew()
        self._tell_labels(touched & self._labels.keys())

    def _pick_anew(self) -> None:
        lines = self.picture.line_by_key
        ways = [(lines[key], self.routes[key]) for key in sorted(self._picked) if key in self.routes]
        self.over.pick(ways, self.theme)

    def take_marks(self, marks: Mapping[str, Mark]) -> set[str]:
        """Lines (by key) wear these from now on; the answer is all those that `wear_mark` has to be told."""
        before, self._marks = self._marks, marks
        changed = {key for key in before.keys() | marks.keys() if before.get(key) != marks.get(key)}
        bundles = {self._bundle_of[key] for key in changed if key in self._bundle_of}
        return changed | {key for bundle in bundles for key in self._members[bundle] if key in marks}

    def wear_mark(self, key: str) -> None:
        """One line looks as its mark, and those of its bundle, say by now."""
        if key in self._labels:
            self._tell_labels((key,))
        if key in self.routes:
            self.over.mark(self.picture.line_by_key[key], self.routes, self._marks, self.theme)
        else:
            self.over.unmark((key,))

    def lies_in(self, key: str, area: QRectF) -> bool:
        return key in self._bounds and self._bounds[key].intersects(area)

    def glow(self, keys: Collection[str]) -> None:
        """A halo along these lines, which were just written; none takes it away."""
        self.over.glow([self.routes[key] for key in keys if key in self.routes], self.theme)

    # looks

    def set_theme(self, theme: Theme, seen: QRectF) -> None:
        """Bundles in SEEN take it first. What is marked has to be told by `wear_mark`."""
        self.theme, self._stale = theme, True
        self._moved.update(self.over.marked)
        for item in self._labels.values():
            item.theme = theme
            item.update()
        self._dress(seen)

    @property
    def labels_shown(self) -> bool:
        return self._visible and self._detail == "full"

    def set_detail(self, detail: str, seen: QRectF) -> None:
        """Labels only near, casings and signs not far out; what lies in SEEN comes first."""
        if detail == self._detail:
            return
        before, self._detail = self._detail, detail
        if "full" in (before, detail):
            for item in self._labels.values():
                item.setVisible(self.labels_shown)
        self._dress(seen)

    def _dress(self, seen: QRectF) -> None:
        """Bundles that wear something else take the pens of now: a few at once, many in steps."""
        self._dressing.cancel()
        late = [key for key, bundle in self._bundles.items() if not self._is_dressed(bundle)]
        self._dressing.run(self._dressed(late, seen))
        if len(late) < _AT_ONCE:
            self._dressing.finish()

    def _dressed(self, late: list[BundleKey], seen: QRectF) -> Steps:
        far = [key for key in late if not any(self.lies_in(line, seen) for line in self._members[key])]
        apart = set(far)
        yield
        for key in [*(key for key in late if key not in apart), *far]:
            if (bundle := self._bundles.get(key)) is not None and not self._is_dressed(bundle):
                bundle.wear(self.theme, self._detail, visible=self._visible)
            yield

    def _is_dressed(self, bundle: Bundle) -> bool:
        return bundle.wears(self.theme, self._detail, visible=self._visible)

    def set_visible(self, visible: bool) -> None:
        """Hides all lines while cards glide to other places."""
        if visible == self._visible:
            return
        self._visible = visible
        for bundle in self._bundles.values():
            bundle.wear(self.theme, self._detail, visible=visible)
        for item in self._labels.values():
            item.setVisible(self.labels_shown)
        self.over.set_visible(visible)

    # places

    def content_rect(self) -> QRectF:
        """Around all lines; kept until one of them moves."""
        if self._extent is None:
            self._extent = without_room(Extent(self._bounds.values()).rect)
        return QRectF(self._extent)

    def line_at(self, x: float, y: float, reach: float = _NEAR) -> str | None:
        """The nearest line within reach, by its own branch rather than by a shared trunk."""
        for key, item in self._labels.items():
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
