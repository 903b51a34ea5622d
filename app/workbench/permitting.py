"""What a unit may do once it is deployed: asked of the worker, shown in a dialog whose lines lead to the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ...resources.fit import ZIPPED
from ..project import Project
from ..session import Session
from ..tasks import Tasks
from ..worker_client import WorkerError
from .deploying import Deploying
from .selecting import Selecting
from .workbench import Workbench

if TYPE_CHECKING:
    from ..dialogs.policy import PolicyDialog


class Permitting(QObject):
    def __init__(
        self, bench: Workbench, session: Session, deploying: Deploying, selecting: Selecting, window: QWidget
    ) -> None:
        super().__init__(bench)
        self._bench, self._session, self._window = bench, session, window
        self._deploying, self._selecting = deploying, selecting
        self._tasks = Tasks()
        self.dialog: PolicyDialog | None = None

    def can_show(self, unit: str) -> bool:
        """Is it deployed as a function, which has a role?"""
        architecture = self._session.architecture
        resource = architecture.by_id.get(unit) if architecture is not None else None
        return resource is not None and resource.kind in ZIPPED

    def show(self, unit: str) -> None:
        if self._session.project is not None:
            self._tasks.start(self._show(unit, self._session.project))

    async def _show(self, unit: str, project: Project) -> None:
        try:
            found = await project.policies(self._deploying.stack)
        except WorkerError as error:
            self._bench.canvas.toast.say(str(error), state="error")
            return
        policy = next((one for one in found if one.unit == unit), None)
        architecture = project.architecture
        if policy is None or architecture is None:
            words = self.tr("{} is not deployed as a function, so that it has no role.")
            self._bench.canvas.toast.say(words.format(unit.partition(":")[2]), state="warning")
            return
        from ..dialogs.policy import PolicyDialog  # loads what lowers an architecture

        facts = self._selecting.facts()
        dialog = self.dialog = PolicyDialog(
            self._window, policy, architecture, facts.line if facts is not None else lambda _: ""
        )
        dialog.code_wanted.connect(self._selecting.show_code)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None
