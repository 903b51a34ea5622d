"""The sandbox engine: a blueprint applied to a local cloud on this computer, with no account and no Docker.

State, plan, order, resumption and the events are those of a real deployment; only the cloud is a process of ours. It
goes on serving after the command has ended, until the stack is destroyed or stopped.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...resources.version import VERSION
from .. import package
from .. import state as states
from ..blueprint import Blueprint, Code, Known, Note, settle
from ..concealing import concealing
from ..difference import changes_between, deletions
from ..errors import DeployError
from ..events import Done, Emit, Failed, Output, Planned, Progressed, Result
from ..lock import locked
from ..log_line import LogLine
from ..plan import Plan
from ..sandbox import addresses, log_files, recover
from ..sandbox import cloud as local_cloud
from ..sandbox.addresses import Ports
from ..sandbox.carry_out import Report, carry_out, remove
from ..sandbox.client import Cloud
from ..sandbox.iam import ACCOUNT
from ..sandbox.workshop import Workshop, account
from ..secret_values import SecretValues
from ..state import State
from .engine import Approve, Outcome, Place
from .log_names import check_function

_FUNCTION = "aws:lambda/function:Function"
_ADDRESSED = ("aws:apigatewayv2/api:Api", "aws:lambda/functionUrl:FunctionUrl")


class SandboxEngine:
    """For one place. `options` is the stack's table of archloom.toml."""

    def __init__(self, place: Place, options: Mapping[str, Any] | None = None) -> None:
        self._place = place
        self._options = options or {}
        self._secrets = SecretValues(place.project)

    def preview(self, blueprint: Blueprint, emit: Emit) -> Plan:
        state = states.load(self._place.home)
        _check_region(blueprint, state)
        plan = self._plan(blueprint, state)
        emit(Planned(plan))
        return plan

    def apply(
        self, blueprint: Blueprint, emit: Emit, cancelled: threading.Event, approve: Approve | None = None
    ) -> Outcome:
        began, emit = time.monotonic(), _one_at_a_time(emit)
        with locked(self._place.home, self._place.stack):
            state = states.load(self._place.home)
            _check_region(blueprint, state)
            wish = _wished_port(self._options, blueprint)
            if not blueprint.resources and not state.resources:  # no cloud is started for nothing
                plan = self._plan(blueprint, state)
                emit(Planned(plan))
                agreed = approve is None or approve(plan)  # it has the notes to tell
                return _end(emit, "succeeded" if agreed else "cancelled", plan, {}, began, Report())
            workshop, ports = self._workshop(blueprint.region, emit)
            with self._tidied(workshop):
                _grant_wish(wish, workshop, ports)
            plan = self._plan(blueprint, workshop.state)
            emit(Planned(plan))
            if approve is not None and not approve(plan):
                return _end(emit, "cancelled", plan, {}, began, Report(left=len(plan.pending)))
            with self._tidied(workshop):
                self._provide_code(blueprint, workshop, emit)
            report = carry_out(plan.changes, blueprint, workshop, emit, cancelled)
            outputs = self._serve(blueprint, workshop, ports, emit, report)
        return _end(emit, _result(report, cancelled), plan, outputs, began, report)

    def destroy(self, emit: Emit, cancelled: threading.Event) -> Outcome:
        began, emit = time.monotonic(), _one_at_a_time(emit)
        home, place = self._place.home, self._place
        with locked(home, place.stack):
            state = states.load(home)
            plan = Plan(place.name, place.stack, place.target, deletions(state, None))
            emit(Planned(plan))
            found = local_cloud.find(home)
            if found is None and not plan.changes:
                return _end(emit, "succeeded", plan, {}, began, Report(), "nothing was deployed")
            if found is not None and found.version == VERSION:
                workshop, _ = self._workshop(str(state.facts.get("region", "us-east-1")), emit)
                report = remove(list(deletions(workshop.state, None)), workshop, emit, cancelled)
            else:
                emit(Progressed("cloud", "the local cloud goes with all that is in it"))
                report = Report(done=[change.name for change in plan.changes])
            if not report.left and not report.failures:
                local_cloud.stop(home)
                _clear(home)
        return _end(emit, _result(report, cancelled), plan, {}, began, report)

    def stop(self) -> bool:
        """Ends the local cloud and keeps the state, so that the next deployment makes everything again."""
        return local_cloud.stop(self._place.home)

    def outputs(self) -> Mapping[str, str]:
        return states.load(self._place.home).outputs

    def logs(self, function: str | None, follow: bool) -> Iterator[LogLine]:
        state = states.load(self._place.home)
        if function is not None and state.resources:
            check_function(function, _functions_in(state), self._place.stack)
        conceal = concealing(self._secrets.values(state.secret_variables))
        for line in log_files.read(self._place.home, function, follow):
            yield replace(line, message=conceal(line.message))

    def _plan(self, blueprint: Blueprint, state: State) -> Plan:
        known = Known(account(), lambda variable: state.digest(self._secrets.value(variable)))
        changes = changes_between(state, blueprint, known)
        place = self._place
        notes = (*blueprint.notes, *self._cloud_note(state))
        return Plan(place.name, place.stack, place.target, changes, notes)

    def _cloud_note(self, state: State) -> tuple[Note, ...]:
        if not state.resources or local_cloud.find(self._place.home):
            return ()
        count = len(state.resources)
        return (Note(f"The local cloud is not running; {count} resources are made again before anything changes."),)

    def _workshop(self, region: str, emit: Emit) -> tuple[Workshop, Ports]:
        """The local cloud, alive and in step with the state."""
        home, place = self._place.home, self._place
        state = replace(states.load(home), project=place.name, stack=place.stack)
        key = f"{place.project} {place.stack}"
        found = local_cloud.find(home)
        if found is not None and found.version != VERSION:
            emit(Progressed("cloud", f"the local cloud is of Archloom {found.version} and is started anew"))
            local_cloud.stop(home)
            found = None
        fresh = found is None
        if found is None:
            emit(Progressed("cloud", "starting the local cloud"))
            found = local_cloud.start(home, f"{key} cloud")
        ports = Ports(key, dict(state.facts.get("ports", {})), not fresh, [found.port])
        cloud = Cloud(found.endpoint, region, place.project, self._secrets, ports.port_for)
        workshop = Workshop(home, state, cloud, self._secrets, emit)
        if fresh and state.resources:
            count = recover.rebuild(workshop, emit)
            emit(Progressed("cloud", f"it had been stopped: {count} resources are made again, their data is gone"))
        elif state.pending:
            local_cloud.settle(found)
            recover.resume(workshop, emit)
        return workshop, ports

    @contextmanager
    def _tidied(self, workshop: Workshop) -> Generator[None]:
        """Leaves no empty local cloud behind when there is nothing that could run in it."""
        try:
            yield
        except DeployError:
            if not workshop.state.resources:
                local_cloud.stop(self._place.home)
            raise

    def _provide_code(self, blueprint: Blueprint, workshop: Workshop, emit: Emit) -> None:
        """The project's files as they are now, and an interpreter with what they import."""
        digest = _code_digest(blueprint)
        facts: dict[str, Any] = {"region": blueprint.region, "account": ACCOUNT}
        if digest:
            python = package.environment(self._place.project, emit)
            code = package.snapshot(self._place.project, digest, self._place.home, emit)
            facts |= {"python": str(python), "code": str(code)}
        workshop.change_state(lambda state: replace(state, facts={**state.facts, **facts}))

    def _serve(
        self, blueprint: Blueprint, workshop: Workshop, ports: Ports, emit: Emit, report: Report
    ) -> dict[str, str]:
        """Lets the runtime follow, and tells the outputs."""
        known = workshop.known()
        settled = {output.name: settle(output.value, known) for output in blueprint.outputs}
        outputs = {name: value for name, value in settled.items() if isinstance(value, str)}
        facts = {"ports": dict(ports.chosen)}
        workshop.change_state(
            lambda state: replace(state, outputs=outputs, facts={**state.facts, **facts}), durable=True
        )
        try:
            found = local_cloud.find(self._place.home)
            if found is None:
                raise local_cloud.gone(ConnectionError())
            local_cloud.refresh(found)
            _forget_old_code(self._place.home, workshop.state)
        except DeployError as error:
            emit(Failed(str(error), error.next_step, None, error.subject))
            report.failures.append(error)
        for output in blueprint.outputs:
            if output.name in outputs:
                emit(Output(output.name, outputs[output.name], output.subject))
        return outputs


