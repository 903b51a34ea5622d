"""Problems with a way out: shown with the diff that solves them, written when accepted, taken back by undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.policy import PolicyDialog
from archloom.app.dialogs.proposal import ProposalDialog
from archloom.app.panels.diff_view import DiffView
from archloom.app.widgets.buttons import Button
from archloom.app.widgets.chips import Chip
from archloom.app.widgets.link import Link
from archloom.app.window import MainWindow

from .conftest import WAIT, open_in

AGENT = """\
from fastapi import FastAPI, WebSocket
from langgraph.checkpoint.memory import MemorySaver

app = FastAPI()
saver = MemorySaver()


@app.get("/")
def chat():
    return saver.get({})


@app.websocket("/ws")
async def talk(socket: WebSocket): ...
"""
LAMBDA = """\
import boto3


def handler(event, context):
    boto3.resource("dynamodb").Table("orders").get_item(Key={})
    boto3.client("s3").get_object(Bucket=event["bucket"], Key="k")
"""


@pytest.fixture
def project(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Callable[[str], MainWindow]:
    def made(code: str) -> MainWindow:
        (tmp_path / "agent").mkdir()
        (tmp_path / "agent" / "main.py").write_text(code)
        return open_in(window, tmp_path / "agent", qtbot)

    return made


def said(widget: QWidget) -> str:
    return "\n".join(label.text() or label.accessibleName() for label in widget.findChildren(QLabel))


def button(widget: QWidget, text: str) -> Button:
    return next(one for one in widget.findChildren(Button) if one.text() == text and one.isVisible())


def dialog(window: MainWindow, qtbot: QtBot) -> ProposalDialog:
    """The proposal that is open, with its diff worked out."""
    qtbot.waitUntil(lambda: window.parts.fixing.dialog is not None, timeout=WAIT)
    shown = window.parts.fixing.dialog
    assert shown is not None
    return shown


def diff(shown: ProposalDialog) -> str:
    return "\n".join(view.accessibleName() for view in shown.findChildren(DiffView))


def ready(shown: ProposalDialog, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: shown.yes.isEnabled() and words in diff(shown), timeout=WAIT)


def code(window: MainWindow) -> str:
    assert window.project is not None
    return window.project.text_of("main.py")


def test_the_fix_of_a_problem_shows_its_diff_and_is_written_when_accepted(
    project: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    window = project(AGENT)
    window.bench.view.select(["local_store:main.saver"])
    qtbot.mouseClick(button(window.bench.inspector, "Fix…"), Qt.MouseButton.LeftButton)
    shown = dialog(window, qtbot)
    ready(shown, qtbot, "DynamoDBSaver")
    assert code(window) == AGENT
    qtbot.mouseClick(shown.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "DynamoDBSaver" in code(window), timeout=WAIT)
    qtbot.waitUntil(lambda: "kv_store:checkpoints" in window.bench.view.picture.card_by_id, timeout=WAIT)
    window.registry.run("edit.undo")
    qtbot.waitUntil(lambda: code(window) == AGENT, timeout=WAIT)


def test_another_remedy_can_be_chosen(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(AGENT)
    window.bench.view.select(["local_store:main.saver"])
    window.registry.run("problem.fix")
    shown = dialog(window, qtbot)
    ready(shown, qtbot, "DynamoDBSaver")
    qtbot.mouseClick(shown.choices[1], Qt.MouseButton.LeftButton)
    assert [choice.isChecked() for choice in shown.choices] == [False, True]
    ready(shown, qtbot, "PostgresSaver")
    assert "setup()" in said(shown)
    shown.reject()
    assert code(window) == AGENT


def test_a_row_of_the_problems_has_a_fix(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(AGENT)
    window.bench.show_page("problems")
    listed = window.bench.bottom.problems.list
    rows = [listed.model().index(row, 0) for row in range(listed.model().rowCount())]
    rect = next(listed.visualRect(index) for index in rows if "MemorySaver" in index.data())
    place = QPoint(rect.right() - 30, rect.top() + 28)
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    ready(dialog(window, qtbot), qtbot, "DynamoDBSaver")


def test_a_click_beside_the_fix_shows_the_place(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(AGENT)
    window.bench.show_page("problems")
    listed = window.bench.bottom.problems.list
    with qtbot.waitSignal(window.bench.bottom.problems.chosen, timeout=WAIT):
        rect = listed.visualRect(listed.model().index(0, 0))
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(60, 8))
    assert window.parts.fixing.dialog is None


def test_what_cannot_be_rewritten_says_why(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(AGENT.replace("MemorySaver()", "MemorySaver(serde=None)"))
    window.bench.view.select(["local_store:main.saver"])
    window.registry.run("problem.fix")
    shown = dialog(window, qtbot)
    qtbot.waitUntil(lambda: "has options" in said(shown), timeout=WAIT)
    assert not shown.yes.isEnabled()


def test_a_name_that_the_code_does_not_decide_is_asked_for_and_kept(
    project: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    window = project(LAMBDA)
    window.bench.view.select(["bucket:main:6"])
    qtbot.mouseClick(button(window.bench.inspector, "Fix…"), Qt.MouseButton.LeftButton)
    shown = dialog(window, qtbot)
    QTest.keyClicks(shown.name_line, "No Bucket!")
    shown.name_line.editingFinished.emit()
    assert not shown.yes.isEnabled()
    shown.name_line.clear()
    QTest.keyClicks(shown.name_line, "files")
    shown.name_line.editingFinished.emit()
    ready(shown, qtbot, "files")
    qtbot.mouseClick(shown.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "bucket:files" in window.bench.view.picture.card_by_id, timeout=WAIT)
    assert window.project is not None
    assert '"main.py:6" = "files"' in window.project.text_of("archloom.toml")


def test_a_name_is_made_configurable(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(LAMBDA)
    window.bench.view.select(["kv_store:orders"])
    qtbot.mouseClick(button(window.bench.inspector, "Configurable…"), Qt.MouseButton.LeftButton)
    shown = dialog(window, qtbot)
    ready(shown, qtbot, "ORDERS_TABLE")
    qtbot.mouseClick(shown.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 'os.environ.get("ORDERS_TABLE", "orders")' in code(window), timeout=WAIT)


def test_the_inspector_says_what_a_unit_suits_and_where_it_says_so(
    project: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    window = project(AGENT)
    window.bench.view.select(["web_app:main.app"])
    words = said(window.bench.inspector)
    assert "Service" in [chip.accessibleName() for chip in window.bench.inspector.findChildren(Chip)]
    assert words.count("WS /ws keeps a connection open") == 1
    assert "main.py:14" in words
    assert window.project is not None
    assert window.project.architecture is not None
    needs = next(problem for problem in window.project.architecture.problems if problem.code == "needs-service")
    assert needs.remedy
    assert words.count(needs.remedy) == 1


def test_the_permissions_of_a_function_are_told_with_their_lines(
    project: Callable[[str], MainWindow], qtbot: QtBot
) -> None:
    window = project(LAMBDA)
    window.bench.view.select(["function:main.handler"])
    window.registry.run("deploy.policy")
    qtbot.waitUntil(lambda: window.parts.permitting.dialog is not None, timeout=WAIT)
    shown = window.parts.permitting.dialog
    assert isinstance(shown, PolicyDialog)
    assert "May GetItem on orders" in said(shown)
    shown.copy()
    assert '"dynamodb:GetItem"' in QGuiApplication.clipboard().text()
    line = next(one for one in shown.findChildren(Link) if one.accessibleName() == "main.py:5")
    with qtbot.waitSignal(shown.code_wanted, timeout=WAIT):
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton)


def test_what_has_no_role_offers_no_permissions(project: Callable[[str], MainWindow], qtbot: QtBot) -> None:
    window = project(LAMBDA)
    window.bench.view.select(["kv_store:orders"])
    window.registry.refresh()
    assert not window.registry.qt("deploy.policy").isEnabled()
    assert not window.registry.qt("problem.fix").isEnabled()
    assert window.registry.qt("edit.configurable").isEnabled()
