"""Marks of a large picture come between frames, and none is lost."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from archloom.canvas.marks import Mark, MarkState
from archloom.canvas.picture import LinkKey
from archloom.canvas.view import CanvasView

from . import builders


@pytest.fixture
def large(qtbot: QtBot) -> CanvasView:
    view = CanvasView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.arranged, timeout=60_000):
        view.show_architecture(builders.many(240))
    return view


def planned(view: CanvasView, state: MarkState) -> dict[str | LinkKey, Mark]:
    """A mark on everything that the picture shows."""
    links = [link for line in view.picture.lines for link in line.links]
    return dict.fromkeys([*view.stage.items_by_id, *links], Mark(state))


def worn(view: CanvasView) -> tuple[set[str], set[str]]:
    """The states that cards and labels of lines show by now; empty for none."""
    cards = {item.look.mark.state if item.look.mark else "" for item in view.stage.items_by_id.values()}
    return cards, {item.mark.state if item.mark else "" for item in view.stage.lines._labels.values()}


def test_many_marks_come_in_slices_and_are_all_there_in_the_end(large: CanvasView, qtbot: QtBot) -> None:
    large.set_marks(planned(large, "create"))
    qtbot.waitUntil(lambda: not large.stage.marking.busy)
    assert worn(large) == ({"create"}, {"create"})
    assert set(large.stage.lines.over.marked) == set(large.stage.lines.routes)
    large.set_marks({})
    qtbot.waitUntil(lambda: not large.stage.marking.busy)
    assert worn(large) == ({""}, {""})
    assert not large.stage.lines.over.marked


def test_marks_that_come_while_others_are_on_their_way_take_their_place(large: CanvasView, qtbot: QtBot) -> None:
    large.set_marks(planned(large, "create"))
    large.set_marks(planned(large, "delete"))
    qtbot.waitUntil(lambda: not large.stage.marking.busy)
    assert worn(large) == ({"delete"}, {"delete"})


def test_the_mark_of_one_card_does_not_wait_for_those_that_are_on_their_way(large: CanvasView, qtbot: QtBot) -> None:
    marks = planned(large, "create")
    last = max(large.stage.items_by_id)
    large.set_marks(marks)
    large.set_marks(marks | {last: Mark("failed")})
    assert large.stage.items_by_id[last].look.mark == Mark("failed")
    qtbot.waitUntil(lambda: not large.stage.marking.busy)
    assert worn(large) == ({"create", "failed"}, {"create"})
