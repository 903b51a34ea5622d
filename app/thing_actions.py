"""Actions on the one thing that is selected: solve its problem, make its name configurable, show what it may do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ..resources.architecture import Entry, Link, Problem, Resource
from .actions import Action
from .fixes import Proposal, can_fix, configurable
from .inspector.facts import Subject
from .session import Session
from .window_actions import DEPLOY, EDIT
from .workbench.fixing import Fixing
from .workbench.permitting import Permitting
from .workbench.selecting import Selecting


def tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def more_actions(fixing: Fixing, permitting: Permitting, selecting: Selecting, *, session: Session) -> list[Action]:
    def problem() -> Problem | None:
        return _problem_of(selecting.subjects, session)

    def proposal() -> Proposal | None:
        architecture, subject = session.architecture, _one(selecting.subjects)
        return configurable(subject, architecture) if architecture and isinstance(subject, Resource) else None

    def unit() -> str:
        return _unit_of(_one(selecting.subjects))

    return [
        Action("problem.fix", tr("Fix the problem…"), lambda: (found := problem()) and fixing.fix(found), "Ctrl+.",
               lambda: problem() is not None, "magic-wand", menu=EDIT, words="rewrite hazard"),
        Action("edit.configurable", tr("Make the name configurable…"),
               lambda: (found := proposal()) and fixing.propose(found), "", lambda: proposal() is not None,
               "sliders-horizontal", menu=EDIT, words="environment variable stack"),
        Action("deploy.policy", tr("Show permissions…"), lambda: permitting.show(unit()), "",
               lambda: permitting.can_show(unit()), "lock-simple", menu=DEPLOY, words="policy role iam statements"),
    ]  # fmt: skip


def _one(subjects: tuple[Subject, ...]) -> Subject | None:
    return subjects[0] if len(subjects) == 1 else None


def _problem_of(subjects: tuple[Subject, ...], session: Session) -> Problem | None:
    """The first problem of the selected thing for which something is known."""
    subject, architecture = _one(subjects), session.architecture
    if architecture is None or subject is None or isinstance(subject, Link):
        return None
    return next((one for one in architecture.problems_of(subject.id) if can_fix(one)), None)


def _unit_of(subject: Subject | None) -> str:
    match subject:
        case Resource():
            return subject.id
        case Entry():
            return subject.runs_in
        case _:
            return ""
