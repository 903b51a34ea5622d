"""The bar at the bottom: is the picture live, what was read; problems, the place in the code, counts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ...resources.architecture import Architecture, Span
from .. import look
from ..widgets.frames import Area, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Text
from .problems import worst


class StatusBar(Area):
    problems_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(rule="top")
        self._dot = _Dot()
        self._live = Text("", "secondary", "text_2")
        self._read = Elided("", "secondary", "text_2")
        self._problem_icon = Icon("warning-fill", 14, "state:warning")
        self._problems = Text("", "line_label", "state:warning")
        self._place = Text("", "secondary", "text_2")
        self._counts = Text("", "secondary", "text_2")
        for widget in (self._problem_icon, self._problems):
            widget.setCursor(Qt.CursorShape.PointingHandCursor)
            widget.mouseReleaseEvent = lambda _event: self.problems_wanted.emit()
        self.setLayout(
            row(self._dot, self._live, 10, self._read, None, self._problem_icon, self._problems, 10, self._place, 10,
                self._counts, margins=(12, 0, 12, 0), spacing=5))  # fmt: skip
        self.setFixedHeight(24)
        self.set_live("live", self.tr("Live"))
        self.show_architecture(None)

    def set_live(self, state: str, words: str, tip: str = "") -> None:
        """`live`, `busy` or `off`, with the word beside the dot."""
        self._dot.set({"live": "success", "busy": "running", "off": "warning"}[state])
        self._live.setText(words)
        self._live.setToolTip(tip)

    def show_architecture(self, architecture: Architecture | None) -> None:
        shown = architecture is not None
        for widget in (self._problem_icon, self._problems):
            widget.setVisible(False)
        if architecture is None:
            for text in (self._read, self._place, self._counts):
                text.setText("")
            return
        project = architecture.project
        self._read.setText(
            " · ".join((
                plural(project.python_files, self.tr("1 file"), self.tr("{} files")),
                plural(project.lines, self.tr("1 line"), self.tr("{} lines")),
                self.tr("read in {} ms").format(f"{project.elapsed_ms:,}"),
            ))
        )  # fmt: skip
        links = plural(len(architecture.links), self.tr("1 link"), self.tr("{} links"))
        resources = plural(len(architecture.resources), self.tr("1 resource"), self.tr("{} resources"))
        self._counts.setText(f"{resources} · {links}")
        self._show_problems(architecture, shown)

    def show_place(self, span: Span | None) -> None:
        self._place.setText(str(span) if span else "")

    def _show_problems(self, architecture: Architecture, shown: bool) -> None:
        counted = [problem for problem in architecture.problems if problem.severity != "info"]
        state = worst(counted) or "warning"
        self._problem_icon.set("warning-fill" if state == "warning" else "warning-circle-fill", f"state:{state}")
        self._problems.set_tone(f"state:{state}")
        self._problems.setText(plural(len(counted), self.tr("1 problem"), self.tr("{} problems")))
        for widget in (self._problem_icon, self._problems):
            widget.setVisible(shown and bool(counted))


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._state = "success"
        self.setFixedSize(6, 6)

    def set(self, state: str) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.current().state(self._state).text)
        painter.drawEllipse(QRectF(self.rect()))


def plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(f"{count:,}")
