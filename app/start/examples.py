"""Reads the bundled examples in the worker, one after the other, so that the start page can show their pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from ...resources.architecture import Architecture
from ..bundled import Example
from ..tasks import Tasks
from ..worker_client import Worker, WorkerError

Show = Callable[[str, Architecture], object]


class ExampleReader:
    """`read` shows each example once; a second call does nothing."""

    def __init__(self, worker: Worker, tasks: Tasks) -> None:
        self._worker, self._tasks = worker, tasks
        self._begun = False

    def read(self, examples: Sequence[Example], show: Show) -> None:
        if not self._begun:
            self._begun = True
            self._tasks.start(self._read(examples, show))

    async def _read(self, examples: Sequence[Example], show: Show) -> None:
        for example in examples:
            try:
                architecture = await asyncio.wrap_future(self._worker.ask("glance", str(example.folder)))
            except WorkerError:
                continue  # its card stays without a picture; opening it says why
            show(example.name, architecture)


def folder_for_copies() -> Path:
    """Where opened examples are put: a folder of ours among the person's documents, made when it is needed."""
    places = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(places or Path.home()) / "Archloom examples"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
