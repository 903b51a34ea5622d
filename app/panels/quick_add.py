"""Quick add: type to find a kind, Enter, give it a name, Enter; the new resource is written into the code."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ...codegen.edits import AddResource
from ...resources.architecture import Architecture, Json
from ...resources.kinds import KINDS, Kind, Property
from ..widgets.buttons import Button
from ..widgets.fields import Field, Select
from ..widgets.frames import Area, boxed, clear, column, row
from ..widgets.icon import Tile
from ..widgets.text import Paragraph, Text
from .finder import Found
from .palette import matching, product
from .results import Results

WIDTH, LABEL = 320, 56


class QuickAdd(Area):
    """`edit_wanted` carries an AddResource; `placed` says where on the map the card should stand."""

    edit_wanted = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(surface="")
        self.setParent(over)
        self.setProperty("float", True)
        self.setFixedWidth(WIDTH)
        self._architecture: Architecture | None = None
        self._kind: Kind | None = None
        self.field = Field(self.tr("Add a resource"), "plus", height=30, style="body")
        self._results = Results(self)
        self._results.setProperty("float", False)
        self.name = Field(self.tr("Name"), height=28, style="row_code")
        self._tile = column()
        self._heading = Text("", "card_name")
        self._help = Paragraph("", "secondary", "text_2")
        self.needed: dict[str, Field] = {}
        """A field for each property that the kind cannot do without."""
        self._fields = column(spacing=6)
        self._problem = Paragraph("", "secondary", "state:error")
        self.file = Select(self.tr("in"))
        self._add = Button(self.tr("Add"), "", "main", self._accept)
        cancel = Button(self.tr("Cancel"), clicked=self.hide)
        self._kinds = boxed(column(self.field, 2, self._results, margins=(8, 8, 8, 4)))
        self._naming = boxed(
            column(self._heading, self._help, 8, self.name, boxed(self._fields), 4, self._problem, 6, self.file, 10,
                   boxed(row(None, cancel, self._add)), margins=(12, 12, 12, 12)))  # fmt: skip
        self.setLayout(column(self._kinds, self._naming))
        self._connect()
        self.hide()

    def open(self, architecture: Architecture, at: QPoint, kind: str = "") -> None:
        """Show it with its top left corner at AT; with a kind, only the name is asked."""
        self._architecture = architecture
        self._at = at
        if kind:
            self._ask_name(KINDS[kind])
        else:
            self._ask_kind()
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _connect(self) -> None:
        self.field.textEdited.connect(lambda _text: self._list_kinds())
        self.field.moved.connect(self._results.move_by)
        self.field.returnPressed.connect(lambda: self._results.accept())
        self._results.chosen.connect(lambda found: self._ask_name(KINDS[found.id]))
        self.name.textChanged.connect(lambda _text: self._check())
        self.name.returnPressed.connect(self._accept)
        for field in (self.field, self.name):
            field.installEventFilter(self)

    def _ask_kind(self) -> None:
        self._kind = None
        self.field.clear()
        self._naming.hide()
        self._kinds.show()
        self._list_kinds()
        self.field.setFocus()

    def _list_kinds(self) -> None:
        kinds = matching(self.field.text())
        found = tuple(
            Found(kind.label, product(kind), kind.icon, f"family:{kind.family}", id=kind.id) for kind in kinds
        )
        self._results.setFixedWidth(WIDTH - 16)
        self._results.show_found(found, self.tr("No kind has that in its name."))
        self._results.setFixedHeight(self._results.sizeHint().height())
        self._results.show()
        self._place()

    def _ask_name(self, kind: Kind) -> None:
        assert self._architecture is not None
        self._kind = kind
        self._kinds.hide()
        self._naming.show()
        self._heading.setText(self.tr("New {}").format(kind.label))
        self._help.setText(kind.help)
        self.name.setText(free_name(kind, self._architecture))
        files = files_of(self._architecture)
        self.file.set_choices([("", self.tr("the file of its siblings")), *((file, file) for file in files)], "")
        self.file.setFixedWidth(WIDTH - 24)
        self._ask_needed(kind)
        self.name.selectAll()
        self.name.setFocus()
        self._check()
        self._place()

    def _ask_needed(self, kind: Kind) -> None:
        clear(self._fields)
        self._fields.setContentsMargins(0, 6 if kind.needed else 0, 0, 0)
        self.needed = {known.name: self._needed_field(known) for known in kind.needed}
        for known in kind.needed:
            label = Text(known.label, "row", "text_2")
            label.setFixedWidth(LABEL)
            self._fields.addWidget(boxed(row(label, self.needed[known.name])))

    def _needed_field(self, known: Property) -> Field:
        made = Field(known.label, height=28, style="row_code")
        made.setText(known.example)
        made.setToolTip(known.help)
        made.textChanged.connect(lambda _text: self._check())
        made.returnPressed.connect(self._accept)
        made.installEventFilter(self)
        return made

    def _properties(self) -> dict[str, Json]:
        return {name: field.text().strip() or None for name, field in self.needed.items()}

    def _check(self) -> None:
        reason = self._refusal()
        self._problem.setText(reason)
        self._problem.setVisible(bool(reason))
        self._add.setEnabled(not reason)
        self._place()

    def _refusal(self) -> str:
        name = self.name.text().strip()
        if self._kind is None or self._architecture is None:
            return ""
        if f"{self._kind.id}:{name}" in self._architecture.by_id:
            return self.tr("There is a {} called {} already.").format(self._kind.label, name)
        return self._kind.refusal(name, self._properties()) or ""

    def _accept(self) -> None:
        if self._kind is not None and not self._refusal():
            self.hide()
            name, file = self.name.text().strip(), self.file.value or None
            self.edit_wanted.emit(AddResource(self._kind.id, name, self._properties(), file))

    def _place(self) -> None:
        self.adjustSize()
        over = self.parentWidget()
        if over is None or not hasattr(self, "_at"):
            return
        x = max(8, min(self._at.x(), over.width() - WIDTH - 8))
        y = max(8, min(self._at.y(), over.height() - self.height() - 8))
        self.move(x, y)


def free_name(kind: Kind, architecture: Architecture) -> str:
    """A name that nothing of the kind has yet: `store`, `store-2`."""
    words = {"kv_store": "items", "bucket": "files", "queue": "jobs", "topic": "events", "router": "api",
             "schedule": "nightly", "secret": "api-key", "website": "site", "model_endpoint": "model"}  # fmt: skip
    first = words.get(kind.id, kind.id.replace("_", "-"))
    names = [first, *(f"{first}-{number}" for number in range(2, 1000))]
    return next(name for name in names if f"{kind.id}:{name}" not in architecture.by_id)


def files_of(architecture: Architecture) -> list[str]:
    """The Python files that make or use something."""
    spans = [thing.source for thing in (*architecture.resources, *architecture.entries)]
    return sorted({span.file for span in spans if span.file.endswith(".py")})


__all__ = ["QuickAdd", "Tile"]
