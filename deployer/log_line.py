"""What deployed functions write, whichever engine reads it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that a deployed function wrote. `at` is in seconds since 1970, `function` its architecture id."""

    at: float
    function: str
    message: str
