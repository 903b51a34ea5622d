"""The building blocks of the inspector: sections between hairlines, rows, headers with a tile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...canvas import words
from ...resources.architecture import Architecture, Entry, Resource
from ...resources.kinds import KINDS
from ..widgets.chips import MethodChip, split_label
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon, Tile
from ..widgets.link import Link
from ..widgets.text import Elided, Text
from ..words import Table, tr

SIDE = 16
LABEL_WIDTH = 116
NOTE_WIDTH = 96
"""What the words at the right of a row keep; beside a long name they give way before it does."""


class Section(Area):
    """A titled part with a hairline below it. `body` is where the rows go."""

    def __init__(self, title: str = "", note: str = "", extra: QWidget | None = None, surface: str = "window") -> None:
        super().__init__(surface=surface, rule="bottom")
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer = column(margins=(SIDE, 12 if title else 16, SIDE, 12))
        if title:
            outer.addLayout(_head(title, note, extra))
            outer.addSpacing(6)
        outer.addLayout(self.body)
        self.setLayout(outer)

    def add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)


def _head(title: str, note: str, extra: QWidget | None) -> QHBoxLayout:
    made = row(Text(title, "section", "text_2"), spacing=8)
    if note:
        made.addWidget(Text(note, "secondary", "text_3"))
    made.addStretch(1)
    if extra is not None:
        made.addWidget(extra)
    return made


def property_row(label: str, value: QWidget, tip: str = "") -> QWidget:
    """A label of 92 and its value, 28 high."""
    name = Elided(label, "row", "text_2")
    name.setFixedWidth(LABEL_WIDTH)
    if tip:
        name.setToolTip(tip)
    made = boxed(row(name, value, spacing=4))
    made.setMinimumHeight(28)
    return made


def thing_head(architecture: Architecture, resource: Resource, tile: int = 32) -> QWidget:
    """Tile, name and second line of a resource."""
    kind = KINDS[resource.kind]
    where = ORIGINS[resource.origin] if resource.source.file else tr("not in the code")
    second = f"{words.product_of(resource)} · {where}"
    title = Elided(words.name_of(architecture, resource), "inspector_name", mode=Qt.TextElideMode.ElideMiddle)
    names = column(title, Elided(second, "secondary", "text_2"), spacing=1)
    return boxed(row(Tile(kind.icon, kind.family, tile), boxed(names), spacing=12))


def end_head(architecture: Architecture, thing: Resource | Entry) -> QWidget:
    """One end of a permission: a small tile, what it is called, where it belongs."""
    if isinstance(thing, Resource):
        kind = KINDS[thing.kind]
        first: QWidget = Elided(words.name_of(architecture, thing), "card_name")
        second = f"{kind.label} · {words.product_of(thing, short=True)}"
    else:
        home = architecture.by_id[thing.runs_in]
        kind = KINDS[home.kind]
        first = entry_name(thing)
        names = dict.fromkeys([words.entry_name(thing), words.name_of(architecture, home), thing.label])
        second = " · ".join([*list(names)[1:2], words.product_of(home, short=True)])
    names = column(first, Elided(second, "secondary", "text_2"), spacing=0)
    return boxed(row(Tile(kind.icon, kind.family, 24, 16), boxed(names), spacing=10))


def entry_name(entry: Entry, style: str = "row_code") -> QWidget:
    method, title = split_label(words.entry_name(entry))
    text = Elided(title, style if method else "card_name", mode=Qt.TextElideMode.ElideMiddle)
    if not method:
        return text
    return boxed(row(MethodChip(method), text, None, spacing=7))


def thing_row(
    architecture: Architecture, thing: Resource | Entry, note: str, deed: Callable[[], object], tone: str = "text_2"
) -> Link:
    """A thing in a list: icon or method, name, and words at the right."""
    layout = row(margins=(0, 0, 0, 0), spacing=8)
    name = words.name_of(architecture, thing) if isinstance(thing, Resource) else words.entry_name(thing)
    if isinstance(thing, Resource):
        kind = KINDS[thing.kind]
        layout.addWidget(Icon(kind.icon, 16, f"family:{kind.family}"))
        layout.addWidget(Elided(name, "row", mode=Qt.TextElideMode.ElideMiddle))
    else:
        method, title = split_label(name)
        home = KINDS[architecture.by_id[thing.runs_in].kind]
        layout.addWidget(MethodChip(method) if method else Icon(home.icon, 16, f"family:{home.family}"))
        layout.addWidget(Elided(title, "row_code" if method else "row", mode=Qt.TextElideMode.ElideMiddle))
    layout.addStretch(1)
    beside = Elided(note, "secondary", tone, Qt.TextElideMode.ElideMiddle)
    beside.setMinimumWidth(min(beside.sizeHint().width(), NOTE_WIDTH))
    layout.addWidget(beside)
    made = Link(layout, deed, f"{name} {note}")
    made.setFixedHeight(26)
    return made


ORIGINS = Table({"declared": "declared in code", "deduced": "deduced from code", "config": "from a project file"})
