"""What the picture and the Deployment tab say of deployments that failed, and of those that were."""

from __future__ import annotations

import json
from time import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archloom.app.deploying.history_list import HistoryList, what_words
from archloom.app.deploying.standing import Standing, Step
from archloom.app.window import MainWindow
from archloom.canvas.controls.callout import Callout
from archloom.deployer.deploy import locate
from archloom.deployer.history import Deployment
from archloom.deployer.plan import Change

PLACE = "function:main.place"


def failed(window: MainWindow) -> Callout:
    change = Change("place-main", "aws:lambda/function:Function", "create", PLACE)
    step = Step(change, "failed", message="The role may not be passed.", next_step="Allow iam:PassRole.")
    runs = window.deploying.runs
    assert runs is not None
    runs._show(Standing("failed", steps={change.name: step}, message="The role may not be passed."))
    callout = window.bench.view.findChild(Callout)
    assert callout is not None
    callout.grab()  # links have their places once they are painted
    return callout


def click(callout: Callout, key: str, qtbot: QtBot) -> None:
    place = next(box for name, box in callout._places if name == key)
    qtbot.mouseClick(callout, Qt.MouseButton.LeftButton, pos=place.center().toPoint())


def test_a_failure_stands_at_its_card_with_the_next_step(opened: MainWindow, qtbot: QtBot) -> None:
    callout = failed(opened)
    assert callout.accessibleName() == "Not created\nThe role may not be passed.\nNext: Allow iam:PassRole."
    click(callout, "copy", qtbot)
    assert QGuiApplication.clipboard().text() == "The role may not be passed.\nNext: Allow iam:PassRole."


def test_it_can_be_resumed_there(opened: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    callout = failed(opened)
    monkeypatch.setattr(opened.deploying.runs, "deploy", begun.append)
    click(callout, "resume", qtbot)
    assert begun == [False]


def test_it_goes_with_the_overlay_and_with_the_project(opened: MainWindow, qtbot: QtBot) -> None:
    failed(opened)
    opened.deploying.show_overlay("code")
    qtbot.waitUntil(lambda: opened.bench.view.findChild(Callout) is None)
    opened.deploying.show_overlay("preview")
    assert opened.bench.view.findChild(Callout) is not None
    opened.close_project()
    qtbot.waitUntil(lambda: opened.bench.view.findChild(Callout) is None)


def test_the_deployment_tab_lists_what_was(opened: MainWindow) -> None:
    runs = opened.deploying.runs
    assert runs is not None
    assert opened.project is not None
    home = locate(opened.project.root, stack="dev", target="sandbox")[0].home
    home.mkdir(parents=True, exist_ok=True)
    lines = [{"at": time() - 7200, "who": "ada", "what": "deploy", "result": "succeeded", "seconds": 42.0,
              "counts": {"create": 8}},
             {"at": time() - 60, "who": "ben", "what": "destroy", "result": "failed", "seconds": 3.0,
              "counts": {"delete": 8}}]  # fmt: skip
    (home / "history.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    opened.deploying.take_architecture(opened.project.architecture)
    listed = opened.bench.bottom.deployment.result.history
    names = [row.accessibleName() for row in listed.findChildren(QWidget) if row.accessibleName()]
    assert not listed.isHidden()
    assert [name for name in names if "ada" in name or "ben" in name] == [
        "1 minute ago, ben, Destroy · 0:03, failed",
        "2 hours ago, ada, 8 create · 0:42, succeeded",
    ]


def test_without_a_past_nothing_is_listed(opened: MainWindow) -> None:
    assert opened.bench.bottom.deployment.result.findChild(HistoryList).isHidden()


def test_what_a_deployment_did_is_said_in_counts() -> None:
    assert what_words(Deployment(0, "a", "deploy", "succeeded", 1, {"create": 2, "delete": 1})) == "2 create, 1 delete"
    assert what_words(Deployment(0, "a", "deploy", "succeeded", 1, {})) == "no change"
    assert what_words(Deployment(0, "a", "destroy", "succeeded", 1, {"delete": 3})) == "Destroyed"
