"""From an architecture to the map: picture, places, routes, and the way from the last picture to this one.

Cards that stay keep their place, and so do those placed by hand until everything is arranged anew. Layout of a large
picture comes from a worker process; until it is there the map shows what it showed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ..resources.architecture import Architecture, ProjectInfo
from . import words
from .composer import Composer
from .folding import folded
from .folding_rows import GROUP
from .groups import Groups
from .layout.compose import Composition, Job
from .map_view import MapView
from .picture import Picture, picture_of
from .routing.wires import Point
from .sizes import card_size, graph_of
from .transitions import Transitions


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

    def show(self, architecture: Architecture, positions: Mapping[str, Point] | None, *, anew: bool = False) -> None:
        """ANEW arranges all but what was placed by hand."""
        words.use_translator(lambda text: self._view.tr(text))
        if positions is not None:
            self.hand = dict(positions)
        picture = folded(picture_of(architecture), self.unfolded)
        self.groups.note(picture)
        kept = self._stage.places() if self._shown_once and not anew else {}
        fixed = {key: place for key, place in (kept | self.hand).items() if key in picture.card_by_id}
        self.expected = len(picture.cards)
        self.composer.run(_job(picture, fixed), lambda done: self.composed(architecture, picture, done))
        self._view.viewport().update()

    @property
    def is_empty_and_busy(self) -> bool:
        return self.composer.busy and not self._stage.items_by_id

    def composed(self, architecture: Architecture, picture: Picture, done: Composition) -> None:
        """The places are there: shows the picture, at first as a whole, later as a change of what is seen.

        While a person holds the mouse nothing changes under it; the picture is shown on release.
        """
        view, stage = self._view, self._stage
        if self._is_held():
            self._waiting = lambda: self.show(architecture, None)
            return
        self.transitions.finish()
        view.about_to_show.emit(architecture)
        view.architecture = architecture
        known, lines = frozenset(stage.items_by_id), frozenset(stage.picture.line_by_key)
        gone = stage.take_gone(picture) if self._shown_once else []
        stage.show_picture(picture, done.places, done.routes)
        view.map_changed()
        if self._shown_once:
            written = frozenset(picture.line_by_key) - lines
            self.transitions.fade(frozenset(picture.card_by_id) - known, gone, written)
        elif picture.cards:
            self._shown_once = True
            self._unseen = True
            self.first_sight()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            view.reveal(next(iter(self.groups.members(wanted) & picture.card_by_id.keys()), wanted))
        view.selected.emit(view.selection)
        view.arranged.emit()

    def first_sight(self) -> None:
        """Chooses what of a new map is seen, once the view has its size on the screen."""
        if self._unseen and self._view.isVisible():
            self._unseen = False
            self._view.camera.show_first(self._stage.content_rect())
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
        self.transitions.finish()
        self._view.about_to_show.emit(Architecture(ProjectInfo("", 0, 0)))
        self.hand, self.unfolded, self._shown_once = {}, frozenset(), False
        self.groups = Groups()
        self._stage.show_picture(Picture(), {}, {})
        self._view.map_changed()

    def arrange(self) -> None:
        self.hand = {}
        self.composer.run(_job(self._stage.picture, {}), self._arranged)
        self._view.positions_changed.emit({})

    def _arranged(self, done: Composition) -> None:
        if not self._is_current(done):
            return

        def end() -> None:
            self._stage.show_picture(self._stage.picture, done.places, done.routes)
            self._view.map_changed()
            self._view.arranged.emit()

        self.transitions.glide(done.places, end)
        self._view.fit()

    def keep(self, keys: Iterable[str]) -> None:
        """These cards stay where a person has put them; all lines are routed anew."""
        places = self._stage.places()
        self.hand.update({key: places[key] for key in keys})
        self.composer.run(_job(self._stage.picture, places), self._rerouted)
        self._view.positions_changed.emit(dict(self.hand))

    def _rerouted(self, done: Composition) -> None:
        if self._is_current(done):
            self._stage.refresh_lines(done.routes)
            self._view.map_changed()

    def _is_current(self, done: Composition) -> bool:
        """A worker's answer may come when the map shows something else already."""
        return set(done.places) == set(self._stage.items_by_id)


def _job(picture: Picture, fixed: Mapping[str, Point]) -> Job:
    return Job(graph_of(picture, {card.id: card_size(card) for card in picture.cards}), fixed)
