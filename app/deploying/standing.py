"""What the events of a deployment add up to: its plan, the standing of each card, log, outputs. Qt-free, immutable.

Changes are gathered by card (`subject`): a function with its role and its log group is one row that waits, runs, is
done or has failed. What has no card stands under its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from typing import Literal

from ...deployer.events import Done, Event, Failed, Finished, Log, Output, Planned, Progressed, Result, Started
from ...deployer.plan import Action, Change, Plan

Phase = Literal[
    "none", "previewing", "previewed", "deploying", "deployed", "destroying", "destroyed", "failed", "cancelled"
]
StepState = Literal["waits", "running", "done", "failed"]
LOG_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class Step:
    """One cloud resource of the plan while it is applied."""

    change: Change
    state: StepState = "waits"
    began: float = 0.0
    seconds: float = 0.0
    message: str = ""
    fraction: float | None = None
    next_step: str = ""


@dataclass(frozen=True)
class Group:
    """Everything that happens to one card. What follows from it is reckoned once: it is asked for many times."""

    key: str
    steps: tuple[Step, ...]

    @cached_property
    def pending(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.change.action != "same")

    @cached_property
    def main(self) -> Step:
        """The step that stands for the card: its failure, else the thing itself rather than its role or its log."""
        failed = [step for step in self.steps if step.state == "failed"]
        return (failed or sorted(self.pending or self.steps, key=lambda step: _rank(step.change)))[0]

    @cached_property
    def action(self) -> Action:
        """What happens to the thing itself; when only something at its side changes, that is an update of it."""
        own = sorted(self.steps, key=lambda step: _rank(step.change))[0].change.action
        if any(step.change.action == "replace" for step in self.steps):
            return "replace"
        return "update" if own == "same" and self.pending else own

    @cached_property
    def state(self) -> StepState:
        states = {step.state for step in self.pending}
        if "failed" in states:
            return "failed"
        if states <= {"done"}:
            return "done"
        return "running" if states & {"running", "done"} else "waits"

    @cached_property
    def seconds(self) -> float:
        return sum(step.seconds for step in self.pending)

    @cached_property
    def began(self) -> float:
        return min((step.began for step in self.pending if step.began), default=0.0)

    @cached_property
    def loses(self) -> str:
        return next((step.change.loses for step in self.steps if step.change.loses), "")


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it, after some events."""

    phase: Phase = "none"
    plan: Plan | None = None
    steps: Mapping[str, Step] = field(default_factory=dict[str, Step])
    log: tuple[Log, ...] = ()
    outputs: tuple[Output, ...] = ()
    stages: Mapping[str, Progressed] = field(default_factory=dict[str, Progressed])
    failure: Failed | None = None
    message: str = ""
    began: float = 0.0
    seconds: float = 0.0
    result: Result | None = None
    """What the engine said at its end."""
    was_preview: bool = False
    """What ended so was a preview: nothing was touched."""

    @property
    def busy(self) -> bool:
        return self.phase in ("previewing", "deploying", "destroying")

    def groups(self) -> tuple[Group, ...]:
        """By card, in the order of the plan; cards where nothing changes last."""
        if not _last or _last[0][0] is not self.steps:  # asked for several times about each standing
            before = {group.key: group for group in _last[0][1]} if _last else {}
            _last[:] = [(self.steps, self._grouped(before))]
        return _last[0][1]

    def _grouped(self, before: Mapping[str, Group]) -> tuple[Group, ...]:
        """A card of whose steps none has moved keeps the group that it had BEFORE."""
        found: dict[str, list[Step]] = {}
        for step in self.steps.values():
            found.setdefault(step.change.subject or step.change.name, []).append(step)
        made = [_group(key, tuple(steps), before.get(key)) for key, steps in found.items()]
        return tuple(sorted(made, key=lambda group: not group.pending))

    def counts(self) -> Mapping[Action, int]:
        """How many cards are created, updated, replaced, deleted, left as they are."""
        made: dict[Action, int] = dict.fromkeys(("create", "update", "replace", "delete", "same"), 0)
        for group in self.groups():
            made[group.action] += 1
        return made


_last: list[tuple[Mapping[str, Step], tuple[Group, ...]]] = []


def _group(key: str, steps: tuple[Step, ...], before: Group | None) -> Group:
    same = before is not None and len(before.steps) == len(steps) and all(map(is_, before.steps, steps))
    return before if before is not None and same else Group(key, steps)


