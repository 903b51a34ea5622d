"""Schedule: an EventBridge schedule.

    nightly = Schedule("nightly", cron="0 2 * * ? *", timezone="Europe/Berlin")

    @nightly.run
    def refresh(): ...

Say `cron` or `rate`, not both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .declared import Declared
from .kind import Kind, NameRule, Property

KIND = Kind(
    "schedule", "Schedule", "Schedule", "clock", "entry", "scheduler",
    "Starts a handler by the clock.",
    "Schedule",
    NameRule(r"[A-Za-z0-9_.-]+", "letters, digits, `_`, `.` and `-`", 1, 64),
    properties=(
        Property("cron", "Cron", "cron", None, "AWS's six fields: minute hour day month weekday year",
                 example="0 2 * * ? *"),
        Property("rate", "Every", "text", None, "such as `5 minutes`",
                 pattern=r"1 (minute|hour|day)|(?!0|1 )\d+ (minutes|hours|days)",
                 words="`1 minute`, `5 minutes`, `1 hour`, `2 days` and so on"),
        Property("timezone", "Time zone", "text", "UTC", "such as Europe/Berlin",
                 pattern=r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", words="a name such as Europe/Berlin"),
    ),
    fact="cron",
    triggers=("run",),
    one_of=("cron", "rate"),
)  # fmt: skip

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Schedule(Declared):
    """A time at which functions of this project run."""

    kind = KIND

    def __init__(self, name: str, *, cron: str | None = None, rate: str | None = None, timezone: str = "UTC") -> None:
        super().__init__(name, cron=cron, rate=rate, timezone=timezone)
        self.cron = cron
        self.rate = rate
        self.timezone = timezone
        self.handlers: list[Callable[..., Any]] = []

    def run(self, handler: Handler) -> Handler:
        """Run a function at that time; it takes nothing, or the scheduler's event."""
        self.handlers.append(handler)
        return handler