def _functions_in(state: State) -> dict[str, str]:
    """Logical name -> architecture id."""
    return {name: record.subject or name for name, record in state.resources.items() if record.type == _FUNCTION}


def _check_region(blueprint: Blueprint, state: State) -> None:
    there = state.facts.get("region", blueprint.region)
    if state.resources and there != blueprint.region:
        raise DeployError(
            f"stack {blueprint.stack}",
            f"it stands in {there} and archloom.toml now says {blueprint.region}; a stack cannot move.",
            "Destroy it first, or give the new region to another stack.",
        )


def _grant_wish(wish: tuple[str, int] | None, workshop: Workshop, ports: Ports) -> None:
    """Gives an address the port that a person asked for. The cloud knows no ports, so that only the state changes."""
    if wish is None or ports.chosen.get(wish[0]) == wish[1]:
        return
    name, port = wish
    if not addresses.is_free(port):
        raise local_cloud.port_taken(name, port)
    record, old = workshop.state.resources.get(name), ports.chosen.get(name)
    ports.chosen[name] = port
    if record is not None:
        outputs = {
            key: value.replace(f"127.0.0.1:{old}", f"127.0.0.1:{port}") if isinstance(value, str) else value
            for key, value in record.outputs.items()
        }
        workshop.change_state(lambda state: state.recorded(name, replace(record, outputs=outputs)))


