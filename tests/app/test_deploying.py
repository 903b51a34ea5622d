"""Deploying from the window: preview, apply, try it, destroy; and what stands on the picture meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.asking import Question
from archloom.app.window import MainWindow

LONG = 180_000


def reached(window: MainWindow, qtbot: QtBot, *phases: str) -> str:
    runs = window.deploying.runs
    assert runs is not None
    qtbot.waitUntil(lambda: runs.standing.phase in phases, timeout=LONG)
    return runs.standing.phase


def test_preview_shows_what_would_be_made_on_the_picture_and_as_a_tree(opened: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(opened.bench.top.preview, Qt.MouseButton.LeftButton)
    assert opened.deploying.runs is not None
    assert opened.deploying.runs.busy
    assert not opened.bench.top.deploy.isEnabled()
    assert reached(opened, qtbot, "previewed", "failed") == "previewed"
    page = opened.bench.bottom.deployment.preview
    assert page.apply.isEnabled()
    assert page.apply.text() == f"Apply {len(opened.deploying.runs.standing.groups())} changes"
    assert opened.deploying.overlay == "preview"
    view = opened.bench.view
    assert {mark.state for mark in view.stage.line_marks.values()} == {"create"}
    assert set(view.stage.line_marks) == {line.key for line in view.picture.lines}
    assert opened.bench.top.deploy.isEnabled()


def test_deploy_leads_to_apply(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.deploy()
    assert reached(opened, qtbot, "previewed", "failed") == "previewed"
    qtbot.waitUntil(lambda: opened.focusWidget() is opened.bench.bottom.deployment.preview.apply)


def test_a_change_of_the_code_puts_the_preview_aside(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.preview()
    assert reached(opened, qtbot, "previewed", "failed") == "previewed"
    assert opened.project is not None
    main = opened.project.root / "main.py"
    main.write_text(main.read_text().replace('"notes"', '"remarks"'))
    reached(opened, qtbot, "none")
    assert opened.deploying.overlay == "code"


def test_a_preview_that_fails_is_no_failed_deployment(opened: MainWindow, qtbot: QtBot) -> None:
    told: list[str] = []
    opened.deploying.state_known.connect(told.append)
    assert opened.project is not None
    (opened.project.root / "archloom.toml").write_text("[stacks.dev]\nport = 0\n")
    opened.deploying.preview()
    assert reached(opened, qtbot, "previewed", "failed") == "failed"
    result = opened.bench.bottom.deployment.result
    words = {label.text() for label in opened.findChildren(QLabel) if label.isVisible()}
    assert "No preview" in words
    assert not words & {"Failed", "Last deployment failed"}
    assert result.remove.isHidden()
    assert opened.deploying.overlay == "code"
    assert told == []


def test_a_preview_can_be_cancelled(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.preview()
    opened.registry.run("deploy.cancel")
    assert reached(opened, qtbot, "none", "previewed", "failed") in ("none", "previewed")


def test_closing_the_window_ends_a_preview(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.preview()
    runs = opened.deploying.runs
    assert runs is not None
    opened.close()
    assert not opened.isVisible()
    assert opened.deploying.runs is None


@pytest.mark.slow
def test_apply_deploys_and_the_endpoint_answers(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.preview()
    assert reached(opened, qtbot, "previewed", "failed") == "previewed"
    qtbot.mouseClick(opened.bench.bottom.deployment.preview.apply, Qt.MouseButton.LeftButton)
    assert reached(opened, qtbot, "deployed", "failed", "cancelled") == "deployed"
    try_it = opened.bench.bottom.deployment.result.try_it
    assert opened.focusWidget() is try_it.send
    try_it.choose("POST", "/orders")
    try_it.body.setPlainText('{"what": "tea"}')
    qtbot.mouseClick(try_it.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "placed" in try_it.answer.toPlainText(), timeout=LONG)
    assert try_it.status == "200 OK"
    assert opened.deploying.held
    assert opened.bench.inspector is not None

    opened.bench.show_page("logs")
    qtbot.waitUntil(lambda: " REPORT RequestId" in opened.bench.bottom.logs.text.toPlainText(), timeout=LONG)
    assert "function:" not in opened.bench.bottom.logs.text.toPlainText()

    opened.deploying.preview()
    qtbot.waitUntil(lambda: "in step" in opened.bench.canvas.toast.accessibleName(), timeout=LONG)

    opened.registry.run("deploy.destroy")
    question = opened.findChild(Question)
    assert question is not None
    assert not question.yes.isEnabled()
    QTest.keyClicks(question.typed_line, "dev")
    QTest.keyClick(question.typed_line, Qt.Key.Key_Return)
    assert reached(opened, qtbot, "destroyed", "failed") == "destroyed"
    assert not opened.deploying.held
    assert opened.bench.bottom.deployment.result.remove.isHidden()
    assert (try_it.status, try_it.answer.toPlainText(), try_it.url.text()) == ("", "", "")


@pytest.mark.slow
def test_closing_while_it_deploys_asks_and_stops_cleanly(opened: MainWindow, qtbot: QtBot) -> None:
    opened.deploying.apply(False)
    opened.close()
    assert opened.isVisible()
    question = opened.findChild(Question)
    assert question is not None
    qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.isVisible(), timeout=LONG)
