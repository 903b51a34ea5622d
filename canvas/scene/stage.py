"""The scene: it shows a picture with places and routes, and what is selected, hovered, marked, faded or lit.

The stage decides how each card looks (`CardLook`) from these states; items only paint. It knows nothing of gestures
or of the window.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from ..look.theme import Theme
from ..marks import Mark
from ..measures import LOD_ICONS
from ..paint.card import detail_at
from ..paint.look import Target
from ..picture import Card, LinkKey, Picture
from ..routing.router import route
from ..routing.wires import Box, Point, Route
from ..selection import Picked
from ..sizes import wires_of
from ..slices import Slices, Steps, finished
from .card_item import CardItem
from .drawn import Drawn
from .extent import Extent
from .finding import card_at, port_at
from .index import make_room, prepare_index, take_in
from .leaving import Leaving
from .lines import Lines
from .looks import look_of
from .marking import Marking
from .near import near_boxes
from .overview import Overview
from .pixmaps import PixmapStore
from .scenery import Scenery, far_view, scenery_steps
from .spinner import Spinner

_EDGE = 2400.0
_KEPT = 200
"""From this many cards on, the rectangle around them is kept: it takes a millisecond or two for 2,000."""
_AT_ONCE = 300
"""Fewer lines fade, or come back, at once."""


class Stage(QGraphicsScene):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        prepare_index(self)
        self.theme = theme
        self.picture = Picture()
        self.store = PixmapStore()
        self.items_by_id: dict[str, CardItem] = {}
        self.leaving = Leaving(self)
        self.lines = Lines(self, theme, self.leaving)
        self.overview = Overview(theme)
        self.far = False
        self.floating: list[QGraphicsItem] = []
        self.picked = Picked()
        self.hovered: str | None = None
        self.pointed: tuple[str, str] | None = None
        self.hovered_line: str | None = None
        self.focused: str | None = None
        self.focused_shown = False
        self.kept: frozenset[str] | None = None
        self.targets: Mapping[str, Target] = {}
        self.asked: tuple[str | None, str | None] = (None, None)
        self.added: frozenset[str] = frozenset()
        self.marks: Mapping[str, Mark] = {}
        self.line_marks: Mapping[str, Mark] = {}
        self.marking = Marking(self, lambda key: self.refresh_looks((key,)), self.lines.wear_mark)
        self.spinner = Spinner(self, lambda: self.refresh_looks(self._running()))
        self.used: dict[str, frozenset[str]] = {}
        """The ports of each card that have lines."""
        self._fading = Slices(self)
        self._overview_stale = True
        self._content: QRectF | None = None

    # content

    def show_picture(self, picture: Picture, places: Mapping[str, Point], routes: Mapping[str, Route]) -> None:
        """Shows the picture at once; `places` has the top left corner of every card."""
        self.take(finished(self.prepare(picture, places, routes)))

    def prepare(
        self, picture: Picture, places: Mapping[str, Point], routes: Mapping[str, Route]
    ) -> Generator[None, None, Scenery]:
        """What `take` shows, made in steps between which the map still shows, and does, what it did."""
        return scenery_steps(self, picture, places, routes)

    def clear_away(self) -> None:
        """Nothing is shown any more; until something is, the view paints nothing of the scene."""
        self._fading.cancel()
        self.marking.cancel()
        items, self.items_by_id = self.items_by_id, {}
        self.store.clear()
        self.leaving.forget(items.values())
        self.lines.clear_away()
        self.picture, self.picked, self.used, self._content = Picture(), Picked(), {}, None
        self.overview.set_content((), [], [])
        self.leaving.begin()

    def put_away(self, made: Scenery) -> None:
        """What was prepared will not be shown."""
        self.leaving.hide(item for key, item in made.new.items() if self.items_by_id.get(key) is not item)
        if made.lines is not None:
            self.lines.put_away(made.lines)
        self.leaving.begin()

    def index(self) -> None:
        """Qt's index knows all items that were added: in steps, so that none of them takes long."""
        take_in(self)

    def take(self, made: Scenery) -> None:
        """Shows what was prepared; only what is new or differs is touched."""
        assert made.lines is not None
        self._fading.cancel()
        if not self.items_by_id:
            self.leaving.hide_all()
        before, used = self._touched(self.picked), self.used
        picture = self.picture = made.picture
        for key in [key for key in self.items_by_id if key not in picture.card_by_id]:
            self.remove_card(key)
        changed = {card.id for card in picture.cards if not self._take_card(card, made)}
        self.used = made.used
        changed |= {key for key in used.keys() | made.used.keys() if used.get(key) != made.used.get(key)}
        self.picked = self.picked.within(picture)
        self.lines.take(made.lines)
        if self._faded_lines(picture) != made.lines.faded:  # another card came into focus in the meantime
            self.fade_lines()
        self.refresh_line_state()
        asked = {picture.card_of.get(end or "") for end in self.asked}
        busy = {self.hovered, self.focused, *asked, *self.marks, *self.targets, *self.added}
        anew = changed | before | self._touched(self.picked) | busy
        self.refresh_looks(None if made.kept != self.kept else anew)
        self._mark_again()
        self._content = Extent((made.extent, made.lines.extent)).rect if len(self.items_by_id) > _KEPT else None
        self.overview.set_content(made.families, made.ways, self._lit())
        self._overview_stale = False
        self.leaving.begin()

    def _take_card(self, card: Card, made: Scenery) -> bool:
        """The card as it is now, and where; false when it came back or is another than it was."""
        item, size = self.items_by_id.get(card.id), made.sizes[card.id]
        if item is None:
            new = made.new.get(card.id)
            item = self.items_by_id[card.id] = new or CardItem(card, size, self.theme, self.store)
            item.theme = self.theme
            item.setPos(*made.places[card.id])
            if new is None:  # it was in the picture when this was made
                self.addItem(item)
            item.setVisible(True)
            return new is not None
        same = item.card is card or (item.card, item.size) == (card, size)
        item.set_card(card, size)
        item.setPos(*made.places[card.id])
        return same

    def prepare_lines(self, picture: Picture, routes: Mapping[str, Route]) -> Generator[None, None, Drawn]:
        """The same for other routes of the same lines."""
        return self.lines.prepare(picture, routes, self._faded_lines(picture))

    def take_lines(self, made: Drawn) -> None:
        if made.picture is not self.picture:
            self.lines.put_away(made)
            return
        self._content = None
        self.lines.take(made)
        self.refresh_line_state()
        self._mark_again()

    def _mark_again(self) -> None:
        """Marked lines that lie elsewhere now get their marks again, by and by when there are many."""
        if moved := self.lines.take_moved():
            self.marking.again(moved)

    def take_gone(self, picture: Picture) -> list[CardItem]:
        """Takes the cards that PICTURE lacks out of the books; they stay in the scene until they have faded."""
        return [self.items_by_id.pop(key) for key in list(self.items_by_id) if key not in picture.card_by_id]

    def remove_card(self, key: str) -> None:
        self._content = None
        self.let_go([self.items_by_id.pop(key)])
        self.leaving.begin()

    def let_go(self, items: Iterable[CardItem]) -> None:
        """These cards are seen no more."""
        for item in items:
            self.store.forget(item)
            self.leaving.hide((item,))

    def refresh_lines(self, routes: Mapping[str, Route] | None = None) -> None:
        self._fading.cancel()
        self.lines.show(self.picture, self.lines.routes if routes is None else routes, self._faded_lines(self.picture))
        self.refresh_line_state()
        self._mark_again()

    def fade_lines(self) -> None:
        """Lines between cards that faded do so, too; many of them a moment later."""
        self._fading.cancel()
        self._fading.run(self._fade_steps())
        if len(self.picture.lines) < _AT_ONCE:
            self._fading.finish()

    def _fade_steps(self) -> Steps:
        faded = self._faded_lines(self.picture)
        made = yield from self.lines.prepare(self.picture, self.lines.routes, faded)
        self.take_lines(made)

    def _faded_lines(self, picture: Picture) -> frozenset[str]:
        return frozenset(line.key for line in picture.lines if self._line_faded(line.start, line.end))

    def _line_faded(self, start: str, end: str) -> bool:
        if self.targets:
            return True
        return self.kept is not None and not (start in self.kept and end in self.kept)

    def boxes(self) -> dict[str, Box]:
        return {key: item.box for key, item in self.items_by_id.items()}

    def places(self) -> dict[str, Point]:
        return {key: (item.x(), item.y()) for key, item in self.items_by_id.items()}

    def move_cards(self, places: Mapping[str, Point]) -> None:
        """Moves cards and routes the lines that touch them, in one pass."""
        self._content = None
        for key, place in places.items():
            self.items_by_id[key].setPos(*place)
        touched = {line.key: line for key in places for line in self.picture.lines_of.get(key, ())}
        if touched:
            self.lines.update_routes(
                route(near_boxes(self, self.items_by_id, touched.values()), wires_of(self.picture, touched.values()))
            )
        self._overview_stale = True
        self._sync_overview()

    def content_rect(self) -> QRectF:
        """Where anything is: cards, and lines that go around them."""
        if self._content is not None:
            return QRectF(self._content)
        extent = Extent(item.rect for item in self.items_by_id.values())
        if self.lines.routes:
            extent.add(self.lines.content_rect())
        rect = extent.rect
        self._content = rect if len(self.items_by_id) > _KEPT else None
        return QRectF(rect)

    def bounds(self) -> QRectF:
        """How far a person may look around."""
        rect = self.content_rect().adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
        make_room(self, rect)
        return rect

    # zoom

    def set_scale(self, scale: float, dpr: float, *, moving: bool, seen: QRectF) -> None:
        """SEEN is the part of the map that is in sight: there lines change first."""
        store = self.store
        changed = (scale, dpr, moving) != (store.scale, store.dpr, store.moving)
        store.scale, store.dpr, store.moving = scale, dpr, moving
        self.far = scale < LOD_ICONS
        if self.far:
            self._sync_overview()
        else:
            self.lines.set_detail(detail_at(scale), seen)
        if changed:
            self.update()

    def _sync_overview(self) -> None:
        if self._overview_stale and self.far:
            self._overview_stale = False
            self.overview.set_content(*far_view(self.items_by_id.values(), self.picture.lines), self._lit())

    def _lit(self) -> list[QRectF]:
        return [self.items_by_id[key].rect for key in self.picked.cards if key in self.items_by_id]

    def float_item(self, item: QGraphicsItem) -> None:
        """Adds an item of a gesture, which is seen at every zoom."""
        item.setZValue(20)
        self.floating.append(item)
        self.addItem(item)

    def drop_item(self, item: QGraphicsItem) -> None:
        if item in self.floating:
            self.floating.remove(item)
            self.removeItem(item)

    # looks

    def refresh_looks(self, keys: Iterable[str | None] | None = None) -> None:
        for key in list(self.items_by_id) if keys is None else keys:
            if key in self.items_by_id:
                self.items_by_id[key].set_look(look_of(self, key))

    def refresh_line_state(self) -> None:
        strong = {self.hovered_line} if self.hovered_line else set()
        if self.hovered:
            strong |= {line.key for line in self.picture.lines_of.get(self.hovered, ())}
        self.lines.set_state(self.picked.lines, strong)

    def set_theme(self, theme: Theme, seen: QRectF) -> None:
        self.theme = self.overview.theme = theme
        for item in self.items_by_id.values():
            item.theme = theme
            item.refresh()
        self.lines.set_theme(theme, seen)
        self.refresh_line_state()
        self._mark_again()
        self.update()

    def set_picked(self, picked: Picked) -> None:
        before = self.picked
        self.picked = picked
        self.refresh_looks(self._touched(before) | self._touched(picked))
        self.refresh_line_state()
        self.overview.set_lit(self._lit())

    def _touched(self, picked: Picked) -> set[str]:
        lines = [self.picture.line_by_key[key] for key in picked.lines if key in self.picture.line_by_key]
        ends = {key for line in lines for key in (line.start, line.end)}
        rows = {self.picture.card_of[row] for row in picked.rows if row in self.picture.card_of}
        return set(picked.cards) | ends | rows

    def set_hover(self, card: str | None, port: str | None = None, line: str | None = None) -> None:
        pointed = (card, port) if card and port else None
        if (card, pointed, line) == (self.hovered, self.pointed, self.hovered_line):
            return
        before = self.hovered
        self.hovered, self.pointed, self.hovered_line = card, pointed, line
        self.refresh_looks((before, card))
        self.refresh_line_state()

    def set_focused(self, card: str | None, *, shown: bool) -> None:
        before = self.focused
        self.focused, self.focused_shown = card, shown
        self.refresh_looks((before, card))

    def set_kept(self, kept: frozenset[str] | None) -> None:
        """Everything but these cards and the lines between them fades; None shows all."""
        before, self.kept = self.kept, kept
        for key, item in self.items_by_id.items():
            faded = kept is not None and key not in kept
            if faded != (before is not None and key not in before):
                item.set_look(replace(item.look, faded=faded))
        self.fade_lines()

    def set_targets(self, targets: Mapping[str, Target]) -> None:
        """While a connection is drawn: how each card takes it. Empty ends it."""
        toggled = bool(targets) != bool(self.targets)
        changed = [key for key in self.items_by_id if targets.get(key) != self.targets.get(key)]
        self.targets = targets
        for key in changed:
            item = self.items_by_id[key]
            item.set_look(replace(item.look, target=targets.get(key, "")))
        if toggled:
            self.fade_lines()

    def set_asked(self, row: str | None, card: str | None) -> None:
        """The two ends of a line that is being drawn or asked about."""
        before, self.asked = self.asked, (row, card)
        self.refresh_looks({self.picture.card_of.get(end or "") for end in (*before, row, card)})

    def set_marks(self, marks: Mapping[str, Mark], links: Mapping[LinkKey, Mark], seen: QRectF) -> None:
        """Only what differs changes; where that is much, what lies in SEEN comes first."""
        before, self.marks = self.marks, marks
        self.line_marks = {key: mark for link, mark in links.items() if (key := self.picture.line_of_link.get(link))}
        cards = {key for key in before.keys() | marks.keys() if before.get(key) != marks.get(key)}
        self.marking.begin(
            cards & self.items_by_id.keys(),
            self.lines.take_marks(self.line_marks),
            lambda key: key in self.items_by_id and self.items_by_id[key].rect.intersects(seen),
            lambda key: self.lines.lies_in(key, seen),
        )
        self.spinner.set_running(bool(self._running()))

    def _running(self) -> list[str]:
        return [key for key, mark in self.marks.items() if mark.state == "running"]

    def set_added(self, added: frozenset[str]) -> None:
        before, self.added = self.added, added
        self.refresh_looks(before | added)

    # places

    def card_at(self, place: QPointF) -> CardItem | None:
        return card_at(self, self.items_by_id, place)

    def port_at(self, place: QPointF) -> tuple[CardItem, str] | None:
        """The port under this place: one with a line, or any port of the hovered card."""
        return port_at(self, self.items_by_id, self.used, place)

    def line_at(self, place: QPointF) -> str | None:
        if self.far:
            return None
        return self.lines.line_at(place.x(), place.y(), 7.0 / max(self.store.scale, 0.45))
