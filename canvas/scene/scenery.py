"""A picture that is ready to be shown. New cards and lines stand in the scene already, hidden: showing them is quick.

They are made in steps between which the map still shows, and does, what it did. Qt's index takes them in meanwhile,
too: all at once it would take 40 ms for 2,000 cards.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF

from ..paint.look import CardLook
from ..picture import Line, Picture
from ..routing.wires import Point, Route
from ..sizes import card_size
from ..slices import Steps
from .card_item import CardItem
from .drawn import Drawn
from .extent import Extent

if TYPE_CHECKING:
    from .stage import Stage

_INDEXED = 60
"""So many new items are told to Qt's index in one step."""


@dataclass
class Scenery:
    """Places and sizes of all cards, items of the new ones, the lines, and what the far view is painted from."""

    picture: Picture
    places: Mapping[str, Point]
    kept: frozenset[str] | None
    """The cards that stood out from the others when this was made."""
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    used: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The ports of each card that have lines."""
    new: dict[str, CardItem] = field(default_factory=dict[str, CardItem])
    rects: dict[str, QRectF] = field(default_factory=dict[str, QRectF])
    families: list[tuple[str, QRectF]] = field(default_factory=list[tuple[str, QRectF]])
    ways: list[QLineF] = field(default_factory=list[QLineF])
    extent: QRectF = field(default_factory=QRectF)
    lines: Drawn | None = None


def scenery_steps(
    stage: Stage, picture: Picture, places: Mapping[str, Point], routes: Mapping[str, Route]
) -> Generator[None, None, Scenery]:
    """What is made and then not shown has to be put away: `Stage.put_away`."""
    made = Scenery(picture, places, stage.kept)
    try:
        made.used = ports_with_lines(picture)
        yield
        yield from _cards(stage, made)
        made.lines = yield from stage.prepare_lines(picture, routes)
        yield from _far_view(made)
        stage.index()
    except GeneratorExit:
        stage.put_away(made)
        raise
    return made


def _cards(stage: Stage, made: Scenery) -> Steps:
    extent = Extent()
    for card in made.picture.cards:
        size = made.sizes[card.id] = card_size(card)
        rect = made.rects[card.id] = QRectF(*made.places[card.id], *size)
        made.families.append((card.family, rect))
        extent.add(rect)
        if card.id not in stage.items_by_id:
            item = made.new[card.id] = CardItem(card, size, stage.theme, stage.store)
            faded = made.kept is not None and card.id not in made.kept
            item.look = CardLook(faded=faded, used=made.used.get(card.id, frozenset()))
            item.setPos(rect.topLeft())
            item.setVisible(False)
            stage.addItem(item)
            if len(made.new) % _INDEXED == 0:
                stage.index()
        yield
    made.extent = extent.rect


def _far_view(made: Scenery) -> Steps:
    for line in made.picture.lines:
        made.ways.append(_straight(made.rects[line.start], made.rects[line.end]))
        yield


def far_view(items: Iterable[CardItem], lines: Iterable[Line]) -> tuple[list[tuple[str, QRectF]], list[QLineF]]:
    """What the far view is painted from, as the cards stand now."""
    rects = {item.card.id: item.rect for item in items}
    families = [(item.card.family, rects[item.card.id]) for item in items]
    return families, [_straight(rects[line.start], rects[line.end]) for line in lines]


def _straight(start: QRectF, end: QRectF) -> QLineF:
    return QLineF(start.right(), start.center().y(), end.left(), end.center().y())


def ports_with_lines(picture: Picture) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in picture.lines:
        if line.style != "setting":
            found.setdefault(line.start, set()).add(line.port)
    return {key: frozenset(ports) for key, ports in found.items()}
