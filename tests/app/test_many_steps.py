"""A deployment of very many things: its preview and its rows come between frames, and say the same as those of few."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from archloom.app.deploying.preview_tree import PreviewTree
from archloom.app.deploying.standing import Standing, after, begin
from archloom.app.deploying.step_list import StepList
from archloom.app.deploying.tree_rows import TreeRow
from archloom.deployer.events import Failed, Finished, Planned, Started
from archloom.deployer.plan import Change, Plan

TABLE = "aws:dynamodb/table:Table"


def deploying(count: int) -> Standing:
    changes = tuple(Change(f"t{at}", TABLE, "create", f"kv_store:t{at}") for at in range(count))
    planned = after(Standing("previewing"), Planned(Plan("large", "dev", "sandbox", changes)))
    return begin("deploying", 1.0, planned)


def test_failed_rows_come_first_then_what_runs(qtbot: QtBot) -> None:
    rows = StepList()
    qtbot.addWidget(rows)
    standing = deploying(4)
    rows.show_groups(standing.groups(), 2.0, str.upper)
    assert rows.words()[0] == "KV_STORE:T0: Waits"
    for event in (
        Started("t1", TABLE, "create", "kv_store:t1"),
        Finished("t2", TABLE, "create", 0.1, "kv_store:t2"),
        Failed("Denied", "", "t3", "kv_store:t3"),
    ):
        standing = after(standing, event)
    rows.show_groups(standing.groups(), 2.0, str.upper)
    assert [words.partition(": ")[0][-2:] for words in rows.words()] == ["T3", "T1", "T2", "T0"]


def test_a_click_on_a_row_says_which_card(qtbot: QtBot) -> None:
    rows = StepList()
    qtbot.addWidget(rows)
    rows.resize(400, 200)
    rows.show_groups(deploying(4).groups(), 2.0, str)
    rows.show()
    with qtbot.waitSignal(rows.chosen) as said:
        spot = rows.visualRect(rows.model().index(2, 0)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert said.args == ["kv_store:t2"]


def test_a_long_preview_is_whole_in_the_end_and_asks_for_every_name_at_once(qtbot: QtBot) -> None:
    tree = PreviewTree()
    qtbot.addWidget(tree)
    lost = [TreeRow(f"lost{at}", action="replace", subject=f"lost{at}", loses="data") for at in range(120)]
    others = (TreeRow(f"t{at}", action="create", subject=f"t{at}") for at in range(2000))
    tree.show_rows(iter((*lost, *others)), asking=len(lost))
    assert tree.unconfirmed() == 120
    qtbot.waitUntil(lambda: tree.model().rowCount() == 2120)
    tree.show_rows(iter((TreeRow("one", action="create", subject="one"),)))
    assert tree.model().rowCount() == 1
