"""AWS's cron: what is taken and what is refused, with the reason beside it."""

from __future__ import annotations

import pytest

from archloom.resources import clock


@pytest.mark.parametrize(
    "text",
    [
        "0 2 * * ? *",
        "0/15 8-18 ? * MON-FRI *",
        "0 9 ? * 2#1 *",
        "0 0 L * ? *",
        "30 6 LW * ? 2026-2030",
        "5,10,15 0 1W JAN-MAR,dec ? *",
        "0 12 ? * 6L *",
        "*/5 * * * ? *",
    ],
)
def test_a_cron_of_aws_is_taken(text: str) -> None:
    assert clock.refusal(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0 2 * * *", "has 5 fields"),
        ("0 2 * * * * *", "has 7 fields"),
        ("", "has 0 fields"),
        ("60 2 * * ? *", "'60' is no minute"),
        ("0 24 * * ? *", "'24' is no hour"),
        ("0 0 32 * ? *", "'32' is no day of the month"),
        ("0 0 1 13 ? *", "'13' is no month"),
        ("0 0 ? * 0 *", "'0' is no day of the week"),
        ("0 0 ? * MONDAY *", "'MONDAY' is no day of the week"),
        ("0 0 * * ? 1969", "'1969' is no year"),
        ("0/0 0 * * ? *", "'0/0' is no minute"),
        ("1- 0 * * ? *", "'1-' is no minute"),
        ("² 0 * * ? *", "'²' is no minute"),
        ("0 2 * * * *", "exactly one"),
        ("0 2 ? * ? *", "exactly one"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, reason: str) -> None:
    assert reason in (clock.refusal(text) or "")
