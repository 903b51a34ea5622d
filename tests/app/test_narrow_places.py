"""Long paths and names give way: nothing makes the inspector or a question wider than it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.asking import Question
from archloom.app.inspector.facts import Facts
from archloom.app.inspector.resource import resource_sections
from archloom.resources.deduction import deduce

WIDTH = 300
"""How wide the inspector is when nobody has moved its edge."""
LONG = "a_project_with_a_long_name/of_packages_that_hold/packages_of_their_own"
APP = """
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from langgraph.checkpoint.memory import MemorySaver
app = FastAPI()
saver = MemorySaver()
@app.get("/a_route/{with_a_parameter}/and_more/{than_fits}/into_the_inspector")
def streamed(): return StreamingResponse(iter(saver.get({})))
"""


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    file = tmp_path / LONG / "application_of_the_service.py"
    file.parent.mkdir(parents=True)
    file.write_text(APP)
    return Facts(deduce(tmp_path, cache=False), lambda path: (tmp_path / path).read_text())


@pytest.mark.parametrize("kind", ["web_app", "local_store"])
def test_the_inspector_stays_as_narrow_as_it_is(kind: str, facts: Facts, qtbot: QtBot) -> None:
    resource = next(one for one in facts.architecture.resources if one.kind == kind)
    sections = resource_sections(resource, facts, lambda _: None, lambda _: None, lambda _: None)
    for section in sections:
        qtbot.addWidget(section)

    assert [said(one) for one in sections if one.minimumSizeHint().width() > WIDTH] == []


def test_a_question_elides_a_long_path(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    question = Question(parent, "Delete it?", "It is used here.", "Delete")
    question.add_lines("Uses", [(f"{LONG}/{LONG}/main.py:12", "sessions.get(key)")])
    question.add_diff(f"{LONG}/{LONG}/main.py", "a\n", "b\n")

    assert question.minimumSizeHint().width() <= question.width()


def said(widget: QWidget) -> str:
    return " ".join(child.accessibleName() for child in widget.findChildren(QWidget))