def _forget_old_code(home: Path, state: State) -> None:
    """Snapshots that no function runs any more. The environments are shared and stay."""
    current = Path(str(state.facts.get("code", "")))
    for folder in (home / "code").glob("*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def _clear(home: Path) -> None:
    """What a destroyed stack leaves behind: nothing but its lock and its history."""
    for name in (states.FILE, local_cloud.LOG):
        (home / name).unlink(missing_ok=True)
    for name in ("code", "scratch", "logs"):
        shutil.rmtree(home / name, ignore_errors=True)


def _code_digest(blueprint: Blueprint) -> str | None:
    codes = [resource.inputs["code"] for resource in blueprint.resources if resource.type == _FUNCTION]
    return next((code.digest for code in codes if isinstance(code, Code)), None)


def _one_at_a_time(emit: Emit) -> Emit:
    """Events come from several threads; who listens need not know."""
    lock = threading.Lock()

    def emit_one(event: Any) -> None:
        with lock:
            emit(event)

    return emit_one


def _result(report: Report, cancelled: threading.Event) -> Result:
    if report.failures:
        return "failed"
    return "cancelled" if cancelled.is_set() and report.left else "succeeded"


def _end(
    emit: Emit, result: Result, plan: Plan, outputs: Mapping[str, str], began: float, report: Report, words: str = ""
) -> Outcome:
    seconds = round(time.monotonic() - began, 3)
    emit(Done(result, words or _summary(result, report), seconds))
    return Outcome(result, plan, outputs, seconds, tuple(str(error) for error in report.failures))


def _summary(result: Result, report: Report) -> str:
    done, left = len(report.done), report.left
    if result == "cancelled" and not done:
        return "nothing was changed"
    made = f"{done} change{'' if done == 1 else 's'} made"
    match result:
        case "succeeded":
            return made if done else "nothing had to be changed"
        case "failed":
            rest = f", {left} not begun because of it" if left else ""
            return f"{made}, {len(report.failures)} failed{rest}; deploy again to make what is missing"
        case "cancelled":
            return f"stopped after {done} of {done + left} changes; what was made is kept, deploy again to go on"


def _wished_port(options: Mapping[str, Any], blueprint: Blueprint) -> tuple[str, int] | None:
    """The address that gets the `port` of the stack's settings: the first API, else the first function URL."""
    port = options.get("port")
    if port is None:
        return None
    names = [resource.name for kind in _ADDRESSED for resource in blueprint.resources if resource.type == kind]
    return (names[0], port) if names else None
