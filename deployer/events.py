"""What a deployment says while it runs: one stream of events from every engine, one JSON object per line outside.

`name` is the logical name of the cloud resource, `subject` the id in the architecture whose card shows it. No event
ever holds a secret value. Order: Planned, then for each change Started, Progressed*, Finished or Failed, between them
Log lines; at the end Output for each output and one Done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .plan import Action, Plan
from .plan import from_json as plan_from_json
from .plan import to_json as plan_to_json

Result = Literal["succeeded", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Planned:
    plan: Plan
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Started:
    name: str
    type: str
    action: Action
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Progressed:
    """Work on one resource, or on a stage of the whole (`name` is then `package`, `environment`, `cloud`)."""

    name: str
    message: str
    fraction: float | None = None
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Finished:
    name: str
    type: str
    action: Action
    seconds: float
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Failed:
    """`message` says who refused what, `next_step` what to do now. Without a name the whole deployment failed."""

    message: str
    next_step: str
    name: str | None = None
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Output:
    name: str
    value: str
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Log:
    """One line of what is being done (`source`: a resource or a stage), for the log pane."""

    source: str
    message: str
    subject: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Done:
    result: Result
    message: str
    seconds: float
    at: float = field(default_factory=time.time)


Event = Planned | Started | Progressed | Finished | Failed | Output | Log | Done
Emit = Callable[[Event], None]

_BY_WORD: dict[str, type[Event]] = {
    kind.__name__.lower(): kind for kind in (Planned, Started, Progressed, Finished, Failed, Output, Log, Done)
}


def silent(_event: Event) -> None:
    """An `Emit` for those who only want the result."""


def to_json(event: Event) -> dict[str, Any]:
    """`{"event": "started", "name": …}`"""
    word = {"event": type(event).__name__.lower()}
    if isinstance(event, Planned):
        return word | {"plan": plan_to_json(event.plan), "at": event.at}
    return word | asdict(event)


def from_json(data: Mapping[str, Any]) -> Event:
    """The event of `to_json`. Raises ValueError for an unknown word."""
    kind = _BY_WORD.get(data.get("event", ""))
    if kind is None:
        raise ValueError(f"unknown event {data.get('event')!r}")
    fields = {key: value for key, value in data.items() if key != "event"}
    if kind is Planned:
        return Planned(plan_from_json(fields["plan"]), fields["at"])
    return kind(**fields)
