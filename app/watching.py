"""Watches the files of a project and says which have changed.

A thread runs watchfiles (inotify and its like in Rust); Qt delivers the signal in the thread of the receiver.
What the project's own machinery writes (`.git`, caches, virtual environments, `.archloom`) is left out.
"""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

_OURS = (".archloom", ".ruff_cache", "build", "dist")


class Watcher(QObject):
    """Emits `changed` with the relative paths of files that may have changed, and `stopped` when it cannot go on."""

    changed = Signal(object)
    stopped = Signal(str)

    def __init__(self, root: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="archloom-watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when the thread has ended; takes some tens of milliseconds."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._watch()
        except (OSError, RuntimeError) as error:
            if not self._stop.is_set():
                self.stopped.emit(str(error))

    def _watch(self) -> None:
        import watchfiles  # 40 ms, here in the thread instead of before the window

        ignored = (*watchfiles.DefaultFilter.ignore_dirs, *_OURS)
        batches = watchfiles.watch(
            self._root,
            watch_filter=watchfiles.DefaultFilter(ignore_dirs=ignored),
            debounce=100,
            step=20,
            stop_event=self._stop,
            rust_timeout=1000,
            yield_on_timeout=True,
            ignore_permission_denied=True,
            raise_interrupt=False,
        )
        for batch in batches:
            if not self._root.is_dir():
                self.stopped.emit("")
                return
            if batch:
                self.changed.emit(sorted({self._relative(path) for _, path in batch}))

    def _relative(self, path: str) -> str:
        try:
            return Path(path).relative_to(self._root).as_posix()
        except ValueError:
            return path
