"""When a schedule fires: `cron(0 2 * * ? *)`, `rate(5 minutes)` and `at(2026-01-31T08:00:00)`, as AWS reads them.

A cron expression has six fields: minute hour day-of-month month day-of-week year, with `*` `?` `,` `-` `/`, `L` (last),
`W` (nearest weekday) and `#` (which one of the month). Weekdays are 1 to 7 from Sunday.
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_YEARS_AHEAD = 8
"""29 February comes at the latest after eight years (around 2100)."""


class ScheduleError(ValueError):
    """The expression of a schedule cannot be read; the text says which part."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression taken apart."""

    minutes: frozenset[int]
    hours: frozenset[int]
    day: str
    months: frozenset[int]
    weekday: str
    years: frozenset[int]

    def on(self, day: date) -> bool:
        if day.year not in self.years or day.month not in self.months:
            return False
        if self.day not in ("?", "*"):
            return any(_is_month_day(part, day) for part in self.day.split(","))
        return self.weekday in ("?", "*") or any(_is_weekday(part, day) for part in self.weekday.split(","))


def parse_cron(text: str) -> Cron:
    """The parts of six fields. Raises ScheduleError."""
    fields = text.upper().split()
    if len(fields) != 6:
        needed = "minute hour day month weekday year"
        raise ScheduleError(f"cron({text}) has {len(fields)} fields; six are needed: {needed}.")
    minute, hour, day, month, weekday, year = fields
    if day not in ("?", "*") and weekday not in ("?", "*"):
        raise ScheduleError(f"cron({text}) says both a day of the month and a weekday; one of them must be `?`.")
    made = Cron(
        _numbers(minute, 0, 59), _numbers(hour, 0, 23), day, _numbers(month, 1, 12, _MONTHS), weekday,
        _numbers(year, 1970, 2199),
    )  # fmt: skip
    made.on(date(2000, 1, 1))  # so that a bad day is found now
    return made


def next_time(expression: str, after: datetime, zone: str = "UTC", started: datetime | None = None) -> datetime | None:
    """The first time later than `after` (aware) at which a schedule fires; None when it will not fire any more.

    A rate counts from `started`. Raises ScheduleError when the expression cannot be read.
    """
    found = re.fullmatch(r"\s*(cron|rate|at)\((.*)\)\s*", expression)
    if not found:
        raise ScheduleError(f"{expression!r} is none of cron(…), rate(…) and at(…).")
    kind, text = found.groups()
    if kind == "rate":
        return _next_of_rate(text, after, started or after)
    if kind == "at":
        return _next_of_at(text, after, zone)
    cron, place = parse_cron(text), ZoneInfo(zone)
    return next((time for time in _times(cron, after.astimezone(place).date(), place) if time > after), None)


def _times(cron: Cron, first: date, place: ZoneInfo) -> Iterator[datetime]:
    for days in range(366 * _YEARS_AHEAD):
        day = first + timedelta(days=days)
        if not cron.on(day):
            continue
        for hour in sorted(cron.hours):
            for minute in sorted(cron.minutes):
                yield datetime(day.year, day.month, day.day, hour, minute, tzinfo=place).astimezone(UTC)


def _next_of_rate(text: str, after: datetime, started: datetime) -> datetime:
    found = re.fullmatch(r"\s*(\d+)\s+(minute|hour|day)s?\s*", text)
    if not found or int(found[1]) == 0:
        raise ScheduleError(f"rate({text}) is no rate; `rate(5 minutes)` is one.")
    step = timedelta(seconds=int(found[1]) * _UNITS[found[2]])
    return started + step * (max(after - started, timedelta(0)) // step + 1)


def _next_of_at(text: str, after: datetime, zone: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text.strip()).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError as error:
        raise ScheduleError(f"at({text}) is no time; `at(2026-01-31T08:00:00)` is one.") from error
    return time if time > after else None


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> frozenset[int]:
    """The numbers that a field means: `*`, `1,2`, `9-17`, `0/15`, `MON-FRI`."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        start = low if first in ("*", "?") else _number(first, low, high, names)
        stop = _number(last, low, high, names) if dash else (high if first in ("*", "?") or step else start)
        values = range(start, stop + 1) if start <= stop else (*range(start, high + 1), *range(low, stop + 1))
        found.update(list(values)[:: _number(step, 1, high) if step else 1])
    return frozenset(found)


def _number(text: str, low: int, high: int, names: dict[str, int] | None = None) -> int:
    value = (names or {}).get(text[:3]) or (int(text) if text.isdigit() else None)
    if value is None or not low <= value <= high:
        raise ScheduleError(f"{text!r} in a cron expression is not within {low} to {high}.")
    return value


def _is_month_day(part: str, day: date) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part == "LW":
        return day.day == _nearest_weekday(day, last)
    if part.endswith("W"):
        return day.day == _nearest_weekday(day, min(_number(part[:-1], 1, 31), last))
    return day.day in _numbers(part, 1, 31)


def _nearest_weekday(day: date, wanted: int) -> int:
    """The working day nearest to a day of the same month, within that month."""
    last = calendar.monthrange(day.year, day.month)[1]
    match day.replace(day=wanted).weekday():
        case 5:
            return wanted - 1 if wanted > 1 else wanted + 2
        case 6:
            return wanted + 1 if wanted < last else wanted - 2
        case _:
            return wanted


def _is_weekday(part: str, day: date) -> bool:
    number = day.isoweekday() % 7 + 1
    if "#" in part:
        weekday, _, which = part.partition("#")
        return number == _number(weekday, 1, 7, _DAYS) and (day.day - 1) // 7 + 1 == _number(which, 1, 5)
    if part.endswith("L"):
        weekday = part[:-1] or "7"
        last = calendar.monthrange(day.year, day.month)[1]
        return number == _number(weekday, 1, 7, _DAYS) and (part == "L" or day.day > last - 7)
    return number in _numbers(part, 1, 7, _DAYS)
