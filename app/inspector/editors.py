"""Editors of properties, one per type of the kind's record. Each says in a sentence what it does not take.

`changed(value)` is called when a person has finished (Enter, or leaving the field) and the value may be; None takes the
property back to its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ...canvas.look import fonts
from ...resources.architecture import Json
from ...resources.kinds import Property
from ..widgets.buttons import Button, IconButton
from ..widgets.check import Check
from ..widgets.fields import Select
from ..widgets.frames import boxed, clear, column, row
from ..widgets.text import Paragraph, Text, restyle

Changed = Callable[[Json], object]
Refuses = Callable[[Json], str | None]


def tr(text: str) -> str:
    return QCoreApplication.translate("Editors", text)


def editor(record: Property, value: Json, changed: Changed) -> QWidget:
    """The editor of a property that shows VALUE (None: its default)."""
    match record.type:
        case "boolean":
            return _switch(record, value, changed)
        case "choice":
            return _choices(record, value, changed)
        case "mapping":
            return MappingEditor(value if isinstance(value, dict) else {}, record.refusal, changed)
        case "integer":
            return NumberEditor(record, value, changed)
        case _:
            return TextEditor(_shown(value), _shown(record.default), record.refusal, changed, record.label)


class TextEditor(QWidget):
    """A line, and below it the sentence that says why a value may not be."""

    def __init__(
        self, value: str, default: str, refuses: Refuses, changed: Changed, name: str, read: Callable[[str], Json] = str
    ) -> None:
        super().__init__()
        self._value, self._refuses, self._changed, self._read = value, refuses, changed, read
        self.line = QLineEdit(value)
        self.line.setPlaceholderText(default)
        self.line.setFont(fonts.font("row_code"))
        self.line.setFixedHeight(26)
        self.line.setAccessibleName(name)
        self.problem = Paragraph("", "secondary", "state:error")
        self.problem.hide()
        self.setLayout(column(self.line, self.problem, spacing=3))
        self.line.textChanged.connect(self._look)
        self.line.editingFinished.connect(self._finish)

    def refusal(self) -> str | None:
        text = self.line.text().strip()
        return self._refuses(self._read(text)) if text else self._refuses(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.line.setText(self._value)
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        reason = self.refusal()
        self.problem.setText(reason or "")
        self.problem.setVisible(reason is not None)
        self.line.setProperty("bad", reason is not None)
        restyle(self.line)

    def _finish(self) -> None:
        text = self.line.text().strip()
        if text != self._value and self.refusal() is None:
            self._value = text
            self._changed(self._read(text) if text else None)


class NumberEditor(TextEditor):
    """Whole numbers with their unit; the arrow keys take steps."""

    def __init__(self, record: Property, value: Json, changed: Changed) -> None:
        super().__init__(_shown(value), _shown(record.default), record.refusal, changed, record.label, _number)
        self._record = record
        if record.unit:
            unit = Text(record.unit, "row", "text_3", self.line)
            self.line.setTextMargins(0, 0, unit.sizeHint().width() + 6, 0)
            self.line.setLayout(row(None, unit, margins=(0, 0, 8, 0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        current = _number(self.line.text() or self.line.placeholderText())
        if step is None or not isinstance(current, int):
            super().keyPressEvent(event)
            return
        wanted = current + step * self._record.step
        if self._record.refusal(wanted) is None:
            self.line.setText(str(wanted))


class MappingEditor(QWidget):
    """Names with values, a row each; an empty name takes the row away."""

    def __init__(self, value: Mapping[str, Json], refuses: Refuses, changed: Changed) -> None:
        super().__init__()
        self._refuses, self._changed = refuses, changed
        self._value = {name: _shown(text) for name, text in value.items()}
        self._lines: list[tuple[QLineEdit, QLineEdit]] = []
        self._rows = column(spacing=4)
        self.problem = Paragraph("", "secondary", "state:error")
        self.problem.hide()
        self.setLayout(column(boxed(self._rows), self.problem, spacing=3))
        self._build(self._value)

    def _build(self, value: Mapping[str, str]) -> None:
        clear(self._rows)
        self._lines = []
        for name, text in value.items():
            self._add_row(name, text)
        self._rows.addWidget(Button(tr("Add a variable"), "plus", "link", lambda: self._add_row("", "", focus=True)))

    def _add_row(self, name: str, text: str, *, focus: bool = False) -> None:
        lines = (_cell(name, tr("NAME")), _cell(text, tr("value")))
        remove = IconButton("remove", tr("Remove {}").format(name or tr("this variable")), 24)
        made = boxed(row(*lines, remove, spacing=4))
        remove.clicked.connect(lambda: self._remove(lines, made))
        for line in lines:
            line.editingFinished.connect(self._finish)
        self._lines.append(lines)
        self._rows.insertWidget(max(0, len(self._lines) - 1), made)
        if focus:
            lines[0].setFocus()

    def _remove(self, lines: tuple[QLineEdit, QLineEdit], widget: QWidget) -> None:
        self._lines.remove(lines)
        widget.hide()
        widget.deleteLater()
        self._finish()

    def _finish(self) -> None:
        wanted = {name.text().strip(): text.text() for name, text in self._lines if name.text().strip()}
        if wanted == self._value:
            return
        answer: Json = dict(wanted) or None
        reason = self._refuses(answer)
        self.problem.setText(reason or "")
        self.problem.setVisible(reason is not None)
        if reason is None:
            self._value = wanted
            self._changed(answer)


def _cell(text: str, hint: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.setFont(fonts.font("evidence"))
    made.setFixedHeight(24)
    return made


def _switch(record: Property, value: Json, changed: Changed) -> Check:
    on = bool(record.default if value is None else value)
    box = Check(tr("on") if on else tr("off"), "row")
    box.setChecked(on)
    box.setAccessibleName(record.label)
    box.setToolTip(record.help)
    box.toggled.connect(lambda now: (box.setText(tr("on") if now else tr("off")), changed(now)))
    return box


def _choices(record: Property, value: Json, changed: Changed) -> Select:
    select = Select("", [(choice, choice) for choice in record.choices], _shown(value or record.default))
    select.setFixedHeight(26)
    select.chosen.connect(changed)
    return select


def _shown(value: Json) -> str:
    return "" if value is None else str(value)


def _number(text: str) -> Json:
    try:
        return int(text)
    except ValueError:
        return text
