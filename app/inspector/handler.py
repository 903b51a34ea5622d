"""What starts a handler, what it may do, which settings it reads: of an entry, or of a function that runs just one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ...resources import actions
from ...resources.architecture import Entry, Link
from ..widgets.text import Paragraph
from .facts import Facts
from .sections import Section, thing_row

Choose = Callable[[object], object]


def tr(text: str) -> str:
    return QCoreApplication.translate("Handler", text)


def handler_sections(entry: Entry, facts: Facts, choose: Choose) -> list[QWidget]:
    links = facts.architecture.links_of(entry.id)
    made = _links(tr("Started by"), [link for link in links if link.kind == "trigger"], facts, choose)
    made += _may([link for link in links if link.kind == "permission"], facts, choose)
    return made + _links(tr("Reads"), [link for link in links if link.kind == "config"], facts, choose)


def _may(links: list[Link], facts: Facts, choose: Choose) -> list[QWidget]:
    if links:
        return _links(tr("May"), links, facts, choose)
    section = Section(tr("May"))
    section.add(Paragraph(tr("Nothing yet. Drag from its port to a card to grant something."), "row", "text_2"))
    return [section]


def _links(title: str, links: list[Link], facts: Facts, choose: Choose) -> list[QWidget]:
    if not links:
        return []
    section = Section(title)
    for link in links:
        permission = link.kind == "permission"
        note = actions.label(link.actions, link.operations) if permission else " · ".join(link.operations)
        resource = facts.architecture.by_id[link.resource]
        section.add(thing_row(facts.architecture, resource, note, lambda link=link: choose(link)))
    return [section]
