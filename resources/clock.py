"""AWS's cron: six fields, minute hour day month weekday year, of which day or weekday is `?`.

It differs from crontab's five: there is a year, the week runs from 1 (Sunday) to 7, and `L`, `W` and `#` mean the last
day, the nearest weekday and the n-th weekday. See
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Field(NamedTuple):
    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()
    special: str = ""
    """A pattern for what only this field knows."""


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of the month", 1, 31, special=r"\?|L|LW|([1-9]|[12]\d|3[01])W"),
    Field("month", 1, 12, _MONTHS),
    Field("day of the week", 1, 7, _DAYS, r"\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"),
    Field("year", 1970, 2199),
)


def refusal(text: str) -> str | None:
    """Why this is no cron of AWS, in one sentence; None when it is."""
    parts = text.split()
    if len(parts) != len(FIELDS):
        return (
            f"Cron {text!r} has {len(parts)} fields; AWS takes six: minute hour day month weekday year, "
            "such as `0 2 * * ? *` for two o'clock every night."
        )
    for field, part in zip(FIELDS, parts, strict=True):
        if refused := next((piece for piece in part.split(",") if not _fits(field, piece)), None):
            return f"Cron {text!r}: {refused!r} is no {field.name}; it is {field.low} to {field.high}, `*` or a range."
    if (parts[2] == "?") == (parts[4] == "?"):
        return f"Cron {text!r}: exactly one of day of the month and day of the week is `?`."
    return None


def _fits(field: Field, piece: str) -> bool:
    if field.special and re.fullmatch(field.special, piece.upper()):
        return True
    reach, slash, step = piece.partition("/")
    if slash and not (step.isdigit() and int(step) > 0):
        return False
    if reach == "*":
        return True
    low, dash, high = reach.partition("-")
    ends = [_number(field, end) for end in ((low, high) if dash else (low,))]
    return all(end is not None and field.low <= end <= field.high for end in ends)


def _number(field: Field, text: str) -> int | None:
    if text.upper() in field.words:
        return field.words.index(text.upper()) + field.low
    return int(text) if text.isascii() and text.isdigit() else None
