"""The Add tab: every kind that can be declared, by family. Drag one onto the canvas, or press Enter on it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from ...canvas import words
from ...resources.kinds import DECLARED, FAMILY_TITLES, Kind
from ..widgets.fields import Field
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Tile
from ..widgets.link import Link
from ..widgets.text import Elided, Paragraph, Text

MIME = "application/x-archloom-kind"


class Palette(Area):
    """`add_wanted` carries the id of a kind."""

    add_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.filter = Field(self.tr("Filter kinds"), "filter")
        self.filter.textChanged.connect(self._build)
        self.filter.returnPressed.connect(self._add_first)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(boxed(column(self.filter, margins=(8, 8, 8, 8))), self._scroll))
        self._build()

    def rows(self) -> list[KindRow]:
        return self._scroll.findChildren(KindRow)

    def _build(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        shown = matching(self.filter.text())
        for family, title in FAMILY_TITLES.items():
            kinds = [kind for kind in shown if kind.family == family]
            if kinds:
                heading = Text(title, "section", "text_2")
                heading.setContentsMargins(16, 6, 0, 2)
                layout.addWidget(heading)
            for kind in kinds:
                layout.addWidget(KindRow(kind, lambda kind=kind: self.add_wanted.emit(kind.id)))
        words = self.tr("Drag onto the map, or press Enter.") if shown else self.tr("No kind has that in its name.")
        layout.addWidget(boxed(column(Paragraph(words, "secondary", "text_3"), margins=(16, 10, 16, 0))))
        layout.addStretch(1)
        self._scroll.setWidget(content)

    def _add_first(self) -> None:
        if shown := matching(self.filter.text()):
            self.add_wanted.emit(shown[0].id)


class KindRow(Link):
    """Tile, label and product of a kind; it can be dragged."""

    def __init__(self, kind: Kind, deed) -> None:
        names = column(Elided(kind.label, "row"), Elided(product(kind), "secondary", "text_2"))
        layout = row(Tile(kind.icon, kind.family, 24, 16), boxed(names), margins=(16, 0, 12, 0), spacing=10)
        super().__init__(layout, lambda: None, f"{kind.label}, {product(kind)}")
        self._kind, self._deed = kind, deed
        self._pressed: QPoint | None = None
        self.setFixedHeight(40)
        self.setToolTip(f"{kind.help}\n{self.tr('Drag onto the map, double click, or press Enter.')}")
        self.clicked.connect(self._clicked)

    @property
    def kind(self) -> Kind:
        return self._kind

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._deed()

    def _clicked(self) -> None:
        self._deed()

    def _drag(self) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME, self._kind.id.encode())
        data.setText(self._kind.label)
        drag.setMimeData(data)
        drag.setPixmap(self.grab().copy(8, 4, 160, 32))
        drag.setHotSpot(QPoint(16, 16))
        drag.exec(Qt.DropAction.CopyAction)


def matching(text: str) -> tuple[Kind, ...]:
    """The kinds with the text in their label, product or class; those that begin with it first."""
    wanted = text.strip().casefold()
    found = [kind for kind in DECLARED if wanted in f"{kind.label} {kind.product} {kind.class_name}".casefold()]
    return tuple(sorted(found, key=lambda kind: not kind.label.casefold().startswith(wanted)))


def product(kind: Kind) -> str:
    """What it is in the cloud; the service where the product's own word is the label already."""
    return kind.product if kind.product != kind.label else words.service_name(kind.service)