def begin(phase: Phase, at: float, before: Standing | None = None) -> Standing:
    """A new run. Outputs of the last one stay known until it says otherwise; what was previewed waits to be applied."""
    if before is None:
        return Standing(phase, began=at)
    if phase != "deploying" or before.plan is None:
        return Standing(phase, began=at, outputs=before.outputs)
    steps = {name: Step(step.change) for name, step in before.steps.items()}
    return Standing(phase, before.plan, steps, outputs=before.outputs, began=at)


def after(standing: Standing, event: Event) -> Standing:
    """The standing once this event is known."""
    match event:
        case Planned(plan=plan):
            return replace(standing, plan=plan, steps={change.name: Step(change) for change in plan.changes})
        case Started():
            return _stepped(standing, event.name, state="running", began=event.at, message="")
        case Progressed():
            return _progressed(standing, event)
        case Finished():
            return _stepped(standing, event.name, state="done", seconds=event.seconds, fraction=1.0)
        case Failed():
            return _failed(standing, event)
        case Output():
            known = tuple(output for output in standing.outputs if output.name != event.name)
            return replace(standing, outputs=(*known, event))
        case Log():
            return _logged(standing, event)
        case Done(result=result, message=message, seconds=seconds):
            return replace(standing, result=result, message=message or standing.message, seconds=seconds)


def ended(standing: Standing, status: int, words: str) -> Standing:
    """The process ended: only now is the phase over, whatever was said before.

    Without a `Done` the exit status decides, and what it said last is why.
    """
    if not standing.busy:
        return standing
    result = standing.result or ("succeeded" if status == 0 else "cancelled" if status in (3, 130) else "failed")
    if standing.phase == "previewing":
        result = "failed" if result == "succeeded" and standing.plan is None else result
    phase = _ENDS[standing.phase, result]
    message = standing.message if standing.result or result == "succeeded" else _why(standing, words)
    outputs = () if phase == "destroyed" else standing.outputs
    was_preview = standing.phase == "previewing"
    return replace(standing, phase=phase, outputs=outputs, message=message, was_preview=was_preview)


def _why(standing: Standing, words: str) -> str:
    return standing.failure.message if standing.failure else _last_line(words)


def _stepped(standing: Standing, name: str, **what: object) -> Standing:
    step = standing.steps.get(name)
    if step is None:
        return standing
    return replace(standing, steps={**standing.steps, name: replace(step, **what)})


def _progressed(standing: Standing, event: Progressed) -> Standing:
    if event.name in standing.steps:
        return _stepped(standing, event.name, message=event.message, fraction=event.fraction)
    told = standing.stages.get(event.name)
    stages = {**standing.stages, event.name: event}
    if told is None or told.message != event.message:
        standing = _logged(standing, Log(event.name, event.message, event.subject, event.at))
    return replace(standing, stages=stages, message=event.message)


def _logged(standing: Standing, line: Log) -> Standing:
    return replace(standing, log=(*standing.log[-LOG_LIMIT:], line))


def _failed(standing: Standing, event: Failed) -> Standing:
    failed = replace(standing, failure=event, message=event.message)
    if event.name is None:
        return failed
    failed = _logged(failed, Log(event.name, f"failed: {event.message}", event.subject, event.at))
    step = standing.steps.get(event.name)
    seconds = event.at - step.began if step and step.began else 0.0
    return _stepped(
        failed, event.name, state="failed", message=event.message, next_step=event.next_step, seconds=seconds
    )


_ENDS: Mapping[tuple[Phase, Result], Phase] = {
    ("previewing", "succeeded"): "previewed",
    ("previewing", "failed"): "failed",
    ("previewing", "cancelled"): "none",
    ("deploying", "succeeded"): "deployed",
    ("deploying", "failed"): "failed",
    ("deploying", "cancelled"): "cancelled",
    ("destroying", "succeeded"): "destroyed",
    ("destroying", "failed"): "failed",
    ("destroying", "cancelled"): "cancelled",
}


_SIDE = ("aws:iam/", "aws:cloudwatch/", "aws:lambda/permission", "aws:lambda/functionUrl", "aws:s3/bucketP")


def _rank(change: Change) -> int:
    return int(change.type.startswith(_SIDE))


def _last_line(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip()]
    return lines[-1].removeprefix("archloom: ") if lines else ""


def subjects(groups: Iterable[Group]) -> frozenset[str]:
    return frozenset(group.key for group in groups)
