"""Starts the handlers of schedules by the clock: one thread that sleeps until the next of them is due."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..deployed import ScheduleSource
from .cron import ScheduleError, next_time

LONGEST_NAP = 30.0
"""Seconds; the clock of the computer may be set, or it may have slept."""


class Ticker:
    """Fires schedules. `fire` calls a function with an event and must not block; `complain` takes (function, text)."""

    def __init__(
        self,
        schedules: Iterable[ScheduleSource],
        fire: Callable[[str, Any], None],
        complain: Callable[[str, str], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._schedules = tuple(schedules)
        self._fire = fire
        self._complain = complain
        self._now = now
        self._started = now()
        self._stop = threading.Event()
        self._due: dict[str, datetime] = {}

    def start(self) -> None:
        """Begins to tick, in a thread of its own."""
        self.plan()
        if self._due:
            threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def plan(self) -> Mapping[str, datetime]:
        """When each schedule fires next."""
        for schedule in self._schedules:
            self._plan(schedule, self._now())
        return self._due

    def tick(self) -> tuple[str, ...]:
        """Fires what is due by now; their names."""
        now = self._now()
        due = [schedule for schedule in self._schedules if self._due.get(schedule.name, now) <= now]
        fired = [schedule for schedule in due if schedule.name in self._due]
        for schedule in fired:
            self._fire(schedule.function, event_of(schedule, self._due[schedule.name]))
            self._plan(schedule, now)
        return tuple(schedule.name for schedule in fired)

    def _plan(self, schedule: ScheduleSource, now: datetime) -> None:
        self._due.pop(schedule.name, None)
        try:
            due = next_time(schedule.expression, now, schedule.timezone or "UTC", self._started)
        except (ScheduleError, KeyError, ValueError) as error:
            self._complain(schedule.function, f"The schedule {schedule.name} does not run: {error}")
            return
        if due is not None:
            self._due[schedule.name] = due

    def _run(self) -> None:
        while self._due and not self._stop.wait(self._nap()):
            self.tick()

    def _nap(self) -> float:
        left = (min(self._due.values()) - self._now()).total_seconds()
        return min(max(left, 0.0), LONGEST_NAP)


def event_of(schedule: ScheduleSource, time: datetime) -> dict[str, Any]:
    """What the handler of a schedule gets: the event of EventBridge."""
    return {
        "version": "0",
        "id": f"{schedule.name}-{int(time.timestamp())}",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [schedule.name],
        "detail": {},
    }
