"""An entry: where it runs and with which limits, what starts it, what it may do, its lines of code."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ...codegen.edits import SetProperty
from ...resources import actions
from ...resources.architecture import Entry, Link
from ...resources.kinds import KINDS
from ..widgets.text import Elided, Paragraph
from .editors import editor
from .evidence import Show, evidence_section
from .facts import Facts
from .resource import Apply, Choose, problem_sections, standing_banner
from .sections import Section, end_head, property_row, thing_row

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
    links = architecture.links_of(entry.id)
    made += _links(tr("Started by"), [k for k in links if k.kind == "trigger"], facts, choose)
    made.append(_may([k for k in links if k.kind == "permission"], facts, choose))
    made += _links(tr("Reads"), [k for k in links if k.kind == "config"], facts, choose)
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


def _may(links: list[Link], facts: Facts, choose: Choose) -> QWidget:
    if links:
        return _links(tr("May"), links, facts, choose)[0]
    section = Section(tr("May"))
    section.add(Paragraph(tr("Nothing yet. Drag from its port to a card to grant something."), "row", "text_2"))
    return section


def _links(title: str, links: list[Link], facts: Facts, choose: Choose) -> list[QWidget]:
    if not links:
        return []
    section = Section(title)
    for link in links:
        permission = link.kind == "permission"
        words = actions.label(link.actions, link.operations) if permission else " · ".join(link.operations)
        resource = facts.architecture.by_id[link.resource]
        section.add(thing_row(facts.architecture, resource, words, lambda link=link: choose(link)))
    return [section]
