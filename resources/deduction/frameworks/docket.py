"""Docket: functions that a worker runs, registered by name or queued where they are asked for.

Its queue is in `task_brokers`. The worker is the program with `Worker(…)`, else where a function is registered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import containers, naming
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..scope import Touch
from ..values import Arguments, Const, LibMethod, Place, Unknown, Value
from . import hosts, task_brokers
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

DOCKETS = ("docket.Docket", "docket.docket.Docket")
WORKERS = ("docket.Worker", "docket.worker.Worker")


def _task(m: Machine, target: Value, place: Place, touches: tuple[Touch, ...]) -> None:
    function = innermost(target)
    if function is not None:
        host: Host = m.scratch.setdefault("docket", _host(m, place[0]))
        hosts.add(m, "queue", function.name, target, host, place, (touches[0], "task") if touches else None)


def _host(m: Machine, file: str) -> Host:
    return Host("worker", "docket", ("docket",), (file, 1, 0, 0, 0), m.project.dotted(file))


def _runs_in(m: Machine, host: Host) -> None:
    """Whatever was registered before the worker was found runs there."""
    m.scratch["docket"] = host
    for key, draft in list(m.entries.items()):
        if draft.host.service == host.service and draft.host != host:
            draft.host = host
            if draft.kind == "startup":
                del m.entries[key]
                hosts.start_up(m, host)


@rule(*methods(DOCKETS, ("register", "register_collection")))
def registered(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`docket.register(summarize)`, `docket.register_collection("app.tasks:all")`."""
    touches = m.stands_for(callee.receiver) if callee is not None else ()
    for one in a.positional[:1]:
        for target in _collection(m, f, one) or [one]:
            _task(m, target, place, touches)
    return Const(None)


@rule(*methods(DOCKETS, ("add", "replace", "schedule")))
def queued(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await docket.add(summarize, when=later)(text)`: the call with its arguments is queued."""
    touches = m.stands_for(callee.receiver) if callee is not None else ()
    for target in a.positional[:1]:
        _task(m, target, place, touches)
    for touch in touches:
        m.use(f, touch, "task", ("write",), place)
    return Unknown("what queues a task", place)


@rule(*WORKERS, *methods(WORKERS, ("run",)))
def worker(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Worker(docket)`, `Worker.run(url=URL, tasks=["app.tasks:all"])`."""
    _runs_in(m, _host(m, place[0]))
    own = tuple((word, value) for word, value in a.named if word == "url")
    broker = task_brokers.made(m, DOCKETS[0], Arguments(named=own), place) if own else None
    touches = m.stands_for(broker) if broker is not None else ()
    named = a.get("tasks")
    for one in containers.elements(m, f, named)[0] if named is not None else ():
        for target in _collection(m, f, one):
            _task(m, target, place, touches)
    return m.library_object("docket.Worker", "", place, a)


def _collection(m: Machine, f: Frame, value: Value) -> list[Value]:
    """The functions in the list that "package.module:name" names."""
    path, _, name = (naming.text_of(value) or "").partition(":")
    file = next((one for one in m.project.summaries if m.project.dotted(one) == path), None) if name else None
    if file is None:
        return []
    found = module(m, file).scope.names.get(name)
    return containers.elements(m, f, found)[0] if found is not None else []
