"""The scene: it shows a picture with places and routes, and what is selected, hovered, marked, faded or lit.

The stage decides how each card looks (`CardLook`) from these states; items only paint. It knows nothing of gestures
or of the window.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QTimer
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from ..look.theme import Theme
from ..look.tokens import tokens
from ..marks import Mark
from ..measures import LOD_ICONS
from ..paint.card import MARGIN, detail_at
from ..paint.look import CardLook, Target
from ..picture import LinkKey, Picture
from ..routing.router import route
from ..routing.wires import Box, Point, Route
from ..selection import Picked
from ..sizes import card_size, wires_of
from ..slices import finished
from .card_item import CardItem
from .lines import Drawn, Lines
from .marking import Marking
from .overview import Overview
from .pixmaps import PixmapStore

_EDGE = 2400.0
_SPIN_MS = 75
_KEPT = 200
"""From this many cards on, the rectangle around them is kept: it takes 8 ms for 2,000."""


@dataclass(frozen=True)
class Scenery:
    """A picture that is ready to be shown: its places, sizes of all cards, items of the new ones, its lines."""

    picture: Picture
    places: Mapping[str, Point]
    sizes: Mapping[str, tuple[int, int]]
    new: Mapping[str, CardItem]
    lines: Drawn


class Stage(QGraphicsScene):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.picture = Picture()
        self.store = PixmapStore()
        self.items_by_id: dict[str, CardItem] = {}
        self.lines = Lines(self, theme)
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
        self.animated = True
        self._turn = 0.0
        self._spinner = QTimer(self)
        self._spinner.setInterval(_SPIN_MS)
        self._spinner.timeout.connect(self._spin)
        self._used: dict[str, frozenset[str]] = {}
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
        new: dict[str, CardItem] = {}
        sizes: dict[str, tuple[int, int]] = {}
        for card in picture.cards:
            sizes[card.id] = card_size(card)
            if card.id not in self.items_by_id:
                new[card.id] = CardItem(card, sizes[card.id], self.theme, self.store)
            yield
        lines = yield from self.lines.prepare(picture, routes, self._faded_lines(picture))
        return Scenery(picture, places, sizes, new, lines)

    def take(self, made: Scenery) -> None:
        self._content = None
        picture = self.picture = made.picture
        for key in [key for key in self.items_by_id if key not in picture.card_by_id]:
            self.remove_card(key)
        for card in picture.cards:
            if item := self.items_by_id.get(card.id):
                item.set_card(card, made.sizes[card.id])
            else:
                item = made.new.get(card.id) or CardItem(card, made.sizes[card.id], self.theme, self.store)
                item.theme = self.theme
                self.items_by_id[card.id] = item
                self.addItem(item)
            item.setPos(*made.places[card.id])
        self._used = _ports_with_lines(picture)
        self.picked = self.picked.within(picture)
        self.lines.take(made.lines)
        if self._faded_lines(picture) != made.lines.faded:  # another card came into focus in the meantime
            self.refresh_lines()
        else:
            self.refresh_line_state()
        self.refresh_looks()
        self.update_bounds()

    def prepare_lines(self, picture: Picture, routes: Mapping[str, Route]) -> Generator[None, None, Drawn]:
        """The same for other routes of the same lines."""
        return self.lines.prepare(picture, routes, self._faded_lines(picture))

    def take_lines(self, made: Drawn) -> None:
        if made.picture is not self.picture:
            return
        self._content = None
        self.lines.take(made)
        self.refresh_line_state()

    def take_gone(self, picture: Picture) -> list[CardItem]:
        """Takes the cards that PICTURE lacks out of the books; they stay in the scene until they have faded."""
        return [self.items_by_id.pop(key) for key in list(self.items_by_id) if key not in picture.card_by_id]

    def remove_card(self, key: str) -> None:
        self._content = None
        item = self.items_by_id.pop(key)
        self.store.forget(item)
        self.removeItem(item)

    def refresh_lines(self, routes: Mapping[str, Route] | None = None) -> None:
        self.lines.show(self.picture, self.lines.routes if routes is None else routes, self._faded_lines(self.picture))
        self.refresh_line_state()

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
                route(self._near_boxes(touched.values()), wires_of(self.picture, touched.values()))
            )
        self._overview_stale = True
        self._sync_overview()

    def _near_boxes(self, lines: Iterable) -> dict[str, Box]:
        """The cards that these lines could meet; all of them in a small picture."""
        if len(self.items_by_id) <= 150:
            return self.boxes()
        ends = {key for line in lines for key in (line.start, line.end)}
        area = QRectF()
        for key in ends:
            area = area.united(self.items_by_id[key].rect)
        area.adjust(-120, -120, 120, 120)
        found = {item.card.id for item in self.items(area) if isinstance(item, CardItem)} | ends
        return {key: self.items_by_id[key].box for key in found if key in self.items_by_id}

    def content_rect(self) -> QRectF:
        """Where anything is: cards, and lines that go around them."""
        if self._content is not None:
            return QRectF(self._content)
        rect = self.lines.content_rect()
        for item in self.items_by_id.values():
            rect = rect.united(item.rect)
        self._content = rect if len(self.items_by_id) > _KEPT else None
        return QRectF(rect)

    def update_bounds(self) -> None:
        rect = self.content_rect()
        self.setSceneRect(rect.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE))
        self._overview_stale = True
        self._sync_overview()

    # zoom

    def set_scale(self, scale: float, dpr: float, *, moving: bool) -> None:
        store = self.store
        changed = (scale, dpr, moving) != (store.scale, store.dpr, store.moving)
        store.scale, store.dpr, store.moving = scale, dpr, moving
        self.far = scale < LOD_ICONS
        if self.far:
            self._sync_overview()
        else:
            self.lines.set_detail(detail_at(scale))
        if changed:
            self.update()

    def _sync_overview(self) -> None:
        if not (self._overview_stale and self.far):
            return
        self._overview_stale = False
        items = self.items_by_id
        cards = [(item.card.family, item.rect) for item in items.values()]
        rects = {key: item.rect for key, item in items.items()}
        lines = [_straight(rects[line.start], rects[line.end]) for line in self.picture.lines]
        lit = [rects[key] for key in self.picked.cards]
        self.overview.set_content(cards, lines, lit)

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

    def look_of(self, key: str) -> CardLook:
        lines = self.picture.line_by_key
        ways = [lines[line] for line in self.picked.lines if line in lines]
        rows = self.items_by_id[key].card.rows
        row = next((row.id for row in rows if not self.picked.rows.isdisjoint(row.ids)), None)
        lit = frozenset(line.port for line in ways if line.start == key)
        asked = self.items_by_id[key].card.row_of(self.asked[0])
        row = row or (asked and asked.id)
        row = row or next((line.row for line in ways if line.start == key and line.row), None)
        target = self.targets.get(key, "") if self.targets else ""
        return CardLook(
            hovered=self.hovered == key,
            selected=key in self.picked.cards,
            focused=self.focused_shown and self.focused == key,
            faded=self.kept is not None and key not in self.kept,
            linked=key == self.asked[1]
            or any(not self.picked.rows.isdisjoint(row.ids) for row in self.items_by_id[key].card.hidden)
            or any(line.end == key or (line.start == key and line.row is None) for line in ways),
            added=key in self.added,
            target=target,
            mark=self.marks.get(key),
            row=row,
            used=self._used.get(key, frozenset()),
            lit=lit,
            turn=self._turn if key in self.marks and self.marks[key].state == "running" else 0.0,
            pointed=self.pointed[1] if self.pointed and self.pointed[0] == key else None,
        )

    def refresh_looks(self, keys: Iterable[str | None] | None = None) -> None:
        for key in list(self.items_by_id) if keys is None else keys:
            if key in self.items_by_id:
                self.items_by_id[key].set_look(self.look_of(key))

    def refresh_line_state(self) -> None:
        strong = {self.hovered_line} if self.hovered_line else set()
        if self.hovered:
            strong |= {line.key for line in self.picture.lines_of.get(self.hovered, ())}
        self.lines.set_state(self.picked.lines, strong)

    def set_theme(self, theme: Theme) -> None:
        self.theme = self.overview.theme = theme
        for item in self.items_by_id.values():
            item.theme = theme
            item.refresh()
        self.lines.set_theme(theme)
        self.refresh_line_state()
        self.update()

    def set_picked(self, picked: Picked) -> None:
        before = self.picked
        self.picked = picked
        self.refresh_looks(self._touched(before) | self._touched(picked))
        self.refresh_line_state()
        self._overview_stale = True
        self._sync_overview()

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
        self.kept = kept
        self.refresh_looks()
        self.refresh_lines()

    def set_targets(self, targets: Mapping[str, Target]) -> None:
        """While a connection is drawn: how each card takes it. Empty ends it."""
        toggled = bool(targets) != bool(self.targets)
        changed = [key for key in self.items_by_id if targets.get(key) != self.targets.get(key)]
        self.targets = targets
        self.refresh_looks(changed)
        if toggled:
            self.refresh_lines()

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
        if not self._running():
            self._spinner.stop()
        elif self.animated:
            self._spinner.start()

    def _running(self) -> list[str]:
        return [key for key, mark in self.marks.items() if mark.state == "running"]

    def _spin(self) -> None:
        self._turn = (self._turn + _SPIN_MS / tokens()["motion"]["spinner_turn"]) % 1.0
        self.refresh_looks(self._running())

    def set_added(self, added: frozenset[str]) -> None:
        before, self.added = self.added, added
        self.refresh_looks(before | added)

    # places

    def card_at(self, place: QPointF) -> CardItem | None:
        area = QRectF(place.x() - 0.5, place.y() - 0.5, 1, 1)
        found = [item for item in self.items(area) if isinstance(item, CardItem) and item.rect.contains(place)]
        return found[0] if found else None

    def port_at(self, place: QPointF) -> tuple[CardItem, str] | None:
        """The port under this place: one with a line, or any port of the hovered card."""
        area = QRectF(place.x() - MARGIN, place.y() - MARGIN, 2 * MARGIN, 2 * MARGIN)
        for item in self.items(area):
            if isinstance(item, CardItem) and (port := item.port_at(place)) is not None:
                near_card = item.rect.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN).contains(place)
                if port in self._used.get(item.card.id, ()) or near_card:
                    return item, port
        return None

    def line_at(self, place: QPointF) -> str | None:
        if self.far:
            return None
        return self.lines.line_at(place.x(), place.y(), 7.0 / max(self.store.scale, 0.45))


def _ports_with_lines(picture: Picture) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in picture.lines:
        if line.style != "setting":
            found.setdefault(line.start, set()).add(line.port)
    return {key: frozenset(ports) for key, ports in found.items()}


def _straight(start: QRectF, end: QRectF) -> QLineF:
    return QLineF(start.right(), start.center().y(), end.left(), end.center().y())
