"""Closing the window while a deployment runs: asked about first, then stopped, so that its state says what is where."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from .deploying.deployments import Deployments
from .dialogs.asking import Question


def ask_to_leave(window: QWidget, runs: Deployments) -> None:
    text = window.tr(
        "The deployment stops after the running steps. What was made is kept; Resume goes on from there."
    )  # fmt: skip
    question = Question(
        window, window.tr("A deployment is running"), text, window.tr("Stop and close"), danger=True
    )  # fmt: skip
    question.ask(lambda: _leave(window, runs))


def _leave(window: QWidget, runs: Deployments) -> None:
    if not runs.busy:
        window.close()
        return
    runs.changed.connect(lambda standing: standing.busy or window.close())
    runs.cancel()
