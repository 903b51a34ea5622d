"""Schedule: an EventBridge schedule."""

from __future__ import annotations

from .kind import Kind, NameRule, Property

KIND = Kind(
    "schedule", "Schedule", "Schedule", "clock", "entry", "scheduler",
    "Starts a handler by the clock.",
    "Schedule",
    NameRule(r"[A-Za-z0-9_.-]+", "letters, digits, `_`, `.` and `-`", 1, 64),
    properties=(
        Property("cron", "Cron", "cron", None, "AWS's six fields: minute hour day month weekday year",
                 pattern=r"(\S+ ){5}\S+"),
        Property("rate", "Every", "text", None, "such as `5 minutes`",
                 pattern=r"(1 (minute|hour|day)|\d+ (minutes|hours|days))"),
        Property("timezone", "Time zone", "text", "UTC", "such as Europe/Berlin"),
    ),
    fact="cron",
    triggers=("run",),
)  # fmt: skip
