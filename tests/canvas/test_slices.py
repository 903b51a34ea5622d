"""Long work in slices: one after the other within a turn of the event loop, never half done when new work begins."""

from __future__ import annotations

from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from archloom.canvas import slices as module
from archloom.canvas.slices import Slices, Steps


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def counted(said: list[str], name: str, steps: int = 3, each: float = 0.0) -> Steps:
    """Work that says its name at each step and takes EACH seconds for it."""
    for _ in range(steps):
        end = perf_counter() + each
        while perf_counter() < end:
            pass
        said.append(name)
        yield


def test_short_work_is_done_on_return(owner: QObject) -> None:
    said: list[str] = []
    slices = Slices(owner)
    slices.run(counted(said, "a"))
    assert said == ["a", "a", "a"]
    assert not slices.busy


def test_long_work_goes_on_by_itself(owner: QObject, qtbot: QtBot) -> None:
    said: list[str] = []
    slices = Slices(owner)
    slices.run(counted(said, "a", each=module._SLICE))
    assert said == ["a"]
    qtbot.waitUntil(lambda: not slices.busy)
    assert said == ["a", "a", "a"]


def test_two_who_wait_never_have_their_slices_in_one_turn(owner: QObject, qtbot: QtBot) -> None:
    said: list[str] = []
    first, second = Slices(owner), Slices(owner)
    turns = QTimer(owner)
    turns.timeout.connect(lambda: said.append("|"))
    first.run(counted(said, "a", each=module._SLICE))
    second.run(counted(said, "b", each=module._SLICE))
    turns.start(0)
    qtbot.waitUntil(lambda: not first.busy and not second.busy)
    between = "".join(said).split("|")
    assert max(len(turn) for turn in between[1:]) == 1  # the first began at once
    assert "".join(between) == "aababb"


def test_work_that_begins_within_other_work_waits_for_its_turn(owner: QObject, qtbot: QtBot) -> None:
    said: list[str] = []
    outer, inner = Slices(owner), Slices(owner)

    def work() -> Steps:
        inner.run(counted(said, "inner"))
        said.append("outer")
        yield

    outer.run(work())
    qtbot.waitUntil(lambda: not inner.busy)
    assert said == ["outer", "inner", "inner", "inner"]


def test_new_work_brings_the_old_to_its_end_first(owner: QObject) -> None:
    said: list[str] = []
    slices = Slices(owner)
    slices.run(counted(said, "old", each=module._SLICE))
    slices.run(counted(said, "new"))
    slices.finish()
    assert said == ["old", "old", "old", "new", "new", "new"]


def test_cancelled_work_puts_away_what_it_has_made(owner: QObject) -> None:
    said: list[str] = []
    slices = Slices(owner)

    def work() -> Steps:
        try:
            yield from counted(said, "step", each=module._SLICE)
        finally:
            said.append("put away")

    slices.run(work())
    slices.cancel()
    assert said == ["step", "put away"]
    assert not slices.busy


def test_work_may_cancel_itself(owner: QObject) -> None:
    said: list[str] = []
    slices = Slices(owner)

    def work() -> Steps:
        said.append("first")
        slices.cancel()
        yield
        said.append("second")

    slices.run(work())
    assert said == ["first"]
    assert not slices.busy


def test_work_of_a_window_that_is_gone_is_not_done(owner: QObject, qtbot: QtBot) -> None:
    said: list[str] = []
    parent = QObject(owner)
    slices, after = Slices(parent), Slices(owner)
    slices.run(counted(said, "gone", each=module._SLICE))
    parent.deleteLater()
    qtbot.waitUntil(lambda: not module._turns()._waiting)
    after.run(counted(said, "after"))
    assert said[1:] == ["after", "after", "after"]
