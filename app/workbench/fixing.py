"""Proposals of the window: a problem's fix, a name made configurable; shown with their diff, written when accepted."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ...codegen.edits import Edit
from ...resources.architecture import Problem
from ..dialogs.proposal import ProposalDialog
from ..fixes import Proposal, fix_of
from ..project import Project
from ..session import Session
from ..tasks import Tasks
from ..worker_client import WorkerError
from .workbench import Workbench


class Fixing(QObject):
    def __init__(self, bench: Workbench, session: Session, window: QWidget) -> None:
        super().__init__(bench)
        self._bench, self._session, self._window = bench, session, window
        self._tasks = Tasks()
        self.dialog: ProposalDialog | None = None
        bench.bottom.problems.fix_wanted.connect(self.fix)

    def fix(self, problem: Problem) -> None:
        """Propose what solves a problem."""
        architecture = self._session.architecture
        proposal = fix_of(problem, architecture) if architecture is not None else None
        if proposal is not None:
            self.propose(proposal)

    def propose(self, proposal: Proposal) -> None:
        project = self._session.project
        if project is None:
            return
        dialog = self.dialog = ProposalDialog(self._window, proposal)
        dialog.edit_chosen.connect(lambda edit: self._tasks.start(self._work_out(edit, project, dialog)))
        dialog.ask(lambda: dialog.edit is not None and project.edit(dialog.edit, asked=True))
        dialog.finished.connect(self._closed)
        dialog.begin()

    def _closed(self) -> None:
        self._tasks.cancel()
        self.dialog = None

    async def _work_out(self, edit: Edit, project: Project, dialog: ProposalDialog) -> None:
        try:
            answer = await project.planned(edit)
        except WorkerError as error:
            dialog.show_refusal(edit, str(error))
            return
        if hasattr(answer, "files"):
            dialog.show_change(edit, answer)
        else:
            dialog.show_refusal(edit, str(answer))
