"""Past deployments of a stack: one line of JSON each, in the stack's folder."""

from __future__ import annotations

import getpass
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .engines.engine import Outcome

_FILE = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Deployment:
    """`what` is deploy or destroy, `counts` how many of each action; `at` in seconds since 1970."""

    at: float
    who: str
    what: str
    result: str
    seconds: float
    counts: Mapping[str, int]


def remember(home: Path, what: str, outcome: Outcome) -> None:
    """Adds one. A history that cannot be written must not spoil a deployment that is done."""
    counts = {action: count for action, count in outcome.plan.counts.items() if action != "same" and count}
    line = asdict(Deployment(time.time(), _who(), what, outcome.result, outcome.seconds, counts))
    try:
        with (home / _FILE).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError:
        pass


def read(home: Path) -> tuple[Deployment, ...]:
    """All of them, newest first. A line that cannot be read is left out."""
    try:
        lines = (home / _FILE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    found = (_parse(line) for line in reversed(lines))
    return tuple(deployment for deployment in found if deployment is not None)


def _parse(line: str) -> Deployment | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Deployment(**fields)
    except (ValueError, TypeError):
        return None


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"
