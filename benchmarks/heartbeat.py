"""The longest time that an event loop had no turn while something was done, and where it was spent.

A timer of 2 ms notes the gaps between its own turns: what lies between two of them is how long a person's click or key
would have waited. Time of the wall counts what other programs take, too; time of the thread does not.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
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
            sampler = threading.Thread(target=self._sample, args=(threading.get_ident(),), daemon=True)
            sampler.start()

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

    def _sample(self, watched: int) -> None:
        while not self._over:
            time.sleep(0.005)
            if time.perf_counter() - self._wall > _LATE / 2:
                frames = traceback.extract_stack(sys._current_frames()[watched])[-14:]
                self.stacks[" < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))] += 1
