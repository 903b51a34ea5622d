"""The longest time that an event loop had no turn while something was done, and where it was spent.

A timer of 2 ms notes the gaps between its own turns: what lies between two of them is how long a person's click or key
would have waited. Time of the wall counts what other programs take, too; time of the thread does not.
"""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 2
_LATE = 0.05


@dataclass(frozen=True)
class Gap:
    wall_ms: float
    thread_ms: float


class Heartbeat(QObject):
    """`restart` begins to watch, `longest` tells; with WHY the stacks of long gaps are collected."""

    def __init__(self, *, why: bool = False) -> None:
        super().__init__()
        self._wall, self._thread = time.perf_counter(), time.thread_time()
        self._over = False
        self._gap = Gap(0.0, 0.0)
        self.stacks: Counter[str] = Counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)
        if why:
            threading.Thread(target=self._sample, daemon=True).start()

    def stop(self) -> None:
        self._timer.stop()
        self._over = True

    def restart(self) -> None:
        self._wall, self._thread = time.perf_counter(), time.thread_time()
        self._gap = Gap(0.0, 0.0)
        self.stacks.clear()

    def longest(self) -> Gap:
        self._beat()
        return self._gap

    def _beat(self) -> None:
        wall, thread = time.perf_counter(), time.thread_time()
        gap = Gap(1000 * (wall - self._wall), 1000 * (thread - self._thread))
        self._gap = Gap(max(self._gap.wall_ms, gap.wall_ms), max(self._gap.thread_ms, gap.thread_ms))
        self._wall, self._thread = wall, thread

    def _sample(self) -> None:
        """By faulthandler, which makes no frame objects: those would keep a painter alive after its paint event."""
        with tempfile.TemporaryFile("w+") as file:
            while not self._over:
                time.sleep(0.005)
                if time.perf_counter() - self._wall > _LATE / 2:
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file)
                    file.seek(0)
                    self.stacks[_main_stack(file.read())] += 1


def _main_stack(dump: str) -> str:
    """`paint:91 < paintEvent:230 < …` of the thread that runs the loop; it stands last."""
    lines = re.findall(r'line (\d+) in (\S+)', dump.rpartition("Thread 0x")[2])
    return " < ".join(f"{name}:{number}" for number, name in lines[:14])
