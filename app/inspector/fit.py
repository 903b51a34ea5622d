"""How a unit suits the way in which it is deployed: the verdict, and the lines that say so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from ...resources.architecture import Resource
from ...resources.fit import CONTAINER, NEEDS, SERVICE, ZIP, ZIPPED, Reason, fit_of
from ..widgets.buttons import Button
from ..widgets.chips import Chip
from ..widgets.frames import boxed, column, row
from ..widgets.link import Link
from ..widgets.text import Elided, Paragraph
from .evidence import Show
from .facts import Facts
from .sections import Section


def tr(text: str) -> str:
    return QCoreApplication.translate("Fit", text)


def fit_sections(resource: Resource, facts: Facts, show: Show) -> list[QWidget]:
    """Nothing for what is no unit."""
    fit = fit_of(resource)
    if fit is None:
        return []
    verdicts = {ZIP: tr("Zip function"), CONTAINER: tr("Container function"), SERVICE: tr("Service")}
    note = tr("about {} MB").format(f"{fit.megabytes:,}") if fit.megabytes is not None else ""
    section = Section(tr("Suits"), note, _policy_button(resource, facts.show_policy))
    section.body.setSpacing(4)
    state = "success" if fit.verdict == ZIP else "warning"
    section.add(boxed(row(Chip(verdicts[fit.verdict], state), None)))
    for reason in fit.reasons:
        section.add(_reason(reason, show))
    needs = [problem for problem in facts.architecture.problems_of(resource.id) if problem.code in NEEDS]
    for problem in needs:
        section.add(Paragraph(problem.remedy or "", "row", "text_2"))
    return [section]


def _policy_button(resource: Resource, show_policy: Callable[[str], object] | None) -> QWidget | None:
    """Only what is deployed as a function has a role."""
    if show_policy is None or resource.kind not in ZIPPED:
        return None
    return Button(tr("Permissions…"), "lock-simple", "link", lambda: show_policy(resource.id))


def _reason(reason: Reason, show: Show) -> QWidget:
    words = Paragraph(reason.message, "row", "text")
    place = Elided(str(reason.span), "evidence", "accent", Qt.TextElideMode.ElideMiddle)
    return Link(column(words, place, margins=(0, 2, 0, 2)), lambda: show(reason.span), reason.message)
