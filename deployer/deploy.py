"""The use cases of deployment, as the command line and the window call them.

Each takes the project's folder, the stack and the target (`sandbox` or `aws`), and tells what it does by events. They
raise DeployError with a whole sentence when they cannot begin; what goes wrong on the way is an event and the outcome.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..resources import settings as project_settings
from ..resources.architecture import Architecture, Problem
from ..resources.fit import HAZARDS
from ..resources.settings import Settings, SettingsError
from ..resources.unread import is_unread, unread
from . import history, package
from . import state as states
from .aws import stack_options
from .blueprint import Blueprint, Note
from .difference import deletions
from .engines.engine import Approve, Engine, Outcome, Place
from .errors import DeployError
from .events import Done, Emit, Failed, silent
from .fitting import fit_notes
from .keeping import keeping
from .log_line import LogLine
from .lowering import Source, blueprint_of, project_name
from .plan import Change, Plan
from .secret_values import SecretValues

TARGETS = ("sandbox", "aws")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A project that was read: the engine for one stack of it, and what that stack is to be."""

    place: Place
    engine: Engine
    blueprint: Blueprint
    unread: Problem | None
    """Why a file of it could not be read."""


def prepare(
    project: Path, *, stack: str = "dev", target: str = "sandbox", architecture: Architecture | None = None
) -> Prepared:
    """Reads the project and lowers it. `architecture` saves the deduction of one that is known already."""
    place, settings = locate(project, stack=stack, target=target)
    architecture = architecture or _deduce(place.project)
    source = Source(
        place.project,
        package.digest(place.project),
        SecretValues(place.project).names(),
        package.for_lambda(place.project),
    )
    blueprint = blueprint_of(architecture, settings, stack, source)
    weight = package.weight(place.project, python=source.python, architecture=_platform(settings, stack))
    notes = (*blueprint.notes, *fit_notes(architecture, blueprint, weight), *_problems(architecture))
    return Prepared(place, engine_for(place, settings), replace(blueprint, notes=notes), unread(architecture))


def _platform(settings: Settings, stack: str) -> str:
    return str(settings.stacks.get(stack, {}).get("architecture", "x86_64"))


def preview(
    project: Path,
    *,
    stack: str = "dev",
    target: str = "sandbox",
    emit: Emit = silent,
    architecture: Architecture | None = None,
) -> Plan:
    """What a deployment would change. Changes nothing."""
    prepared = prepare(project, stack=stack, target=target, architecture=architecture)
    return prepared.engine.preview(prepared.blueprint, emit)


def deploy(
    project: Path,
    *,
    stack: str = "dev",
    target: str = "sandbox",
    emit: Emit = silent,
    cancelled: threading.Event | None = None,
    approve: Approve | None = None,
    architecture: Architecture | None = None,
) -> Outcome:
    """Makes the stack what the code says. `approve` sees the plan first and may refuse it.

    A plan that deletes something is refused while a file of the project cannot be read. `cancelled` stops it cleanly;
    without one, Ctrl-C does in the main thread. An engine that cannot go on emits Failed and Done and raises
    DeployError.
    """
    prepared = prepare(project, stack=stack, target=target, architecture=architecture)
    agreed = keeping(prepared.unread, approve)
    with _told(emit), _stoppable(cancelled) as stopped:
        outcome = prepared.engine.apply(prepared.blueprint, emit, stopped, agreed)
    history.remember(prepared.place.home, "deploy", outcome)
    return outcome


def destroy(
    project: Path,
    *,
    stack: str = "dev",
    target: str = "sandbox",
    emit: Emit = silent,
    cancelled: threading.Event | None = None,
) -> Outcome:
    """Deletes everything of the stack. Needs no readable code, only the state."""
    place, settings = locate(project, stack=stack, target=target)
    with _told(emit), _stoppable(cancelled) as stopped:
        outcome = engine_for(place, settings).destroy(emit, stopped)
    if outcome.plan.changes:
        history.remember(place.home, "destroy", outcome)
    return outcome


def going(project: Path, *, stack: str = "dev", target: str = "sandbox") -> tuple[Change, ...]:
    """What `destroy` would delete, as far as the state on this computer knows."""
    place, _ = locate(project, stack=stack, target=target)
    return deletions(states.load(place.home), None)


def is_deployed(project: Path, *, stack: str = "dev", target: str = "sandbox") -> bool:
    """Was something deployed from this computer, and not destroyed since?"""
    place, _ = locate(project, stack=stack, target=target)
    known = history.read(place.home)
    return bool(states.load(place.home).resources) or bool(known and known[0].what == "deploy")


def outputs(project: Path, *, stack: str = "dev", target: str = "sandbox") -> Mapping[str, str]:
    """The URLs and names of the last deployment; empty before the first."""
    place, settings = locate(project, stack=stack, target=target)
    return engine_for(place, settings).outputs()


def logs(
    project: Path, *, stack: str = "dev", target: str = "sandbox", function: str | None = None, follow: bool = False
) -> Iterator[LogLine]:
    """What the deployed functions wrote, oldest first."""
    place, settings = locate(project, stack=stack, target=target)
    return engine_for(place, settings).logs(function, follow)


