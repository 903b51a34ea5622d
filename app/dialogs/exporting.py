"""Export: the picture into a PNG, SVG or PDF file, or as Mermaid, Graphviz or draw.io text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ...canvas.exporting import Exporting
from ...canvas.look.theme import Name
from ...resources.architecture import Architecture
from .. import look
from ..widgets.buttons import Button
from ..widgets.check import Check
from ..widgets.fields import Select
from ..widgets.frames import Area, boxed, column, row
from ..widgets.text import Paragraph, Text

Stand = Mapping[str, object]
"""The map as it stands: places and what is unfolded, as options of `export`."""
PICTURES = ("png", "svg", "pdf")
TEXTS = ("mmd", "dot", "drawio", "json")
FORMATS = (
    ("png", "PNG image"), ("svg", "SVG drawing"), ("pdf", "PDF document"), ("mmd", "Mermaid text"),
    ("dot", "Graphviz text"), ("drawio", "draw.io document"), ("json", "JSON of the architecture"),
)  # fmt: skip


class ExportDialog(QDialog):
    """`said` is told the file that was written, or why it was not."""

    def __init__(
        self, parent: QWidget, architecture: Architecture, stand: Stand, root: Path, theme: Name,
        said: Callable[[str, bool], object],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        look.dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export the picture"))
        self.setFixedWidth(420)
        self._architecture, self._stand, self._root, self._said = architecture, stand, root, said
        self.format = Select("", [(key, self.tr(words)) for key, words in FORMATS], "png")
        self.scale = Select("", [(str(number), f"{number} ×") for number in (1, 2, 3, 4)], "2")
        self.theme = Select("", [("light", self.tr("Light")), ("dark", self.tr("Dark"))], theme)
        self.title = Check(self.tr("Title and date"))
        self.legend = Check(self.tr("Legend"))
        for box in (self.title, self.legend):
            box.setChecked(True)
        self.format.chosen.connect(lambda _key: self._fit())
        self._rows = [
            self._row(self.tr("Format"), self.format), self._row(self.tr("Scale"), self.scale),
            self._row(self.tr("Theme"), self.theme), self._row("", self.title), self._row("", self.legend),
        ]  # fmt: skip
        self._build()

    def write(self, file: Path) -> None:
        """Write the picture, by a process that draws it, or the text at once."""
        if file.suffix.lstrip(".") in TEXTS:
            self._written(file, _text_written(self._architecture, file))
            return
        self.save.setEnabled(False)
        self.save.setText(self.tr("Writing…"))
        writing = Exporting(self)
        writing.done.connect(lambda why: self._written(file, why))
        writing.start(
            self._architecture, file, theme="dark" if self.theme.value == "dark" else "light",
            scale=float(self.scale.value), title=self.title.isChecked(), legend=self.legend.isChecked(),
            **self._stand,
        )  # fmt: skip

    def _written(self, file: Path, why_not: str) -> None:
        if why_not:
            self.save.setEnabled(True)
            self.save.setText(self.tr("Export…"))
            self._said(self.tr("{} was not written: {}").format(file.name, why_not), False)
            return
        self._said(self.tr("{} written").format(file.name), True)
        self.accept()

    def _build(self) -> None:
        head = Text(self.tr("Export the picture"), "page_title")
        note = Paragraph(self.tr("The picture is drawn as it stands on the map, with all of its cards."))
        body = boxed(column(head, 4, note, 12, *self._rows))
        body.setContentsMargins(20, 18, 20, 14)
        self.save = Button(self.tr("Export…"), "export", "main", self._ask)
        cancel = Button(self.tr("Cancel"), clicked=self.reject)
        self.setLayout(column(body, Area(row(None, cancel, self.save, margins=(20, 10, 20, 10)), rule="top")))

    def _row(self, title: str, widget: QWidget) -> QWidget:
        label = Text(title, "row", "text_2")
        label.setFixedWidth(90)
        made = boxed(row(label, widget, None))
        made.setFixedHeight(34)
        return made

    def _fit(self) -> None:
        """Only what the format has."""
        word = self.format.value
        for at, shown in ((1, word == "png"), (2, word in PICTURES), (3, word in PICTURES), (4, word in PICTURES)):
            self._rows[at].setVisible(shown)
        self.adjustSize()

    def _ask(self) -> None:
        word = self.format.value
        start = self._root / f"{self._root.name}.{word}"
        dialog = QFileDialog(self, self.tr("Export to"), str(start))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(word)
        dialog.setNameFilters([f"{dict(FORMATS)[word]} (*.{word})", self.tr("All files (*)")])
        dialog.selectFile(start.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.write(Path(path)))
        dialog.open()


def _text_written(architecture: Architecture, file: Path) -> str:
    """Why the text was not written; empty when it was."""
    from ...codegen.exports import write_text

    try:
        write_text(architecture, file)
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def copy_image(
    owner: QObject, architecture: Architecture, stand: Stand, theme: Name, said: Callable[[str], object]
) -> None:
    """The picture at 2× onto the clipboard, by way of a file. SAID is told why not, or nothing."""
    folder = tempfile.TemporaryDirectory()
    file = Path(folder.name, "picture.png")

    def copy(why_not: str) -> None:
        with folder:
            if not why_not:
                QGuiApplication.clipboard().setImage(QImage(str(file)))
        said(why_not)

    drawing = Exporting(owner)
    drawing.done.connect(copy)
    drawing.done.connect(drawing.deleteLater)
    drawing.start(architecture, file, theme=theme, scale=2.0, **stand)
