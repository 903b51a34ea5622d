"""An entry: where it runs and with which limits, what starts it, what it may do, its lines of code."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ...codegen.edits import SetProperty
from ...resources.architecture import Entry
from ...resources.kinds import KINDS
from ..widgets.text import Elided
from .editors import editor
from .evidence import Show, evidence_section
from .facts import Facts
from .handler import handler_sections
from .resource import Apply, Choose, problem_sections, standing_banner
from .sections import Section, end_head, property_row

KINDS_OF_ENTRY = {
    "http": "HTTP route", "websocket": "WebSocket", "function": "Function", "queue": "Queue handler",
    "schedule": "Scheduled handler", "event": "Event handler", "graph": "Graph", "tool": "Tool", "ui": "Interface",
    "script": "Script", "startup": "Start of the app",
}  # fmt: skip


def tr(text: str) -> str:
    return QCoreApplication.translate("Entry", text)


def entry_sections(entry: Entry, facts: Facts, show: Show, apply: Apply, choose: Choose) -> list[QWidget]:
    architecture = facts.architecture
    head = Section()
    head.add(end_head(architecture, entry))
    made: list[QWidget] = [head]
    made += [*standing_banner(facts.standings.get(entry.id)), *problem_sections(entry.id, facts, show)]
    made.append(_settings(entry, facts, apply))
    made += handler_sections(entry, facts, choose)
    lines = [(entry.source, tr("begins here"))]
    made.append(evidence_section(tr("Evidence"), "", lines, facts, show))
    return made


def _settings(entry: Entry, facts: Facts, apply: Apply) -> Section:
    home = facts.architecture.by_id[entry.runs_in]
    section = Section(tr("Properties"))
    section.body.setSpacing(2)
    section.add(property_row(tr("Kind"), Elided(tr(KINDS_OF_ENTRY[entry.kind]), "row")))
    section.add(property_row(tr("Handler"), Elided(entry.handler, "row_code")))
    if home.kind == "function":
        for record in KINDS[home.kind].properties:
            value = home.properties.get(record.name)
            field = editor(record, value, lambda wanted, name=record.name: apply(SetProperty(home.id, name, wanted)))
            section.add(property_row(record.label, field, record.help))
    return section
