"""Callouts on the map: one at each card that failed, with what its links do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ...canvas.controls.callout import Failure
from ..deploying.marks import failure_of
from ..deploying.standing import Standing
from .workbench import Workbench


class Callouts(QObject):
    resume_wanted = Signal()

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._failures: Mapping[str, Failure] = {}
        bench.view.failure_link.connect(self._follow)

    def show(self, standing: Standing) -> None:
        """What failed, as far as it differs from what stands there."""
        groups = [group for group in standing.groups() if group.state == "failed"]
        failures = {group.key: failure_of(group, standing.busy) for group in groups}
        for key in {*self._failures, *failures}:
            if self._failures.get(key) != failures.get(key):
                self._bench.view.show_failure(key, failures.get(key))
        self._failures = failures

    def clear(self) -> None:
        self._failures = {}
        self._bench.view.clear_failures()

    def _follow(self, link: tuple[str, str]) -> None:
        """What was clicked in a callout: the id of its card and the key of the link."""
        key, deed = link
        failure = self._failures.get(key)
        if deed == "resume":
            self.resume_wanted.emit()
        elif failure is not None:
            QGuiApplication.clipboard().setText(f"{failure.text}\n{failure.next_step}".strip())
            self._bench.canvas.toast.say(self.tr("The message is on the clipboard"))
