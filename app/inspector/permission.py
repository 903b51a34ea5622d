"""A permission: its two ends, what it may do, the statement that grants it and the lines that need it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedWidget, QWidget

from ...canvas import words
from ...canvas.look import fonts
from ...resources import actions
from ...resources.architecture import Architecture, Link, Resource, Span
from ...resources.connecting import can_be_named, label_of
from ...resources.kinds import KINDS, Kind, Operation
from .. import look
from ..widgets.buttons import Button
from ..widgets.check import Check
from ..widgets.chips import Chip
from ..widgets.frames import Area, boxed, column, row
from ..widgets.text import Elided, Paragraph, Text, restyle
from .access import access_section
from .evidence import Show, evidence_section
from .facts import Facts
from .sections import Section, end_head

Choose = Callable[[tuple[str, ...]], object]
_STATES = {
    "proven": ("check-bold", "success"),
    "possible": ("circle-dashed", "warning"),
    "declared": ("pencil-simple", "neutral"),
}


def tr(text: str) -> str:
    return QCoreApplication.translate("Permission", text)


def permission_sections(link: Link, facts: Facts, show: Show, choose: Choose) -> list[QWidget]:
    made = [_ends(link, facts.architecture), _operations(link, facts.architecture, choose)]
    if in_aws(link):
        made.append(_grants(link, facts))
    else:
        made.append(access_section(link, facts.architecture))
    found = ((piece.span, _reason(piece.operation, link, facts, piece.span)) for piece in link.evidence)
    lines = list(dict.fromkeys(found))
    lines.sort(key=lambda line: line[1] == tr("granted by"))
    note = tr("1 line") if len(lines) == 1 else tr("{} lines").format(len(lines))
    made.append(evidence_section(tr("Evidence"), note, lines, facts, show))
    return made


def in_aws(link: Link) -> bool:
    """Is it a matter of IAM? Elsewhere an action is a plain verb, and a key decides."""
    return any(":" in action for action in link.actions)


def state_words(link: Link) -> str:
    return {
        "proven": tr("Proven by use"),
        "possible": tr("Chosen at run time"),
        "declared": tr("Declared, no use found"),
    }[link.state]


def _ends(link: Link, architecture: Architecture) -> QWidget:
    section = Section()
    first, second = architecture.entry_by_id[link.start], architecture.by_id[link.end]
    icon, state = _STATES[link.state]
    verbs = Chip(actions.label(link.actions, link.operations))
    chips = row(Chip(state_words(link), state, icon), verbs, None, spacing=8)
    section.body.addWidget(end_head(architecture, first))
    section.body.addWidget(_Thread())
    section.body.addWidget(end_head(architecture, second))
    section.body.addSpacing(12)
    section.body.addLayout(chips)
    return section


class _Thread(QWidget):
    """The short accent line between two tiles."""

    def sizeHint(self) -> QSize:
        return QSize(24, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(look.color("accent"), 2))
        painter.drawLine(12, 1, 12, self.height() - 1)


def offered(kind: Kind, link: Link) -> tuple[Operation, ...]:
    """What can be ticked: the kind's operations; for library code what was found, which only the code can change."""
    if set(link.operations) <= {operation.name for operation in kind.operations}:
        return kind.operations
    found = [Operation(name, "", "manage", _action_of(name, link)) for name in link.operations]
    return tuple(found)


def _action_of(operation: str, link: Link) -> tuple[str, ...]:
    """The actions of a library's operation, when its name says which (`get_item` is GetItem) or it is the only one."""
    if len(link.operations) == 1:
        return link.actions
    squeezed = operation.replace("_", "").casefold()
    return tuple(action for action in link.actions if action.rpartition(":")[2].casefold() == squeezed)


def _operations(link: Link, architecture: Architecture, choose: Choose) -> Section:
    resource = architecture.by_id[link.end]
    kind = KINDS[resource.kind]
    choices = offered(kind, link)
    note = tr("{} of {}").format(len(link.operations), len(choices))
    section = Section(tr("Operations"), note)
    editable = can_be_named(architecture, resource) and choices == kind.operations
    boxes = [(operation, Check(operation.name, "row_code")) for operation in choices]

    def changed() -> None:
        choose(tuple(operation.name for operation, box in boxes if box.isChecked()))

    for operation, box in boxes:
        box.setChecked(operation.name in link.operations)
        box.setEnabled(editable)
        box.setToolTip(operation.help if editable else tr("Found in library code; the code says what it does."))
        box.clicked.connect(changed)
        section.add(_operation_row(operation, box, in_aws(link)))
    return section


