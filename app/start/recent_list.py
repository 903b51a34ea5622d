"""Recent projects on the start page: name, path, when, and what is known about the deployment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ..preferences import Recent
from ..short import shortened
from ..widgets.frames import boxed, clear, column, row
from ..widgets.icon import Icon
from ..widgets.link import Link
from ..widgets.text import Elided, Paragraph, Text
from .when import when

_ICONS = {"deployed": ("check-circle-fill", "state:success"), "failed": ("x-circle-fill", "state:error")}


class RecentList(QWidget):
    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)

    def show_recent(self, items: tuple[Recent, ...], now: datetime) -> None:
        clear(self._rows)
        for item in items:
            self._rows.addWidget(self._row(item, now))
        if not items:
            words = Paragraph(self.tr("What you open is listed here."), "row", "text_3")
            words.setContentsMargins(12, 4, 12, 0)
            self._rows.addWidget(words)

    def _row(self, item: Recent, now: datetime) -> QWidget:
        there = Path(item.path).is_dir()
        name = Elided(item.name, "card_name", "text" if there else "text_3")
        path = Elided(shortened(Path(item.path)), "secondary", "text_2", Qt.TextElideMode.ElideMiddle)
        time = Text(when(item.when(), now), "secondary", "text_3")
        icon, tone = _ICONS.get(item.deployment, ("circle-dashed", "text_3"))
        words = {"deployed": self.tr("deployed"), "failed": self.tr("last deployment failed")}
        state = words.get(item.deployment, self.tr("not deployed")) if there else self.tr("no longer there")
        tone = tone if there else "text_3"
        right = column(
            boxed(row(None, time)),
            boxed(row(None, Icon(icon if there else "warning", 12, tone), Text(state, "secondary", tone), spacing=5)),
            spacing=1,
        )
        layout = row(Icon("folder-simple", 20), boxed(column(name, path, spacing=1)), None, boxed(right),
                     margins=(12, 0, 12, 0), spacing=12)  # fmt: skip
        made = Link(layout, lambda: self.opened.emit(item.path), f"{item.name}, {state}")
        made.setFixedHeight(52)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(lambda at: self._menu(made, at, item.path))
        return made

    def _menu(self, over: QWidget, at: QPoint, path: str) -> None:
        menu = QMenu(over)
        menu.addAction(self.tr("Open"), lambda: self.opened.emit(path))
        menu.addAction(self.tr("Take off the list"), lambda: self.forgotten.emit(path))
        menu.popup(over.mapToGlobal(at))
