"""When nothing was edited for a while, a full evaluation confirms the picture, or corrects it."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from archloom.app.window import MainWindow
from archloom.app.worker_client import Worker

from .conftest import WAIT


def outside_edit(window: MainWindow, shop: Path, qtbot: QtBot) -> None:
    code = shop / "main.py"
    with qtbot.waitSignal(window.project.updated, timeout=WAIT):
        code.write_text(code.read_text().replace('"orders"', '"sales"'))


def test_a_quiet_moment_after_an_edit_confirms_the_picture(
    opened: MainWindow, shop: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Future[Any]] = []
    ask = Worker.ask

    def noted(worker: Worker, job: Any, *arguments: Any) -> Future[Any]:
        answer = ask(worker, job, *arguments)
        if job == "settle":
            asked.append(answer)
        return answer

    monkeypatch.setattr(Worker, "ask", noted)
    outside_edit(opened, shop, qtbot)

    qtbot.waitUntil(lambda: bool(asked) and asked[0].done(), timeout=WAIT)
    assert asked[0].result() is None


def test_a_picture_that_a_full_evaluation_does_not_confirm_is_corrected(
    opened: MainWindow, shop: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    outside_edit(opened, shop, qtbot)
    shown = opened.project.architecture
    assert shown is not None
    right = replace(shown, links=shown.links[1:])
    answer: Future[Any] = Future()
    answer.set_result(right)
    monkeypatch.setattr(Worker, "ask", lambda *_: answer)

    with caplog.at_level(logging.WARNING, "archloom"), qtbot.waitSignal(opened.project.updated, timeout=WAIT):
        pass

    assert opened.project.architecture == right
    assert "differs" in caplog.text