def _operation_row(operation: Operation, box: Check, aws: bool) -> QWidget:
    action = Text(_action_words(operation, aws), "evidence", "text_2")
    action.setToolTip("\n".join(operation.actions) if aws else "")
    made = boxed(row(box, None, action))
    made.setFixedHeight(26)
    return made


def _action_words(operation: Operation, aws: bool) -> str:
    """`dynamodb:GetItem +1`, or verbs outside of AWS; nothing when nobody knows which of the link's actions it is."""
    if not operation.actions:
        return ""
    if not aws:
        return " · ".join(actions.verbs(operation.actions))
    first, *more = operation.actions
    return f"{first} +{len(more)}" if more else first


def _grants(link: Link, facts: Facts) -> Section:
    pages = QStackedWidget()
    pages.addWidget(_statement(link, facts))
    pages.addWidget(Paragraph(sentence(link, facts.architecture), "row", "text"))
    buttons = [Button(tr("Sentence"), kind="link"), Button(tr("Statement"), kind="link")]

    for button in buttons:
        button.setFont(fonts.font("secondary"))

    def turn(page: int) -> None:
        pages.setCurrentIndex(page)
        for button, own in zip(buttons, (1, 0), strict=True):
            button.setProperty("off", page != own)
            restyle(button)

    for button, own in zip(buttons, (1, 0), strict=True):
        button.clicked.connect(lambda _checked=False, own=own: turn(own))
    turn(0)
    section = Section(tr("Grants"), extra=boxed(row(*buttons, spacing=10)))
    section.add(pages)
    return section


def sentence(link: Link, architecture: Architecture) -> str:
    """`POST /chat may read and write conversations, and nothing else of it.`"""
    verbs = actions.verbs(link.actions or link.operations)
    told = tr("{} and {}").format(", ".join(verbs[:-1]), verbs[-1]) if len(verbs) > 1 else "".join(verbs)
    start, end = label_of(architecture, link.start), label_of(architecture, link.end)
    return tr("{} may {} {}, and nothing else of it.").format(start, told, end)


_PLACES = {
    "kv_store": "table/", "bucket": "bucket/", "function": "function/", "secret": "secret/",
    "model": "foundation-model/",
}  # fmt: skip


def _statement(link: Link, facts: Facts) -> QWidget:
    from ...deployer.aws import names  # with all that lowers: not needed to show the window

    architecture = facts.architecture
    resource = architecture.by_id[link.end]
    home = architecture.by_id[architecture.entry_by_id[link.start].runs_in]
    name = resource.name
    if name is None or resource.origin != "deduced" or resource.env is not None:  # else a name that code says is kept
        place = label_of(architecture, resource.id)
        name = names.physical(architecture.project.name, facts.stack, place, resource.kind)
    rows = [(tr("Allow"), action) if at == 0 else ("", action) for at, action in enumerate(link.actions)]
    rows.append((tr("on"), _PLACES.get(resource.kind, "") + name))
    rows.append((tr("role"), _role(home, facts)))
    return statement_box(rows)


def _role(home: Resource, facts: Facts) -> str:
    from ...deployer.aws import names

    title = words.name_of(facts.architecture, home)
    return names.physical(facts.architecture.project.name, facts.stack, title, "role")


def statement_box(rows: list[tuple[str, str]]) -> QWidget:
    """Words at the left in the colour of keywords, what they say at the right, in a frame."""
    lines = column(margins=(11, 8, 11, 8), spacing=2)
    box = Area(lines, surface="code_bg", rule="box")
    for word, text in rows:
        key = Text(word, "evidence")
        key.setFixedWidth(42)
        key.setProperty("tone", "code_keyword")
        line = row(key, spacing=4)
        line.addWidget(Elided(text, "evidence", mode=Qt.TextElideMode.ElideMiddle), 1)
        lines.addWidget(boxed(line))
    return box


def _reason(operation: str, link: Link, facts: Facts, span: Span) -> str:
    if "@allow" in facts.line(span) or "allow(" in facts.line(span):
        return tr("granted by")
    return operation or (link.operations[0] if len(link.operations) == 1 else "")
