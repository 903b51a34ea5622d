"""When something was, as people say it: `2 minutes ago`, `yesterday`, `12 May`. Qt-free."""

from __future__ import annotations

from datetime import datetime

from ..short import ago

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def when(past: datetime, now: datetime) -> str:
    days = (now.date() - past.date()).days
    if days <= 0:
        return ago(max(0.0, (now - past).total_seconds()))
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    month = f"{past.day} {_MONTHS[past.month - 1]}"
    return month if past.year == now.year else f"{month} {past.year}"
