"""After a deployment: how it ended, its outputs with copy and open, and the Try it pane; or why it failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ...deployer.events import Output
from ..widgets.buttons import Button, IconButton
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Icon
from ..widgets.text import Elided, Paragraph, Text
from .history_list import HistoryList
from .live_page import NameOf, log_row, log_view
from .routes import Route, answers
from .standing import Standing
from .try_it import TryIt

if TYPE_CHECKING:
    from ...deployer.history import Deployment

_HEADS = {
    "deployed": ("check-circle-fill", "success"),
    "destroyed": ("check-circle-fill", "success"),
    "failed": ("x-circle-fill", "error"),
    "cancelled": ("warning-fill", "warning"),
}


_ROW = 28


class ResultPage(Area):
    preview_wanted = Signal()
    resume_wanted = Signal()
    destroy_wanted = Signal()
    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("check-circle-fill", 16, "state:success")
        self._title = Text("", "panel_title")
        self._where = Elided("", "row", "text_2")
        self.remove = Button(self.tr("Destroy…"), "remove", "danger", self.destroy_wanted.emit)
        self._resume = Button(self.tr("Resume"), "play", "main", self.resume_wanted.emit)
        self._preview = Button(self.tr("Preview"), "preview", clicked=self.preview_wanted.emit)
        line = row(self._icon, self._title, self._where, None, self.remove, self._preview, self._resume)
        line.setContentsMargins(16, 0, 12, 0)
        header = Area(line, rule="bottom")
        header.setFixedHeight(44)
        self.try_it = TryIt()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 4, 0, 8)
        self._list.setSpacing(0)
        self._failure = Paragraph("", "row", "text")
        self._next = Paragraph("", "row", "text_2")
        self.log = log_view()
        failed = Area(column(self._failure, 6, self._next, margins=(16, 12, 16, 12)), surface="state:error")
        self._failed = Area(column(failed, self.log))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._outputs_side())
        splitter.addWidget(self.try_it)
        splitter.setSizes([470, 590])
        self._pages = QStackedWidget()
        self._pages.addWidget(splitter)
        self._pages.addWidget(self._failed)
        self.setLayout(column(header, self._pages))

    def show_standing(
        self, standing: Standing, where: str, title: str, routes: tuple[Route, ...], name_of: NameOf
    ) -> None:
        icon, state = _HEADS.get(standing.phase, ("cloud-check", "neutral"))
        self._icon.set(icon, f"state:{state}")
        self._title.setText(title)
        self._where.setText(where)
        self._resume.setVisible(standing.phase in ("failed", "cancelled") and not standing.was_preview)
        self.remove.setVisible(not standing.was_preview and standing.phase != "destroyed")
        if standing.phase in ("failed", "cancelled"):
            self._show_failure(standing, name_of)
            return
        self._pages.setCurrentIndex(0)
        self._show_outputs(standing.outputs)
        self.try_it.show_routes(routes)

    def take_focus(self) -> None:
        """To what a person wants next, and never to Destroy, where Space would ask the wrong question."""
        if self._pages.currentIndex() == 1:
            (self._preview if self._resume.isHidden() else self._resume).setFocus()
        elif self.try_it.isEnabled():
            self.try_it.send.setFocus()
        else:
            (self._copies or [self._preview])[0].setFocus()

    def _show_failure(self, standing: Standing, name_of: NameOf) -> None:
        self._pages.setCurrentIndex(1)
        failure = standing.failure
        self._failure.setText(failure.message if failure else standing.message or self.tr("It was stopped."))
        self._next.setText(
            failure.next_step if failure else self.tr("What was made is kept; Resume goes on from there.")
        )
        lines = [log_row(line, name_of) for line in standing.log]
        self.log.setPlainText("\n".join(f"{time}  {source[:18]:<18}  {text}" for time, source, text, _ in lines))

    def _outputs_side(self) -> QWidget:
        content = QWidget()
        content.setLayout(self._list)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        copy = IconButton("copy", self.tr("Copy all outputs"), 24, self._copy_all)
        head = Area(
            row(Text(self.tr("Outputs"), "section", "text_2"), None, copy, margins=(16, 0, 8, 0)), rule="bottom"
        )
        head.setFixedHeight(28)
        self.history = HistoryList()
        made = column(head, scroll, self.history)
        made.setStretch(1, 1)
        made.setStretch(2, 1)
        return Area(made)

    def show_history(self, past: Sequence[Deployment], now: float) -> None:
        self.history.show_past(past, now)

    def _show_outputs(self, outputs: tuple[Output, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._copies: list[IconButton] = []
        self._values = {output.name: output.value for output in outputs}
        for output in sorted(outputs, key=lambda output: (not answers(output), output.name)):
            self._list.addWidget(self._output(output))
        if not outputs:
            words = Paragraph(self.tr("Nothing is deployed now."), "row", "text_2")
            self._list.addWidget(boxed(column(words, margins=(16, 8, 16, 8))))
        self._list.addStretch(1)
        self._scroll.setMaximumHeight(max(1, len(outputs)) * _ROW + 20)  # what they leave is the history's

    def _output(self, output: Output) -> QWidget:
        web = answers(output)
        value = Elided(output.value, "row_code", "accent" if web else "text", Qt.TextElideMode.ElideMiddle)
        layout: QHBoxLayout = row(Icon("globe" if web else "tag", 14), margins=(16, 0, 8, 0), spacing=8)
        name = Elided(output.name, "row", "text_2")
        name.setFixedWidth(150)
        layout.addWidget(name)
        layout.addWidget(value, 1)
        if web:
            tip = self.tr("Open in the browser")
            layout.addWidget(IconButton("open_in_editor", tip, 24, lambda: _open(output.value)))
        copy = IconButton("copy", self.tr("Copy"), 24, lambda: self._copy(output.value))
        self._copies.append(copy)
        layout.addWidget(copy)
        made = boxed(layout)
        made.setFixedHeight(_ROW)
        return made

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)

    def _copy_all(self) -> None:
        self._copy("\n".join(f"{name}={value}" for name, value in self._values.items()))


def _open(url: str) -> None:
    QDesktopServices.openUrl(QUrl(url))
