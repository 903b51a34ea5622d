"""Layout helpers: rows and columns without margins, areas with a fill and one hairline."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)


def row(*widgets: QWidget | int | None, margins: Margins = NONE, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side; a number is a gap, None takes the room that is left."""
    made = QHBoxLayout()
    _fill(made, widgets, margins, spacing)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made


def column(*widgets: QWidget | int | None, margins: Margins = NONE, spacing: int = 0) -> QVBoxLayout:
    made = QVBoxLayout()
    _fill(made, widgets, margins, spacing)
    return made


class Area(QFrame):
    """A filled rectangle; `rule` names the side that has a hairline."""

    def __init__(self, layout: QLayout | None = None, *, surface: str = "window", rule: str = "") -> None:
        super().__init__()
        self.setProperty("surface", surface)
        if rule:
            self.setProperty("rule", rule)
        if layout is not None:
            self.setLayout(layout)


def hairline(vertical: bool = False, length: int | None = None) -> QFrame:
    made = QFrame()
    made.setProperty("rule", "line")
    if vertical:
        made.setFixedWidth(1)
        if length:
            made.setFixedHeight(length)
    else:
        made.setFixedHeight(1)
    return made


def boxed(layout: QLayout) -> QWidget:
    """A layout as a widget."""
    made = QWidget()
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def _fill(layout: QBoxLayout, widgets: tuple[QWidget | int | None, ...], margins: Margins, spacing: int) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        elif isinstance(widget, int):
            layout.addSpacing(widget)
        else:
            layout.addWidget(widget)
