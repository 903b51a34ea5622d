"""The right dock: a header, the sections of what is selected, and two buttons below.

It is built anew for every selection and every new architecture (about 5 ms), but not while a person types in it: then
the new facts are kept and shown when the field is left.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ...codegen.edits import SetOperations
from ...resources import actions
from ...resources.architecture import Entry, Link, Resource, Span
from ...resources.kinds import KINDS
from .. import look
from ..widgets.buttons import Button, IconButton
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Paragraph, Text
from .entry import KINDS_OF_ENTRY, entry_sections
from .evidence import evidence_section
from .facts import Facts, Standing, Subject, is_implied
from .permission import permission_sections
from .resource import resource_sections
from .sections import Section, end_head, thing_row


class Inspector(Area):
    """`edit_wanted` carries a codegen edit, `code_wanted` a Span, `chosen` a Resource, Entry or Link."""

    edit_wanted = Signal(object)
    code_wanted = Signal(object)
    chosen = Signal(object)
    remove_wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        self._theme = look.current().name
        super().__init__()
        self._subjects: tuple[Subject, ...] = ()
        self._facts: Facts | None = None
        self._late = False
        self._pinned = False
        self.title = Text(self.tr("Inspector"), "control")
        self._pin = IconButton("pin", self.tr("Keep showing this"), 24, self._toggle_pin)
        close = IconButton("close", self.tr("Close"), 24, self.closed.emit)
        line = row(self.title, None, self._pin, close, margins=(16, 0, 8, 0), spacing=4)
        line.addStrut(32)  # the dock asks the layout, not the fixed height
        header = Area(line, rule="bottom")
        header.setFixedHeight(32)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._show_code = Button(self.tr("Show in code"), "code", clicked=self._code)
        self._remove = Button(self.tr("Remove…"), "remove", "danger", self._ask_removal)
        self._footer = Area(row(self._show_code, None, self._remove, margins=(16, 8, 16, 8)), rule="top")
        self.setLayout(column(header, self._scroll, self._footer))
        self.header = header
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        self._build()

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return self._subjects

    @property
    def content(self) -> QWidget:
        """What it says of the subjects, without its own head."""
        return self._scroll.widget() or self._scroll

    def show_subjects(self, subjects: tuple[Subject, ...]) -> None:
        """What is selected now; a pinned inspector stays with what it shows."""
        if not self._pinned and subjects != self._subjects:
            self._subjects = subjects
            self._build()

    def set_facts(self, facts: Facts) -> None:
        """A new architecture, or news of a deployment: the same thing is shown as it is now."""
        self._facts = facts
        self._subjects = tuple(found for subject in self._subjects if (found := _again(subject, facts)))
        if self._typing():
            self._late = True
        else:
            self._build()

    def says_already(self, facts: Facts) -> bool:
        """Would `set_facts` change nothing that is shown?"""
        return self._facts is not None and facts.says_as(self._facts, self._subjects)

    def edit_name(self) -> bool:
        """Put the cursor into the name; False when it cannot be edited."""
        line = self._scroll.findChild(QLineEdit, "name")
        if line is None:
            return False
        line.setFocus()
        line.selectAll()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._theme != look.current().name:
            self._theme = look.current().name
            QTimer.singleShot(0, self, self._build)

    def _typing(self) -> bool:
        focus = QApplication.focusWidget()
        return isinstance(focus, QLineEdit) and self._scroll.isAncestorOf(focus)

    def _focus_moved(self, _old: QWidget | None, _new: QWidget | None) -> None:
        if self._late and not self._typing():
            self._late = False
            QTimer.singleShot(0, self, self._build)

    def _toggle_pin(self) -> None:
        self._pinned = not self._pinned
        self._pin.set_icon("push-pin-fill" if self._pinned else "pin", "accent" if self._pinned else "text_2")
        self._pin.setToolTip(self.tr("Follow the selection") if self._pinned else self.tr("Keep showing this"))

    def _build(self) -> None:
        position = self._scroll.verticalScrollBar().value()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for section in self._sections():
            layout.addWidget(section)
        layout.addStretch(1)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(position)
        self._footer.setVisible(len(self._subjects) == 1 and bool(place_of(self._subjects[0]).file))
        self._remove.setVisible(any(_removable(subject) for subject in self._subjects))

    def _sections(self) -> list[QWidget]:
        if self._facts is None or not self._subjects:
            self.title.setText(self.tr("Inspector"))
            return [_words(self.tr("Nothing selected. Click a card or a line to see the code behind it."))]
        if len(self._subjects) > 1:
            return self._several(self._facts)
        return self._of(next(iter(self._subjects)), self._facts)

    def _several(self, facts: Facts) -> list[QWidget]:
        """A list to choose from: several cards, or the permissions that one line stands for."""
        links = [subject for subject in self._subjects if isinstance(subject, Link)]
        self.title.setText(self.tr("{} things").format(len(self._subjects)))
        section = Section(self.tr("One line stands for") if len(links) == len(self._subjects) else self.tr("Selected"))
        for subject in self._subjects[:60]:
            section.add(self._choice(subject, facts))
        return [section]

    def _choice(self, subject: Subject, facts: Facts) -> QWidget:
        def choose() -> None:
            self.chosen.emit(subject)

        if not isinstance(subject, Link):
            return thing_row(facts.architecture, subject, "", choose)
        note = actions.label(subject.actions, subject.operations) if subject.kind == "permission" else ""
        return thing_row(facts.architecture, facts.architecture.entry_by_id[subject.entry], note, choose)

    def _of(self, subject: Subject, facts: Facts) -> list[QWidget]:
        match subject:
            case Resource():
                self.title.setText(KINDS[subject.kind].label)
                made = resource_sections(subject, facts, self._show, self.edit_wanted.emit, self.chosen.emit)
            case Entry():
                self.title.setText(self.tr(KINDS_OF_ENTRY[subject.kind]))
                made = entry_sections(subject, facts, self._show, self.edit_wanted.emit, self.chosen.emit)
            case Link(kind="permission"):
                self.title.setText(self.tr("Permission"))
                made = permission_sections(subject, facts, self._show, self._choose(subject))
            case Link():
                self.title.setText(self.tr("Trigger") if subject.kind == "trigger" else self.tr("Setting"))
                made = self._plain_link(subject, facts)
        return made + _deployment(_standing(subject, facts), self.tr("Deployment"))

    def _plain_link(self, link: Link, facts: Facts) -> list[QWidget]:
        section = Section()
        section.body.setSpacing(10)
        for end in (link.start, link.end):
            thing = facts.subject(end)
            if isinstance(thing, Resource | Entry):
                section.add(end_head(facts.architecture, thing))
        lines = [(piece.span, piece.operation) for piece in link.evidence]
        return [section, evidence_section(self.tr("Evidence"), "", lines, facts, self._show)]

    def _choose(self, link: Link) -> Callable[[tuple[str, ...]], None]:
        def chosen(operations: tuple[str, ...]) -> None:
            self.edit_wanted.emit(SetOperations(link.start, link.end, operations))

        return chosen

    def _show(self, span: Span) -> None:
        self.code_wanted.emit(span)

    def _code(self) -> None:
        if self._subjects:
            self.code_wanted.emit(place_of(self._subjects[0]))

    def _ask_removal(self) -> None:
        if self._subjects:
            self.remove_wanted.emit(self._subjects[0])


def place_of(subject: Subject) -> Span:
    """Where the code of a thing is."""
    if isinstance(subject, Link):
        return subject.evidence[0].span if subject.evidence else Span("", 0)
    return subject.source


def _again(subject: Subject, facts: Facts) -> Subject | None:
    if isinstance(subject, Link):
        return next((link for link in facts.architecture.links if link.key == subject.key), None)
    return facts.subject(subject.id)


def _removable(subject: Subject) -> bool:
    """Is there a declaration, a grant or a trigger of its own that could be taken out of the code?"""
    if isinstance(subject, Resource):
        return subject.origin == "declared" and not is_implied(subject)
    return isinstance(subject, Link)


def _standing(subject: Subject, facts: Facts) -> Standing | None:
    if isinstance(subject, Link):
        return facts.standings.get(subject.resource)
    home = subject.runs_in if isinstance(subject, Entry) else subject.id
    return facts.standings.get(home)


def _deployment(standing: Standing | None, title: str) -> list[QWidget]:
    if standing is None or standing.title:
        return []
    section = Section(title)
    section.add(
        boxed(row(Icon(standing.icon, 16, f"state:{standing.state}"), Text(standing.sentence, "row", "text_2"), None))
    )
    return [section]


def _words(text: str) -> QWidget:
    return boxed(column(Paragraph(text, "row", "text_2"), None, margins=(16, 16, 16, 16)))
