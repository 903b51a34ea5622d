"""The top bar's part in deployments: which stack, which target, and in which state the stack is."""

from __future__ import annotations

from collections.abc import Mapping
from time import time
from typing import Any

from PySide6.QtCore import QObject, Signal

from ...resources import settings
from ..deploying.standing import Standing
from ..deploying.words import clock
from ..project import Project
from ..short import ago
from .workbench import Workbench

TARGETS = (("sandbox", "Sandbox on this computer"), ("aws", "AWS"))


class StackBar(QObject):
    chosen = Signal()
    """Another stack or target."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._top = bench.top
        self._top.stack.chosen.connect(lambda _stack: self._choose())
        self._top.target.chosen.connect(lambda _target: self._choose())

    @property
    def stack(self) -> str:
        return self._top.stack.value or "dev"

    @property
    def target(self) -> str:
        return self._top.target.value

    @property
    def where(self) -> str:
        return f"{self._top.stack.value} · {self._top.target.words}"

    def offer(self, project: Project) -> None:
        """The stacks that the project's settings name, and `dev`."""
        known = _stacks(project)
        stacks = list(dict.fromkeys(["dev", *known]))
        self._top.stack.set_choices([(name, name) for name in stacks], "dev")
        target = str(known.get("dev", {}).get("target", "sandbox"))
        self._top.target.set_choices([(key, self.tr(words)) for key, words in TARGETS], target)
        self._choose()

    def show(self, standing: Standing, deployed_at: float | None, *, ready: bool) -> None:
        """DEPLOYED_AT: when what the stack holds was deployed (seconds since 1970). READY: is there code to deploy?"""
        self._top.show_state(*self._state(standing, deployed_at))
        for button in (self._top.preview, self._top.deploy):
            button.setEnabled(ready and not standing.busy)
        for select in (self._top.stack, self._top.target):
            select.setEnabled(not standing.busy)

    def _choose(self) -> None:
        self._top.target.set_icon("sandbox" if self.target == "sandbox" else "cloud_target")
        self.chosen.emit()

    def _state(self, standing: Standing, deployed_at: float | None) -> tuple[str, str, str]:
        """Icon, state and words."""
        elapsed = clock(time() - standing.began)
        match standing.phase:
            case "previewing":
                return "running", "running", self.tr("Preview · {}").format(elapsed)
            case "deploying":
                return "running", "running", self.tr("Deploying · {}").format(elapsed)
            case "destroying":
                return "running", "running", self.tr("Destroying · {}").format(elapsed)
            case "previewed" if count := changes(standing):
                words = self.tr("1 change to deploy") if count == 1 else self.tr("{} changes to deploy").format(count)
                return "git-diff", "update", words
            case "failed" if standing.was_preview:
                return "x-circle-fill", "error", self.tr("No preview")
            case "failed":
                return "x-circle-fill", "error", self.tr("Last deployment failed")
        if deployed_at is not None:
            return "check-circle-fill", "success", self.tr("Deployed {}").format(ago(time() - deployed_at))
        return "circle-dashed", "neutral", self.tr("Not deployed")


def changes(standing: Standing) -> int:
    """How many cards change."""
    return sum(1 for group in standing.groups() if group.pending)


def _stacks(project: Project) -> Mapping[str, Mapping[str, Any]]:
    try:
        return settings.load(project.root).stacks
    except settings.SettingsError:
        return {}
