from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archloom.deployer.sandbox.runtime.cron import ScheduleError, next_time

NOW = datetime(2026, 3, 27, 12, 30, 20, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cron(* * * * ? *)", "2026-03-27 12:31"),
        ("cron(0 2 * * ? *)", "2026-03-28 02:00"),
        ("cron(45 12 * * ? *)", "2026-03-27 12:45"),
        ("cron(30 12 * * ? *)", "2026-03-28 12:30"),  # this minute has begun
        ("cron(0/15 * * * ? *)", "2026-03-27 12:45"),
        ("cron(0 8 1 * ? *)", "2026-04-01 08:00"),
        ("cron(0 8 ? * MON-FRI *)", "2026-03-30 08:00"),
        ("cron(0 8 ? * 2-6 *)", "2026-03-30 08:00"),  # weekdays count from Sunday
        ("cron(0 8 ? * SUN *)", "2026-03-29 08:00"),
        ("cron(0 8 L * ? *)", "2026-03-31 08:00"),
        ("cron(0 8 LW * ? *)", "2026-03-31 08:00"),
        ("cron(0 8 28W * ? *)", "2026-04-28 08:00"),  # 28 March is a Saturday: its weekday, the 27th, has passed
        ("cron(0 8 ? * 2#1 *)", "2026-04-06 08:00"),
        ("cron(0 8 ? * 6L *)", "2026-04-24 08:00"),  # the last Friday of March is today, at eight
        ("cron(0 0 1 JAN ? 2027)", "2027-01-01 00:00"),
        ("cron(0 0 29 2 ? *)", "2028-02-29 00:00"),
        ("cron(0 22-1 * * ? *)", "2026-03-27 22:00"),
        ("cron(10,50 12,13 * * ? *)", "2026-03-27 12:50"),
        ("at(2026-12-24T18:00:00)", "2026-12-24 18:00"),
    ],
)
def test_when_a_schedule_fires_next(expression: str, expected: str) -> None:
    assert next_time(expression, NOW) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_time_is_that_of_the_zone() -> None:
    assert next_time("cron(0 2 * * ? *)", NOW, "America/New_York") == datetime(2026, 3, 28, 6, 0, tzinfo=UTC)


def test_a_rate_counts_from_the_start() -> None:
    started = NOW - timedelta(minutes=7)

    assert next_time("rate(5 minutes)", NOW, started=started) == started + timedelta(minutes=10)
    assert next_time("rate(1 hour)", NOW) == NOW + timedelta(hours=1)


@pytest.mark.parametrize("expression", ["at(2020-01-01T00:00:00)", "cron(0 0 1 1 ? 2020)", "cron(0 0 31 2 ? *)"])
def test_a_schedule_that_fires_no_more(expression: str) -> None:
    assert next_time(expression, NOW) is None


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("0 2 * * ? *", "none of cron"),
        ("cron(0 2 * * *)", "5 fields"),
        ("cron(0 2 1 * MON *)", "both a day of the month and a weekday"),
        ("cron(60 2 * * ? *)", "'60'"),
        ("cron(0 2 ? * FRO *)", "'FRO'"),
        ("rate(5)", "rate(5)"),
        ("rate(0 minutes)", "rate(0 minutes)"),
        ("at(tomorrow)", "at(tomorrow)"),
    ],
)
def test_an_expression_that_cannot_be_read(expression: str, reason: str) -> None:
    with pytest.raises(ScheduleError) as error:
        next_time(expression, NOW)

    assert reason in str(error.value)
