"""The window of an open project: top bar, docks around the canvas, status bar. It only holds the parts together."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from .. import look
from ..actions import Registry
from ..inspector.panel import Inspector
from ..panels.canvas_area import CanvasArea
from ..panels.search import Search
from ..panels.status_bar import StatusBar
from ..panels.top_bar import TopBar
from ..preferences import Preferences
from ..widgets.frames import column
from .bottom import Bottom
from .docks import Dock, Docks
from .rounds import go_round
from .side import Side

DEPLOYMENT_HEIGHT = 344


@dataclass(frozen=True)
class Panels:
    """The large parts, made beforehand, each in a slice of its own."""

    side: Side
    inspector: Inspector
    bottom: Bottom
    canvas: CanvasArea


class Workbench(QWidget):
    def __init__(self, panels: Panels, registry: Registry, window: QWidget) -> None:
        super().__init__()
        self.top, self.status = TopBar(), StatusBar()
        self.side, self.inspector = panels.side, panels.inspector
        self.bottom, self.canvas = panels.bottom, panels.canvas
        self.docks = Docks(
            self.canvas,
            Dock("left", self.tr("Outline"), self.side, self.side.header),
            Dock("right", self.tr("Inspector"), self.inspector, self.inspector.header),
            Dock("bottom", self.tr("Code"), self.bottom, self.bottom.header),
        )
        self.setLayout(column(self.top, self.docks, self.status))
        self.search = Search(self.top.search, registry, window)
        for part in self._dressed_parts():
            look.dress(part)
        self._height = DEPLOYMENT_HEIGHT
        self.inspector.closed.connect(self.docks.right.hide)
        self.bottom.closed.connect(self.docks.bottom.hide)
        self.bottom.folded.connect(self._fold)
        self.status.problems_wanted.connect(lambda: self.show_page("problems"))

    def _dressed_parts(self) -> tuple[QWidget, ...]:
        """Small enough that each takes a new theme within a frame or two."""
        headers = self.side.header, self.inspector.header, self.bottom.header
        pages = self.side.outline, self.side.palette_, *self.bottom.pages
        return self.top, self.canvas, *headers, self.inspector, *pages, self.status

    @property
    def outline(self):
        return self.side.outline

    @property
    def view(self):
        return self.canvas.view

    def show_page(self, key: str) -> None:
        """Bring a tab of the bottom dock into sight."""
        self.docks.bottom.show()
        self.bottom.show_page(key)
        if key == "deployment" and self.docks.bottom.height() < DEPLOYMENT_HEIGHT:
            whole = self.whole_in_sight()
            self.docks.make_room(DEPLOYMENT_HEIGHT)
            if whole:
                QTimer.singleShot(0, self, self.keep_in_sight)

    def go_round(self, step: int) -> None:
        """The focus to the next part of the window, or with -1 to the one before."""
        outline = self.outline.tree if self.side.tabs.current == "outline" else self.side.palette_.filter
        go_round(
            (
                (self.top, self.top.stack), (self.docks.left, outline), (self.canvas, self.view),
                (self.docks.right, self.inspector.content), (self.docks.bottom, self.bottom.tabs),
            ),
            step,
        )  # fmt: skip

    def whole_in_sight(self) -> bool:
        """Is all of the picture seen? Then it may be kept so; who has zoomed in is left alone."""
        return self.view.visible_map().contains(self.view.stage.content_rect())

    def keep_in_sight(self) -> None:
        """After the canvas got lower or the picture larger: all of it clear of what floats at the edges."""
        view = self.view
        if not view.visible_map().contains(view.stage.content_rect().adjusted(0, -56, 0, 56)):
            view.fit()

    def restore(self, preferences: Preferences) -> None:
        self.docks.restore(preferences.bytes("docks"))

    def keep(self, preferences: Preferences) -> None:
        preferences.keep_bytes("docks", self.docks.saveState())

    def _fold(self, folded: bool) -> None:
        dock = self.docks.bottom
        if folded:
            self._height = dock.height()
            self.bottom.hide()
            dock.setMinimumHeight(32)
            dock.setMaximumHeight(32)
        else:
            self.bottom.show()
            dock.setMaximumHeight(16_777_215)
            dock.setMinimumHeight(120)
            self.docks.make_room(self._height)