def past(project: Path, *, stack: str = "dev", target: str = "sandbox") -> tuple[history.Deployment, ...]:
    """Past deployments, newest first."""
    return history.read(locate(project, stack=stack, target=target)[0].home)


def stop(project: Path, *, stack: str = "dev") -> bool:
    """Ends the stack's local cloud and keeps its state; False when it was not running."""
    from .sandbox import cloud

    return cloud.stop(locate(project, stack=stack, target="sandbox")[0].home)


def target_of(project: Path, stack: str) -> str:
    """The target that archloom.toml gives to a stack; the sandbox when it says nothing."""
    _, settings = locate(project, stack=stack, target="sandbox")
    return str(settings.stacks.get(stack, {}).get("target", "sandbox"))


def locate(project: Path, *, stack: str, target: str) -> tuple[Place, Settings]:
    """Where the stack of a project lives, and the project's settings. Reads archloom.toml and no code."""
    root = _readable_folder(project)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", stack):
        raise DeployError(
            f"stack {stack!r}", "a stack's name has up to 20 small letters, digits and hyphens.", "Choose another."
        )
    if target not in TARGETS:
        raise DeployError(f"target {target!r}", f"there are the targets {' and '.join(TARGETS)}.", "Choose one.")
    try:
        settings = project_settings.load(root)
    except SettingsError as error:
        raise DeployError("archloom.toml", str(error).removeprefix("archloom.toml "), "Nothing was changed.") from error
    stack_options.check(stack, settings.stacks.get(stack, {}))
    name = project_name(settings, root)
    return Place(root, name, stack, target, states.folder(root, name, stack, target)), settings


def engine_for(place: Place, settings: Settings) -> Engine:
    """The engine of the target, imported only now: Pulumi's takes seconds and 150 MB."""
    options: Mapping[str, Any] = settings.stacks.get(place.stack, {})
    if place.target == "aws":
        from .engines.pulumi import PulumiEngine

        return PulumiEngine(place, options)
    from .engines.sandbox import SandboxEngine

    return SandboxEngine(place, options)


@contextmanager
def cancel_on_interrupt() -> Generator[threading.Event]:
    """An event for `deploy` and `destroy` that Ctrl-C sets; a second Ctrl-C interrupts as usual."""
    cancelled = threading.Event()

    def stop_cleanly(_number: int, _frame: object) -> None:
        if cancelled.is_set():
            raise KeyboardInterrupt
        cancelled.set()

    before = {number: signal.signal(number, stop_cleanly) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancelled
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


@contextmanager
def _stoppable(cancelled: threading.Event | None) -> Generator[threading.Event]:
    """The event that stops the work: the caller's, or that of Ctrl-C where signals arrive."""
    if cancelled is not None or threading.current_thread() is not threading.main_thread():
        yield cancelled or threading.Event()
        return
    with cancel_on_interrupt() as interrupted:
        yield interrupted


@contextmanager
def _told(emit: Emit) -> Generator[None]:
    """An engine's error is told to those who only see events, too."""
    try:
        yield
    except DeployError as error:
        emit(Failed(f"{error.where}: {error.what}", error.next_step, None, error.subject))
        emit(Done("failed", str(error), 0.0))
        raise


def _readable_folder(project: Path) -> Path:
    root = Path(os.path.realpath(os.path.expanduser(project)))  # `Path`'s own fail on a circle of links and `~nobody`
    if not root.exists():
        raise DeployError(str(project), "there is no such folder.", "Check the path.")
    if not root.is_dir():
        raise DeployError(str(project), "it is a file, not a folder.", "Name the project's folder.")
    if not os.access(root, os.R_OK | os.X_OK):
        raise DeployError(str(project), "the folder cannot be read.", "Allow reading it, or name another.")
    return root


def _deduce(root: Path) -> Architecture:
    from ..resources.deduction import DeductionError, deduce

    try:
        architecture = deduce(root)
    except DeductionError as error:
        raise DeployError(str(root), str(error), "Nothing was changed.") from error
    if not architecture.project.python_files:  # a wrong folder; what an earlier deployment made stays
        raise DeployError(str(root), "there is no Python in it.", "Name the folder that the code is in.")
    if is_unread(architecture) and (first := unread(architecture)) is not None:
        raise DeployError(str(first.source), first.message, "Correct it first: no other file says what to deploy.")
    return architecture


def _problems(architecture: Architecture) -> Iterator[Note]:
    """What the deduction found to be wrong stands in the plan too: a broken file may hide half of a stack.

    So does state that would not last, unless its own card says so.
    """
    for problem in architecture.problems:
        on_card = (problem.subject or "").startswith("local_store:")
        hazard = problem.code in HAZARDS and problem.severity == "warning" and not on_card
        if problem.severity == "error" or hazard:
            text = " ".join(part for part in (f"{problem.source}: {problem.message}", problem.remedy) if part)
            yield Note(text, "warning", problem.subject)
