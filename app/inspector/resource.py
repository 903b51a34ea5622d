"""A resource: its name and properties with their editors, who may do what with it, where the code makes it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ...codegen.edits import Edit, RenameResource, SetProperty
from ...resources import actions
from ...resources.architecture import Json, Link, Resource
from ...resources.fit import NEEDS, usual
from ...resources.kinds import KINDS, Kind, Property
from ..fixes import configurable, fix_of
from ..widgets.buttons import Button
from ..widgets.chips import Chip
from ..widgets.frames import boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, Text
from .editors import TextEditor, editor
from .evidence import Show, evidence_section
from .facts import Facts, Standing, is_implied
from .fit import fit_sections
from .handler import handler_sections
from .sections import Section, property_row, thing_head, thing_row

Apply = Callable[[Edit], object]
Choose = Callable[[object], object]


def tr(text: str) -> str:
    return QCoreApplication.translate("Resource", text)


def resource_sections(resource: Resource, facts: Facts, show: Show, apply: Apply, choose: Choose) -> list[QWidget]:
    architecture, kind = facts.architecture, KINDS[resource.kind]
    head = Section()
    head.add(thing_head(architecture, resource))
    made: list[QWidget] = [head]
    made += [
        *standing_banner(facts.standings.get(resource.id)),
        *problem_sections(resource.id, facts, show, besides=NEEDS),
    ]
    made += _changes(facts.standings.get(resource.id))
    if not resource.source.file:
        return [*made, _gone()]
    made.append(_properties(resource, kind, facts, apply))
    entries = architecture.entries_in(resource.id)
    made += fit_sections(resource, facts, show)
    if len(entries) == 1:
        made += handler_sections(entries[0], facts, choose)
    elif entries:
        section = Section(tr("Runs"), str(len(entries)))
        for entry in entries:
            note = _entry_words(entry.id, facts)
            section.add(thing_row(architecture, entry, note, lambda entry=entry: choose(entry)))
        made.append(section)
    starts = [link for link in architecture.links_to(resource.id) if link.kind == "trigger"]
    uses = [link for link in architecture.links_to(resource.id) if link.kind == "permission"]
    reads = [link for link in architecture.links_to(resource.id) if link.kind == "config"]
    made += _links(tr("Starts"), starts, facts, choose) + _links(tr("Who may do what"), uses, facts, choose)
    made += _links(tr("Who reads its settings"), reads, facts, choose)
    word = tr("declared") if resource.origin == "declared" else tr("made here")
    made.append(evidence_section(tr("Evidence"), "", [(resource.source, word)], facts, show))
    return made


def _properties(resource: Resource, kind: Kind, facts: Facts, apply: Apply) -> Section:
    section = Section(tr("Properties"), "", _configurable(resource, facts))
    section.body.setSpacing(2)
    section.add(property_row(tr("Name"), _name(resource, kind, apply)))
    for record in kind.properties:
        section.add(property_row(record.label, _editor(resource, record, apply), record.help))
    known = {record.name for record in kind.properties}
    for name, value in sorted(resource.properties.items()):
        if name not in known and not isinstance(value, list | dict):
            section.add(property_row(_words(name), Elided(_text(value), "row_code")))
    if resource.env:
        section.add(property_row(tr("Read from"), Elided(resource.env, "row_code")))
    return section


def _configurable(resource: Resource, facts: Facts) -> QWidget | None:
    """A name that stands in the code is the same in each stack, until it comes from the environment."""
    proposal, propose = configurable(resource, facts.architecture), facts.propose
    if proposal is None or propose is None:
        return None
    made = Button(tr("Configurable…"), "", "link", lambda: propose(proposal))
    made.setToolTip(tr("Let the name come from the environment, so that each stack has its own"))
    return made


def _editor(resource: Resource, record: Property, apply: Apply) -> QWidget:
    value = resource.properties.get(record.name)
    if isinstance(record.default, int) and record.type == "integer":
        record = replace(record, default=usual(resource, record.name, record.default))
    made = editor(record, value, lambda wanted: apply(SetProperty(resource.id, record.name, wanted)))
    if not record.required or value is not None:
        return made
    return boxed(column(made, Paragraph(tr("Needed before a deployment."), "secondary", "state:warning"), spacing=3))


def _name(resource: Resource, kind: Kind, apply: Apply) -> QWidget:
    if resource.origin != "declared" or not resource.name or not resource.symbol or is_implied(resource):
        shown = resource.name or tr("not decided")
        return Elided(shown, "row_code" if resource.name else "row", "text" if resource.name else "text_3")
    rule = kind.name_rule

    def refuses(value: Json) -> str | None:
        return rule.refusal(str(value)) if value else tr("A resource needs a name.")

    def changed(value: Json) -> None:
        apply(RenameResource(resource.id, str(value)))

    made = TextEditor(resource.name, "", refuses, changed, tr("Name"))
    made.line.setObjectName("name")
    return made


def _changes(standing: Standing | None) -> list[QWidget]:
    """What a deployment would change: property, before, after."""
    if standing is None or not standing.changes:
        return []
    section = Section(tr("What changes"))
    section.body.setSpacing(2)
    for name, before, after in standing.changes:
        section.add(Elided(name, "evidence", "text_2"))
        section.add(_before_after(before, after))
    return [section]


def _before_after(before: str, after: str) -> QWidget:
    old = Chip(before, "delete", style="evidence") if before else None
    new = Chip(after, "create", style="evidence") if after else Text(tr("none"), "secondary", "text_3")
    layout = row(spacing=6)
    for part in (old, Text("→", "row", "text_3") if before else None, new):
        if part is not None:
            layout.addWidget(part)
    layout.addStretch(1)
    return boxed(layout)


def _gone() -> QWidget:
    section = Section()
    section.add(Paragraph(tr("The code has this no longer; only the stack still does."), "row", "text_2"))
    return section


def _links(title: str, links: list[Link], facts: Facts, choose: Choose) -> list[QWidget]:
    if not links:
        return []
    section = Section(title)
    for link in links:
        words = actions.label(link.actions, link.operations) if link.kind == "permission" else ""
        entry = facts.architecture.entry_by_id[link.entry]
        section.add(thing_row(facts.architecture, entry, words, lambda link=link: choose(link)))
    return [section]


def _entry_words(entry_id: str, facts: Facts) -> str:
    count = sum(link.kind == "permission" for link in facts.architecture.links_of(entry_id))
    return "" if not count else tr("1 permission") if count == 1 else tr("{} permissions").format(count)


def standing_banner(standing: Standing | None) -> list[QWidget]:
    """A coloured part for what needs reading: failed, replaced, deleted."""
    if standing is None or not standing.title:
        return []
    section = Section(surface=f"state:{standing.state}")
    title = Text(standing.title, "section", f"state:{standing.state}")
    section.body.setSpacing(6)
    section.add(boxed(row(Icon(standing.icon, 14, f"state:{standing.state}"), title, None, spacing=6)))
    section.add(Paragraph(standing.sentence, "row", "text"))
    if standing.next_step:
        section.add(Paragraph(standing.next_step, "row", "text_2"))
    return [section]


def problem_sections(subject: str, facts: Facts, show: Show, *, besides: Collection[str] = ()) -> list[QWidget]:
    """Problems of codes in BESIDES are said by another section."""
    made: list[QWidget] = []
    for problem in facts.architecture.problems_of(subject):
        if problem.code in besides:
            continue
        state = problem.severity if problem.severity != "info" else "neutral"
        section = Section(surface=f"state:{state}")
        section.body.setSpacing(4)
        section.add(Paragraph(problem.message, "row", "text"))
        if problem.remedy:
            section.add(Paragraph(problem.remedy, "row", "text_2"))
        place = Paragraph(f'<a href="code">{problem.source}</a>', "evidence", "accent", rich=True)
        place.linkActivated.connect(lambda _link, span=problem.source: show(span))
        section.add(place)
        proposal, propose = fix_of(problem, facts.architecture), facts.propose
        if proposal is not None and propose is not None:
            fix = Button(tr("Fix…"), "magic-wand", "plain", lambda deed=propose, one=proposal: deed(one))
            section.add(boxed(row(fix, None, margins=(0, 4, 0, 0))))
        made.append(section)
    return made


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: Json) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
