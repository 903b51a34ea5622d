"""From an architecture to the map: picture, places, routes, and the way from the last picture to this one.

Cards that stay keep their place, and so do those placed by hand until everything is arranged anew. Layout of a large
picture comes from a worker process; until it is there the map shows what it showed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer

from ..resources.architecture import Architecture, ProjectInfo
from . import words
from .composer import Composer, is_quick
from .folding import folded
from .folding_rows import GROUP
from .groups import Groups
from .layout.compose import Composition, Job, compose
from .map_view import MapView
from .picture import Picture
from .picture_cache import steps_for
from .renamed import renamed
from .routing.wires import Point
from .scene.stage import Scenery
from .sizes import card_size, graph_steps
from .slices import Slices, Steps
from .transitions import Transitions

_SMALL = 300
"""Cards and lines together: fewer are shown at once."""
_GLIDING = 300
"""More cards than these do not glide to their new places."""


class Showing:
    """`is_held` says whether a person holds the mouse: nothing changes under it then."""

    def __init__(self, view: MapView, is_held: Callable[[], bool]) -> None:
        self._view, self._stage, self._is_held = view, view.stage, is_held
        self.transitions = Transitions(view.stage, view)
        self.composer = Composer(view)
        self.hand: dict[str, Point] = {}
        self.unfolded: frozenset[str] = frozenset()
        self.groups = Groups()
        self.expected = 0
        """How many cards the picture has that is being arranged."""
        self._shown_once = False
        self._unseen = False
        self._wanted = ""
        self._waiting: Callable[[], None] | None = None
        self._slices, self._painting = Slices(view), Slices(view)

    def show(self, architecture: Architecture, positions: Mapping[str, Point] | None, *, anew: bool = False) -> None:
        """ANEW arranges all but what was placed by hand. A large picture comes in steps between which the map lives."""
        words.use_translator(lambda text: self._view.tr(text))
        if positions is not None:
            self.hand = dict(positions)
        self.composer.cancel()
        self._slices.cancel()
        self.expected = len(architecture.resources)
        self._run(self._begin(architecture, anew), self.expected + len(architecture.links))
        self._view.viewport().update()

    def _run(self, work: Steps, size: int) -> None:
        self._slices.run(work)
        if size < _SMALL:
            self._slices.finish()

    def _begin(self, architecture: Architecture, anew: bool) -> Steps:
        """Picture, sizes and graph; then places and routes, from a worker when they take long."""
        whole = yield from steps_for(architecture)
        yield
        picture = folded(whole, self.unfolded)
        self.groups.note(picture)
        yield
        names = renamed(self._view.architecture, architecture)
        self.hand = under_new_names(self.hand, names)
        kept = under_new_names(self._stage.places(), names) if self._shown_once and not anew else {}
        fixed = {key: place for key, place in (kept | self.hand).items() if key in picture.card_by_id}
        job = yield from _job(picture, fixed, kept.keys() - self.hand.keys())
        if is_quick(job):
            yield from self._composed(architecture, picture, compose(job))
        else:
            self.composer.run(job, lambda done: self.composed(architecture, picture, done))

    @property
    def busy(self) -> bool:
        """Is a picture under way that the map does not show yet?"""
        return self._slices.busy or self.composer.busy

    @property
    def is_empty_and_busy(self) -> bool:
        return self.busy and (self._view.veiled or not self._stage.items_by_id)

    def when_shown(self, deed: Callable[[], object]) -> None:
        """Now, or as soon as the picture is there that is under way."""
        if self.busy:
            self._view.arranged.connect(deed, Qt.ConnectionType.SingleShotConnection)
        else:
            deed()

    def composed(self, architecture: Architecture, picture: Picture, done: Composition) -> None:
        """The places are there."""
        self._run(self._composed(architecture, picture, done), len(picture.cards) + len(picture.lines))

    def _composed(self, architecture: Architecture, picture: Picture, done: Composition) -> Steps:
        """Shows the picture, at first as a whole, later as a change of what is seen.

        While a person holds the mouse nothing changes under it; the picture is shown on release.
        """
        scenery = yield from self._stage.prepare(picture, done.places, done.routes)
        if self._is_held():
            self._stage.put_away(scenery)
            self._waiting = lambda: self.show(architecture, None)
            return
        self._change(architecture, scenery)
        yield from self._unveiled()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            cards = sorted(self.groups.members(wanted) & picture.card_by_id.keys()) or [wanted]
            self._view.select(cards)
            self._view.reveal(cards[0])
        self._view.selected.emit(self._view.selection)
        yield
        self._is_shown()

    def _change(self, architecture: Architecture, scenery: Scenery) -> None:
        """From the last picture to this one."""
        view, stage, picture = self._view, self._stage, scenery.picture
        self.transitions.finish()
        view.about_to_show.emit(architecture)
        names = renamed(view.architecture, architecture)
        view.architecture = architecture
        known, lines = frozenset(stage.items_by_id) | {*names.values()}, frozenset(stage.picture.line_by_key)
        cards = frozenset(names[key] for key in stage.picked.cards & names.keys())
        gone = stage.take_gone(picture) if self._shown_once else []
        stage.take(scenery)
        if cards:
            stage.set_picked(replace(stage.picked, cards=stage.picked.cards | cards))
        view.map_changed()
        if self._shown_once:
            written = frozenset(picture.line_by_key) - lines
            self.transitions.fade(frozenset(picture.card_by_id) - known, gone, written)
        elif picture.cards:
            self._shown_once = True
            self._unseen = True
            self.first_sight()
            view.veiled = not stage.far

    def _unveiled(self) -> Steps:
        """The first sight of a map comes as a whole: the cards in it are painted beforehand."""
        try:
            yield
            if self._view.veiled:
                yield from self._painted()
        finally:
            self._view.veiled = False
        self._view.viewport().update()

    def _painted(self) -> Steps:
        """The cards in sight have their pixmaps."""
        seen = self._view.visible_map()
        for item in list(self._stage.items_by_id.values()):
            if item.rect.intersects(seen):
                self._stage.store.make_ready(item)
                yield

    def paint_anew(self) -> None:
        """The cards in sight look otherwise: they are painted while the panels, too, take another theme."""
        if not self._stage.far:
            self._painting.cancel()
            self._painting.run(self._painted())

    def _is_shown(self) -> None:
        """Told once nothing is under way any more, whatever listens asks."""
        self._slices.cancel()
        self._view.arranged.emit()

    def first_sight(self) -> None:
        """Chooses what of a new map is seen, once the view has its size on the screen."""
        if self._unseen and self._view.isVisible():
            self._unseen = False
            self._view.show_first()
            self._view.camera.settle_now()

    def catch_up(self) -> None:
        """The gesture is over: shows what came in the meantime."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting()

    def set_unfolded(self, groups: frozenset[str]) -> None:
        """Shows these groups unfolded, and all others folded; what was clicked stays in sight."""
        self._wanted = next((group.removeprefix(GROUP) for group in groups ^ self.unfolded), "")
        self.unfolded = groups
        self.show(self._view.architecture, None, anew=True)

    def clear(self) -> None:
        self.composer.cancel()
        self._slices.cancel()
        self.transitions.finish()
        self._view.about_to_show.emit(Architecture(ProjectInfo("", 0, 0)))
        self.hand, self.unfolded, self._shown_once = {}, frozenset(), False
        self.groups = Groups()
        self._stage.clear_away()
        self._view.map_changed()

    def close(self) -> None:
        self._slices.cancel()
        self.composer.close()

    def arrange(self) -> None:
        self.hand = {}
        self._compose({}, self._arranged)
        self._view.positions_changed.emit({})

    def keep(self, keys: Iterable[str]) -> None:
        """These cards stay where a person has put them; all lines are routed anew."""
        places = self._stage.places()
        self.hand.update({key: places[key] for key in keys})
        self._compose(places, self._rerouted)
        self._view.positions_changed.emit(dict(self.hand))

    def _compose(self, fixed: Mapping[str, Point], then: Callable[[Composition], None]) -> None:
        """Places and routes of what is shown; not while another picture is under way, which has them anew."""
        if self._slices.busy:
            return
        picture = self._stage.picture

        def work() -> Steps:
            job = yield from _job(picture, fixed)
            self.composer.run(job, then)

        self._run(work(), len(picture.cards) + len(picture.lines))

    def _arranged(self, done: Composition) -> None:
        """Cards glide to where they belong; of a large picture they are there at once."""
        if not self._is_current(done):
            return
        picture = self._stage.picture
        if len(picture.cards) > _GLIDING:
            self._later(picture, done)
            return

        def end() -> None:
            self._stage.show_picture(picture, done.places, done.routes)
            self._view.map_changed()
            self._view.arranged.emit()

        self.transitions.glide(done.places, end)
        self._view.fit()

    def _later(self, picture: Picture, done: Composition) -> None:
        def work() -> Steps:
            scenery = yield from self._stage.prepare(picture, done.places, done.routes)
            self._stage.take(scenery)
            yield
            self._view.map_changed()
            self._view.fit()
            self._is_shown()

        QTimer.singleShot(0, self._view, lambda: self._slices.run(work()))

    def _rerouted(self, done: Composition) -> None:
        if not self._is_current(done):
            return
        picture = self._stage.picture

        def work() -> Steps:
            lines = yield from self._stage.prepare_lines(picture, done.routes)
            self._stage.take_lines(lines)
            yield
            self._view.map_changed()

        if len(picture.lines) < _SMALL:
            for _ in work():
                pass
        else:
            QTimer.singleShot(0, self._view, lambda: self._slices.run(work()))

    def _is_current(self, done: Composition) -> bool:
        """A worker's answer may come when the map shows something else already."""
        return set(done.places) == set(self._stage.items_by_id)


def under_new_names(places: Mapping[str, Point], names: Mapping[str, str]) -> dict[str, Point]:
    return {names.get(key, key): place for key, place in places.items()}


def _job(picture: Picture, fixed: Mapping[str, Point], yielding: Collection[str] = ()) -> Generator[None, None, Job]:
    sizes: dict[str, tuple[int, int]] = {}
    for card in picture.cards:
        sizes[card.id] = card_size(card)
        yield
    graph = yield from graph_steps(picture, sizes)
    return Job(graph, fixed, frozenset(yielding))
