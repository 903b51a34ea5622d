"""Carries out a plan: what is independent at the same time, each change after those that it needs, deletions last.

A change that fails does not stop what does not depend on it; what does is skipped. Nothing is deleted after a failure,
because something may still use it. Once cancelled, no change begins and those that run come to their end.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from ..blueprint import Blueprint
from ..errors import DeployError
from ..events import Emit, Failed, Finished, Started, silent
from ..plan import Action, Change
from ..state import Record
from .workshop import OLD, Workshop

_AT_ONCE = 6


@dataclass
class Report:
    """How far it came."""

    done: list[str] = field(default_factory=list[str])
    failures: list[DeployError] = field(default_factory=list[DeployError])
    left: int = 0


def carry_out(
    changes: Iterable[Change], blueprint: Blueprint, workshop: Workshop, emit: Emit, cancelled: threading.Event
) -> Report:
    """Everything that is not `same`."""
    pending = [change for change in changes if change.action != "same"]
    report = Report()
    making = {change.name: change for change in pending if change.action != "delete"}
    needs = {name: blueprint.by_name[name].needs & making.keys() for name in making}
    _in_parallel(making, needs, lambda change: _make(change, blueprint, workshop, emit), report, cancelled)
    going = [change for change in pending if change.action == "delete"]
    if report.failures:
        report.left += len(going)
        return report
    replaced = _replaced(going, workshop)
    remove([*going, *replaced], workshop, emit, cancelled, report)
    told = {change.name for change in replaced}
    report.done = [name for name in report.done if name not in told]
    return report


def remove(
    going: Sequence[Change], workshop: Workshop, emit: Emit, cancelled: threading.Event, report: Report | None = None
) -> Report:
    """Deletes resources, each before what it needs."""
    report = report or Report()
    by_name = {change.name: change for change in going}
    records = workshop.state.resources
    needs = {name: frozenset(_users(name, by_name, records)) for name in by_name}
    _in_parallel(by_name, needs, lambda change: _delete(change, workshop, emit), report, cancelled)
    return report


def _replaced(going: Sequence[Change], workshop: Workshop) -> list[Change]:
    """The old ones, whose deletion is the second half of what the plan calls replace.

    One that a killed deployment left behind stands in the plan itself.
    """
    listed = {change.name for change in going}
    waiting = {name: record for name, record in workshop.state.resources.items() if name.endswith(OLD)}
    return [
        Change(name, record.type, "replace", record.subject)
        for name, record in sorted(waiting.items())
        if name not in listed
    ]


def _users(name: str, going: Iterable[str], records: Mapping[str, Record]) -> Iterator[str]:
    """Those among `going` that were made from a resource, or from the one that it took the place of."""
    return (user for user in going if user != name and name.removesuffix(OLD) in records[user].needs)


def _make(change: Change, blueprint: Blueprint, workshop: Workshop, emit: Emit) -> None:
    resource = blueprint.by_name[change.name]
    work: Mapping[Action, Callable[[], object]] = {
        "create": lambda: workshop.create(resource),
        "update": lambda: workshop.update(resource),
        "replace": lambda: workshop.replace(resource),
    }
    _timed(change, work[change.action], emit)


def _delete(change: Change, workshop: Workshop, emit: Emit) -> None:
    told = change.action == "replace"
    _timed(change, lambda: workshop.delete(change.name), silent if told else emit)


def _timed(change: Change, work: Callable[[], object], emit: Emit) -> None:
    emit(Started(change.name, change.type, change.action, change.subject))
    began = time.monotonic()
    try:
        work()
    except DeployError as error:
        emit(Failed(error.what, error.next_step, change.name, change.subject))
        raise
    seconds = round(time.monotonic() - began, 3)
    emit(Finished(change.name, change.type, change.action, seconds, change.subject))


def _in_parallel(
    changes: Mapping[str, Change],
    needs: Mapping[str, frozenset[str]],
    work: Callable[[Change], None],
    report: Report,
    cancelled: threading.Event,
) -> None:
    waiting, running = dict(changes), dict[Future[None], str]()
    failed, skipped = set[str](), set[str]()
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="deploy") as pool:
        while (waiting and not cancelled.is_set()) or running:
            for name in () if cancelled.is_set() else list(waiting):
                if needs[name] & (failed | skipped):
                    del waiting[name]
                    skipped.add(name)
                elif not needs[name] & (waiting.keys() | set(running.values())):
                    running[pool.submit(work, waiting.pop(name))] = name
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                name = running.pop(future)
                if _succeeded(future, report):
                    report.done.append(name)
                else:
                    failed.add(name)
    report.left += len(waiting) + len(skipped)


def _succeeded(future: Future[None], report: Report) -> bool:
    """False for a refusal, which is kept; anything else that went wrong is a fault of ours and goes up."""
    error = future.exception()
    if error is None:
        return True
    if not isinstance(error, DeployError):
        raise error
    report.failures.append(error)
    return False
