"""What the window of a project is made of: workbench, actions, menus and the binders between them.

A person who starts the program sees the start page first. All this is made after it, in steps that leave the event loop
free in between.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QMainWindow

from .actions import Registry
from .deeds import Deeds
from .inspector.facts import Facts
from .inspector.panel import Inspector
from .menus import Menus
from .panels.canvas_area import CanvasArea
from .session import Session
from .thing_actions import more_actions
from .window_actions import all_actions
from .workbench.bottom import Bottom
from .workbench.deploying import Deploying
from .workbench.editing import Editing
from .workbench.fixing import Fixing
from .workbench.following import Following
from .workbench.permitting import Permitting
from .workbench.selecting import Selecting
from .workbench.side import Side
from .workbench.workbench import Panels, Workbench


class Parts:
    """Whole once `step` has said False."""

    registry: Registry
    bench: Workbench
    selecting: Selecting
    deploying: Deploying
    editing: Editing
    fixing: Fixing
    permitting: Permitting
    following: Following
    deeds: Deeds
    menus: Menus

    def __init__(self, window: QMainWindow, session: Session) -> None:
        self._window, self._session = window, session
        self._steps = self._make()

    def step(self) -> bool:
        """Make the next part; False when there is none left."""
        return next(self._steps, self) is not self

    def facts(self) -> Facts | None:
        """What the panels say about the things of the picture, as it is drawn now."""
        project, architecture = self._session.project, self._session.architecture
        if project is None or architecture is None:
            return None
        shown = self.deploying.shown_architecture(architecture)
        return Facts(shown, project.text_of, self.deploying.stack, self.deploying.sentences(), self.fixing.propose,
                     self.permitting.show)  # fmt: skip

    def _make(self) -> Iterator[None]:
        window = self._window
        side = Side()
        yield
        inspector = Inspector()
        yield
        bottom = Bottom()
        yield
        canvas = CanvasArea()
        yield
        self.registry = Registry(window)
        self.bench = Workbench(Panels(side, inspector, bottom, canvas), self.registry, window)
        yield
        self._bind()
        yield
        self.registry.add(all_actions(self.deeds, self.bench, self.deploying))
        self.registry.add(more_actions(self.fixing, self.permitting, self.selecting, session=self._session))
        self.menus = Menus(window, self.registry)

    def _bind(self) -> None:
        window, bench, session = self._window, self.bench, self._session
        self.selecting = Selecting(bench, self.facts)
        self.deploying = Deploying(bench, window)
        self.editing = Editing(bench, self.selecting, session.preferences, window)
        self.fixing = Fixing(bench, session, window)
        self.permitting = Permitting(bench, session, self.deploying, self.selecting, window)
        self.following = Following(bench, self.selecting, self.deploying)
        self.deeds = Deeds(window, session, bench, self.selecting, self.deploying, self.editing)
        self.deploying.told.connect(self.selecting.take_news)
        bench.view.tool_requested.connect(self._tool)
        bench.bottom.code.open_wanted.connect(self.deeds.open_editor)

    def _tool(self, key: str) -> None:
        if key == "export":
            self.deeds.export()
        else:
            self.deeds.filter_outline()
