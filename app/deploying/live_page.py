"""A deployment under way: a bar of its parts, a row per card with its state and time, and the log beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from ...canvas.look import fonts, icons
from ...deployer.events import Log
from .. import look
from ..panels.logs import LogRow, append_log
from ..widgets.buttons import Button, IconButton
from ..widgets.check import Check
from ..widgets.frames import Area, column, row
from ..widgets.spinner import PartsBar, Spinner, draw_spinner
from ..widgets.text import Elided, Paragraph, Text
from ..words import tr
from .standing import Group, Standing
from .words import clock, progress_words

NameOf = Callable[[str], str]
ROW = 26
_ORDER = {"failed": 0, "running": 1, "done": 2, "waits": 3}


class LivePage(Area):
    cancel_wanted = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name_of: NameOf = str
        self._logged = 0
        self._rows: dict[str, StepRow] = {}
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
        self._name_of, self._logged, self._rows = name_of, 0, {}
        self.log.clear()
        self._rebuild(())
        self.cancel.setEnabled(True)
        self.cancel.setText(self.tr("Cancel"))

    def show_standing(self, standing: Standing, where: str, now: float) -> None:
        groups = tuple(group for group in standing.groups() if group.pending)
        self._title.setText(self.tr("Destroying") if standing.phase == "destroying" else self.tr("Deploying"))
        self._show_words(standing, groups, where)
        self._bar.set_parts(_parts(groups))
        self._time.setText(clock(now - standing.began))
        self._rebuild(groups)
        for group in groups:
            if group.state == "running" or not self._rows[group.key].shows(group):
                self._rows[group.key].show_group(group, now)
        for line in standing.log[self._logged :]:
            append_log(self.log, log_row(line, self._name_of))
        self._logged = len(standing.log)

    def _show_words(self, standing: Standing, groups: tuple[Group, ...], where: str) -> None:
        done = sum(group.state == "done" for group in groups)
        failed = sum(group.state == "failed" for group in groups)
        words = [where]
        if groups:
            words.append(self.tr("{} of {} done").format(done, len(groups)))
            if failed:
                words[-1] += ", " + self.tr("{} failed").format(failed)
        elif standing.message:
            words.append(standing.message)
        self._where.setText(" · ".join(words))

    def _rebuild(self, groups: tuple[Group, ...]) -> None:
        keys = [group.key for group in sorted(groups, key=lambda group: _ORDER[group.state])]
        if keys == list(self._rows) and keys:
            return
        before = self._rows
        self._rows = {key: before.pop(key, None) or self._row(key) for key in keys}
        for gone in before.values():
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, row_ in enumerate(self._rows.values()):
            item = self._list.itemAt(at)
            if item is None or item.widget() is not row_:
                self._list.insertWidget(at, row_)

    def _row(self, key: str) -> StepRow:
        return StepRow(self._name_of(key), lambda: self.chosen.emit(key))

    def _steps_side(self) -> QWidget:
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 2, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        content = QWidget()
        content.setLayout(self._list)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        words = self.tr(
            "What does not depend on a failure goes on. Cancel stops after the running steps and lists what is where."
        )
        note = Area(column(Paragraph(words, "secondary", "text_2"), margins=(16, 8, 16, 8)), rule="top")
        return Area(column(_side_head(self.tr("Resources"), self.tr("failed first")), scroll, note))

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


class StepRow(QWidget):
    """State, name, what happens, a short bar while it runs, time."""

    def __init__(self, name: str, deed: Callable[[], object]) -> None:
        super().__init__()
        self._name, self._deed = name, deed
        self._group: Group | None = None
        self._now = 0.0
        self.setFixedHeight(ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def shows(self, group: Group) -> bool:
        return group == self._group

    def show_group(self, group: Group, now: float) -> None:
        self._group, self._now = group, now
        self.setToolTip(group.main.message)
        self.setAccessibleName(f"{self._name}: {progress_words(group)}")
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._deed()

    def paintEvent(self, _event: QPaintEvent) -> None:
        group = self._group
        if group is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._icon(painter, group)
        waits = group.state == "waits"
        _text(painter, 40, 130, self._name, "control", "text_2" if waits else "text")
        right = self._time(painter, group)
        fraction = _fraction(group)
        if fraction is not None:
            right -= 78
            self._bar(painter, right + 8, fraction)
        tone = "state:error" if group.state == "failed" else "text_2"
        _text(painter, 170, right - 178, progress_words(group), "row", tone)

    def _icon(self, painter: QPainter, group: Group) -> None:
        box = QRectF(16, (ROW - 16) / 2, 16, 16)
        if group.state == "running":
            draw_spinner(painter, box, int(self._now * 400) % 360)
            return
        names = {"failed": ("x-circle-fill", "state:error"), "done": ("check-circle-fill", "state:success")}
        name, tone = names.get(group.state, ("circle-dashed", "text_3"))
        icons.draw(painter, box.adjusted(1, 1, -1, -1), name, look.color(tone))

    def _time(self, painter: QPainter, group: Group) -> int:
        seconds = self._now - group.began if group.state == "running" and group.began else group.seconds
        right = self.width() - 16
        if group.state == "waits":
            return right
        painter.setFont(fonts.font("row_code"))
        painter.setPen(look.color("text_2"))
        painter.drawText(
            QRectF(right - 50, 0, 50, ROW), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, clock(seconds)
        )
        return right - 56

    def _bar(self, painter: QPainter, left: float, fraction: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for share, tone in ((1.0, "pressed"), (fraction, "accent")):
            painter.setBrush(look.color(tone))
            painter.drawRoundedRect(QRectF(left, ROW / 2 - 2, 64 * share, 4), 2, 2)


def _text(painter: QPainter, left: float, width: float, text: str, style: str, tone: str) -> None:
    painter.setFont(fonts.font(style))
    painter.setPen(look.color(tone))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 6)
    painter.drawText(QRectF(left, 0, width, ROW), Qt.AlignmentFlag.AlignVCenter, shown)


def _fraction(group: Group) -> float | None:
    if group.state != "running":
        return None
    done = sum(step.state == "done" for step in group.pending)
    extra = sum(step.fraction or 0.0 for step in group.pending if step.state == "running")
    return (done + extra) / len(group.pending)


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
