"""How a call of a function ends. The answers have the form of AWS's own, so that user code can read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Returned:
    """The handler returned a value."""

    value: Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The handler, or the import of its module, raised. `log` is what it wrote during this call."""

    error_type: str
    message: str
    trace: tuple[str, ...] = ()
    log: tuple[str, ...] = ()

    def payload(self) -> Mapping[str, Any]:
        return {"errorMessage": self.message, "errorType": self.error_type, "stackTrace": list(self.trace)}


@dataclass(frozen=True, slots=True)
class Stopped:
    """The process was ended before it answered: over its time, over its memory, or by itself."""

    reason: str
    """`timeout`, `memory` or `exit`."""
    message: str
    log: tuple[str, ...] = ()

    @property
    def error_type(self) -> str:
        return {"timeout": "Sandbox.Timedout", "memory": "Runtime.OutOfMemory"}.get(self.reason, "Runtime.ExitError")

    def payload(self) -> Mapping[str, Any]:
        return {"errorMessage": self.message, "errorType": self.error_type}


Result = Returned | Raised | Stopped
