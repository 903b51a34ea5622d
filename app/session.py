"""What is open in a window: its project, the worker process that reads the code, the person's preferences."""

from __future__ import annotations

import gc
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from .preferences import Preferences

if TYPE_CHECKING:
    from ..resources.architecture import Architecture
    from .project import Project
    from .worker_client import Worker


class Session:
    """One project at a time. The worker serves all of them, and starts with the first that needs it."""

    def __init__(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.project: Project | None = None

    @cached_property
    def worker(self) -> Worker:
        from .worker_client import Worker

        return Worker()

    @property
    def architecture(self) -> Architecture | None:
        return self.project.architecture if self.project else None

    def begin(self, root: Path, owner: QObject) -> Project:
        from .project import Project

        self.project = Project(root.resolve(), self.worker, owner)
        self.preferences.remember(self.project.root)
        return self.project

    def leave(self) -> None:
        """End the project: nothing that it still says is heard."""
        project, self.project = self.project, None
        if project is not None:
            gc.unfreeze()  # what `Following` froze may go with it
            project.blockSignals(True)
            project.close()
            project.deleteLater()
            self.worker.give_up()

    def close(self) -> None:
        self.leave()
        self.worker.close()
