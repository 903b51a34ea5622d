"""What the window of a project is made of: workbench, actions, menus and the binders between them.

A person who starts the program sees the start page first. All this is made after it, in steps that leave the event loop
free in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..actions import Registry
from ..inspector.panel import Inspector
from ..menus import Menus
from ..panels.canvas_area import CanvasArea
from ..window_actions import all_actions
from .bottom import Bottom
from .deploying import Deploying
from .editing import Editing
from .following import Following
from .selecting import Selecting
from .side import Side
from .workbench import Panels, Workbench

if TYPE_CHECKING:
    from ..window import MainWindow


class Parts:
    registry: Registry
    bench: Workbench
    selecting: Selecting
    deploying: Deploying
    editing: Editing
    following: Following
    menus: Menus

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._steps = self._make()

    def step(self) -> bool:
        """Make the next part; False when there is none left."""
        return next(self._steps, self) is not self

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
        self.registry.add(all_actions(window, self))
        self.menus = Menus(window, self.registry)
        yield
        window.take_parts(self)

    def _bind(self) -> None:
        window, bench = self._window, self.bench
        self.selecting = Selecting(bench, window.facts)
        self.deploying = Deploying(bench, window)
        self.editing = Editing(bench, self.selecting, window.preferences, window)
        self.following = Following(bench, self.selecting, self.deploying)
