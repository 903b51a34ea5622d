"""When something was, as people say it: `2 minutes ago`, `yesterday`, `12 May`."""

from __future__ import annotations

from datetime import datetime

from ..short import ago
from ..words import tr


def when(past: datetime, now: datetime) -> str:
    days = (now.date() - past.date()).days
    if days <= 0:
        return ago(max(0.0, (now - past).total_seconds()))
    if days == 1:
        return tr("yesterday")
    if days < 7:
        return tr("{} days ago").format(days)
    month = f"{past.day} {_months()[past.month - 1]}"
    return month if past.year == now.year else f"{month} {past.year}"


def _months() -> tuple[str, ...]:
    return (
        tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July"), tr("August"),
        tr("September"), tr("October"), tr("November"), tr("December"),
    )  # fmt: skip
