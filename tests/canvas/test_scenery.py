"""A picture is prepared out of sight, shown in a moment, and what it leaves behind goes by and by."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QGraphicsItem
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from archloom.canvas import slices
from archloom.canvas.marks import Mark
from archloom.canvas.scene import pixmaps
from archloom.canvas.scene.card_item import CardItem
from archloom.canvas.scene.stage import Stage
from archloom.canvas.slices import finished
from archloom.canvas.view import CanvasView

from . import builders


@pytest.fixture
def large(qtbot: QtBot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.arranged, timeout=60_000):
        view.show_architecture(builders.many(240))
    return view


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is done in slices comes far in its first one."""
    monkeypatch.setattr(slices, "_SLICE", 0.0)


def seen(stage: Stage) -> set[QGraphicsItem]:
    return {item for item in stage.items() if item.isVisible()}


def moved(stage: Stage, dx: float) -> dict[str, tuple[float, float]]:
    return {key: (x + dx, y) for key, (x, y) in stage.places().items()}


def test_what_is_prepared_is_not_seen_before_it_is_taken(large: CanvasView) -> None:
    stage = Stage(large.theme)
    before = large.stage
    made = finished(stage.prepare(before.picture, before.places(), before.lines.routes))
    assert stage.items()
    assert not seen(stage)
    stage.take(made)
    assert {item.card.id for item in seen(stage) if isinstance(item, CardItem)} == before.items_by_id.keys()


def test_preparing_that_is_given_up_leaves_nothing_behind(large: CanvasView, qtbot: QtBot) -> None:
    stage = Stage(large.theme)
    before = large.stage
    steps = stage.prepare(before.picture, before.places(), before.lines.routes)
    for _ in range(300):
        next(steps)
    assert stage.items()
    steps.close()
    qtbot.waitUntil(lambda: not stage.leaving.busy)
    assert not stage.items()


@pytest.mark.usefixtures("slow")
def test_what_has_left_is_not_seen_any_more_and_is_out_of_the_scene_soon(large: CanvasView, qtbot: QtBot) -> None:
    large.clear()
    assert seen(large.stage)
    picture = large.grab().toImage()
    qtbot.waitUntil(lambda: not large.stage.leaving.busy)
    assert not large.stage.items()
    assert large.grab().toImage() == picture


def test_a_line_that_comes_back_while_it_leaves_stays(large: CanvasView, qtbot: QtBot) -> None:
    stage = large.stage
    kept, routes, places = stage.picture, dict(stage.lines.routes), stage.places()
    before = len(seen(stage))
    back = finished(stage.prepare(kept, places, routes))
    large.clear()
    stage.take(back)
    qtbot.waitUntil(lambda: not stage.leaving.busy)
    assert len(seen(stage)) == before


def test_cards_are_found_wherever_the_map_has_grown_to(large: CanvasView) -> None:
    stage = large.stage
    far = moved(stage, 90_000)
    stage.take(finished(stage.prepare(stage.picture, far, stage.lines.routes)))
    stage.bounds()
    key, (x, y) = next(iter(far.items()))
    found = stage.card_at(QPointF(x + 5, y + 5))
    assert found is not None
    assert found.card.id == key


def test_marked_lines_that_are_led_elsewhere_get_their_marks_again(large: CanvasView, qtbot: QtBot) -> None:
    stage = large.stage
    large.set_marks({link: Mark("create") for line in stage.picture.lines for link in line.links})
    qtbot.waitUntil(lambda: not stage.marking.busy)
    with qtbot.waitSignal(large.arranged, timeout=60_000):
        large.arrange()
    qtbot.waitUntil(lambda: not stage.marking.busy)
    assert set(stage.lines.over.marked) == set(stage.lines.routes)


def test_lines_that_fade_by_and_by_are_all_faded_in_the_end(large: CanvasView, qtbot: QtBot) -> None:
    stage = large.stage
    card = next(iter(stage.items_by_id))
    large.focus_on(card)
    qtbot.waitUntil(lambda: bool(stage.lines.faded))
    kept = large.picture.reach(card)
    lines = {line.key for line in large.picture.lines if not (line.start in kept and line.end in kept)}
    assert stage.lines.faded == lines
    large.focus_on(None)
    qtbot.waitUntil(lambda: not stage.lines.faded)


@pytest.mark.usefixtures("slow")
def test_a_cleared_map_finds_none_of_the_cards_that_still_leave(large: CanvasView, qtbot: QtBot) -> None:
    stage = large.stage
    place = list(stage.items_by_id.values())[-1].rect.center()
    assert stage.card_at(place) is not None
    large.clear()
    assert stage.card_at(place) is None
    assert stage.port_at(place) is None
    qtbot.waitUntil(lambda: not stage.leaving.busy)


@pytest.mark.usefixtures("slow")
def test_cards_that_still_leave_are_not_seen_beside_new_ones(large: CanvasView, qtbot: QtBot) -> None:
    stage = large.stage
    old = dict(stage.items_by_id)
    made = finished(stage.prepare(stage.picture, moved(stage, 40), stage.lines.routes))
    large.clear()
    stage.take(made)
    assert not any(item.scene() and item.isVisible() for item in old.values())
    assert all(item.isVisible() for item in stage.items_by_id.values())


def test_giving_up_after_the_window_is_gone_is_quiet(large: CanvasView) -> None:
    stage = Stage(large.theme)
    steps = stage.prepare(large.picture, large.stage.places(), large.stage.lines.routes)
    for _ in range(300):
        next(steps)
    delete(stage)
    steps.close()


@pytest.mark.usefixtures("slow")
def test_the_first_sight_of_a_large_map_is_whole(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame shows cards that are outlines only, however little time it has."""
    monkeypatch.setattr(pixmaps, "_FRAME_AT_REST", 0.0)
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.show()
    view.show_architecture(builders.many(240))
    qtbot.waitUntil(lambda: view.veiled, timeout=60_000)
    assert view.stage.items_by_id
    qtbot.waitUntil(lambda: not view.veiled, timeout=60_000)
    view.grab()
    assert not view.stage.store.late
