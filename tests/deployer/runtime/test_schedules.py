from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from archloom.deployer.sandbox.deployed import ScheduleSource
from archloom.deployer.sandbox.runtime.schedules import Ticker


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def ticker(clock: Clock, *schedules: ScheduleSource) -> tuple[Ticker, list[tuple[str, Any]], list[str]]:
    fired: list[tuple[str, Any]] = []
    complaints: list[str] = []
    made = Ticker(
        schedules,
        lambda function, event: fired.append((function, event)),
        lambda _, text: complaints.append(text),
        clock,
    )
    made.plan()
    return made, fired, complaints


def test_what_is_due_is_fired_once_with_an_event() -> None:
    clock = Clock()
    made, fired, _ = ticker(
        clock,
        ScheduleSource("often", "rate(5 minutes)", "UTC", "job"),
        ScheduleSource("late", "cron(0 20 * * ? *)", "", "job"),
    )

    clock.now += timedelta(minutes=6)

    assert made.tick() == ("often",)
    assert made.tick() == ()
    [(function, event)] = fired
    assert (function, event["detail-type"], event["time"]) == ("job", "Scheduled Event", "2026-01-01T12:05:00Z")


def test_after_a_sleep_of_the_computer_a_schedule_fires_once() -> None:
    clock = Clock()
    made, fired, _ = ticker(clock, ScheduleSource("often", "rate(1 minute)", "UTC", "job"))

    clock.now += timedelta(hours=3)
    made.tick()
    made.tick()

    assert len(fired) == 1


def test_an_expression_that_cannot_be_read_is_told_and_the_others_run() -> None:
    clock = Clock()
    made, _, complaints = ticker(
        clock, ScheduleSource("bad", "cron(1)", "UTC", "job"), ScheduleSource("good", "rate(1 minute)", "UTC", "job")
    )

    clock.now += timedelta(minutes=1)

    assert made.tick() == ("good",)
    assert complaints == [
        "The schedule bad does not run: cron(1) has 1 fields; six are needed: minute hour day month weekday year."
    ]
