"""What every engine offers. The use cases in `deploy.py` know no more than this."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..blueprint import Blueprint
from ..events import Emit, Result
from ..log_line import LogLine
from ..plan import Plan


@dataclass(frozen=True, slots=True)
class Place:
    """Which stack of which project an engine works on, and where it may keep files."""

    project: Path
    """The root of the user's project; an engine reads it and never writes into it."""
    name: str
    """The project's name, as it stands in names of resources."""
    stack: str
    target: str
    home: Path
    """The folder of this project, stack and target in the user's state folder."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a deployment ended."""

    result: Result
    plan: Plan
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: float = 0.0
    failures: tuple[str, ...] = ()


Approve = Callable[[Plan], bool]


class Engine(Protocol):
    """Made for one `Place`. Every method raises DeployError with a whole sentence when it cannot go on."""

    def preview(self, blueprint: Blueprint, emit: Emit) -> Plan:
        """What `apply` would change. Changes nothing."""
        ...

    def apply(
        self, blueprint: Blueprint, emit: Emit, cancelled: threading.Event, approve: Approve | None = None
    ) -> Outcome:
        """Makes the stack what the blueprint says. Emits Planned first, Done last; stops cleanly when cancelled.

        `approve` sees the plan before anything is changed; if it says no, nothing is, and the result is cancelled.
        """
        ...

    def destroy(self, emit: Emit, cancelled: threading.Event) -> Outcome:
        """Deletes everything that the state knows."""
        ...

    def outputs(self) -> Mapping[str, str]:
        """The outputs of the last deployment; empty before the first."""
        ...

    def logs(self, function: str | None, follow: bool) -> Iterator[LogLine]:
        """What the functions wrote, oldest first; with `follow` it goes on until it is closed."""
        ...
