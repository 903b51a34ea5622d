"""A deployment under way: a bar of its parts, a row per card with its state and time, and the log beside it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QWidget

from ...canvas.look import fonts
from ...deployer.events import Log
from ..panels.logs import LogRow, append_log
from ..widgets.buttons import Button, IconButton
from ..widgets.check import Check
from ..widgets.frames import Area, column, row
from ..widgets.spinner import PartsBar, Spinner
from ..widgets.text import Elided, Paragraph, Text
from ..words import tr
from .standing import Group, Standing
from .step_list import NameOf, StepList
from .words import clock


class LivePage(Area):
    cancel_wanted = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name_of: NameOf = str
        self._logged = 0
        self._title = Text("", "panel_title")
        self._where = Elided("", "row", "text_2")
        self._bar = PartsBar()
        self._time = Text("0:00", "row_code", "text_2")
        self.cancel = Button(self.tr("Cancel"), "cancel", clicked=self._cancel)
        line = row(Spinner(16), self._title, self._where, 12, self._bar, 8, self._time, self.cancel)
        line.setContentsMargins(16, 0, 12, 0)
        line.setStretch(4, 1)
        header = Area(line, rule="bottom")
        header.setFixedHeight(44)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._steps_side())
        self._splitter.addWidget(self._log_side())
        self._splitter.setSizes([510, 550])
        self.setLayout(column(header, self._splitter))

    def begin(self, name_of: NameOf) -> None:
        """A new run: everything is empty."""
        self._name_of, self._logged = name_of, 0
        self.log.clear()
        self._list.show_groups((), 0.0, name_of)
        self.cancel.setEnabled(True)
        self.cancel.setText(self.tr("Cancel"))

    def show_standing(self, standing: Standing, where: str, now: float) -> None:
        groups = tuple(group for group in standing.groups() if group.pending)
        self._title.setText(self.tr("Destroying") if standing.phase == "destroying" else self.tr("Deploying"))
        self._show_words(standing, groups, where)
        self._bar.set_parts(_parts(groups))
        self._time.setText(clock(now - standing.began))
        self._list.show_groups(groups, now, self._name_of)
        for line in standing.log[self._logged :]:
            append_log(self.log, log_row(line, self._name_of))
        self._logged = len(standing.log)

    def _show_words(self, standing: Standing, groups: tuple[Group, ...], where: str) -> None:
        done = sum(group.state == "done" for group in groups)
        failed = sum(group.state == "failed" for group in groups)
        words = [where]
        if any(group.state != "waits" for group in groups):
            words.append(self.tr("{} of {} done").format(done, len(groups)))
            if failed:
                words[-1] += ", " + self.tr("{} failed").format(failed)
        elif standing.message:
            words.append(standing.message)
        self._where.setText(" · ".join(words))

    def _steps_side(self) -> QWidget:
        self._list = StepList()
        self._list.setAccessibleName(self.tr("Resources"))
        self._list.chosen.connect(self.chosen)
        words = self.tr(
            "What does not depend on a failure goes on. Cancel stops after the running steps and lists what is where."
        )
        note = Area(column(Paragraph(words, "secondary", "text_2"), margins=(16, 8, 16, 8)), rule="top")
        return Area(column(_side_head(self.tr("Resources"), self.tr("failed first")), self._list, note))

    def _log_side(self) -> QWidget:
        self.log = log_view()
        follow = Check(self.tr("Follow"), "secondary")
        follow.setChecked(True)
        follow.toggled.connect(
            lambda on: on and self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())
        )
        copy = IconButton(
            "copy", self.tr("Copy the log"), 24, lambda: QGuiApplication.clipboard().setText(self.log.toPlainText())
        )
        head = Area(
            row(Text(self.tr("Log"), "section", "text_2"), None, follow, copy, margins=(16, 0, 8, 0)), rule="bottom"
        )
        head.setFixedHeight(28)
        return Area(column(head, self.log))

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.setText(self.tr("Stopping…"))
        self.cancel_wanted.emit()


def _parts(groups: tuple[Group, ...]) -> list[tuple[str, float]]:
    states = (("success", "done"), ("error", "failed"), ("running", "running"))
    whole = max(1, len(groups))
    return [(tone, sum(group.state == state for group in groups) / whole) for tone, state in states]


def _side_head(title: str, note: str) -> QWidget:
    head = Area(
        row(Text(title, "section", "text_2"), None, Text(note, "secondary", "text_2"), margins=(16, 0, 16, 0)),
        rule="bottom",
    )
    head.setFixedHeight(28)
    return head


def log_view() -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setProperty("bare", True)
    made.setReadOnly(True)
    made.setMaximumBlockCount(5_000)
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFont(fonts.font("evidence"))
    made.document().setDocumentMargin(12)
    made.setAccessibleName(tr("Log"))
    return made


def log_row(line: Log, name_of: NameOf) -> LogRow:
    time = datetime.fromtimestamp(line.at).strftime("%H:%M:%S")
    source = name_of(line.subject) if line.subject else line.source
    bad = any(word in line.message for word in ("Exception", "Denied", "failed", "Error"))
    return time, source, line.message, "error" if bad else ""
