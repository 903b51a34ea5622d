"""Huey: calling a task queues it, and what the call gives is a handle that asks for the result.

`@huey.periodic_task(crontab(hour="3"))` runs by the clock in the consumer. Its brokers are in `task_brokers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, Function, LibMethod, LibObject, Place, Unknown, Value, alternatives
from . import hosts, task_brokers
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

TASK, RESULT = "huey.Task", "huey.Result"
WORDS = tuple(f"{word}Huey" for word in ("", "Sqlite", "File", "Memory", "Black", "BlackHole"))
BROKERS = (*(f"huey.{word}" for word in WORDS), *(one for one in task_brokers.BROKERS if one.startswith("huey.")))


@rule(*methods(BROKERS, ("task", "db_task", "context_task")))
def task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@huey.task()`, `@huey.task(retries=2)`."""
    return _decorating(m, callee.receiver, place, "queue") if callee is not None else None


@rule(*methods(BROKERS, ("periodic_task", "db_periodic_task")))
def periodic_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@huey.periodic_task(crontab(minute="0"))`: the consumer is the clock; it may be queued by hand too."""
    return _decorating(m, callee.receiver, place, "schedule") if callee is not None else None


def _decorating(m: Machine, owner: LibObject, place: Place, kind: hosts.EntryKind) -> LibObject:
    made = m.library_object("decorator", "", place, Arguments())

    def decorate(machine: Machine, f: Frame, target: Value) -> Value:
        function = innermost(target)
        if function is None:
            return target
        broker = machine.stands_for(owner)
        trigger = (broker[0], "task") if broker and kind == "queue" else None
        host = Host("worker", "huey", owner, owner.place or place)
        hosts.add(machine, kind, function.name, target, host, place, trigger)
        return _task_of(machine, owner, target, place)

    made.rule = decorate
    return made


def _task_of(m: Machine, owner: LibObject, target: Value, place: Place) -> LibObject:
    """What stands under the function's name from now on."""
    made = m.library_object(TASK, TASK, place, Arguments())
    made.receiver = owner
    made.attributes["func"] = target
    return made


@rule(*methods((TASK,), ("__call__", "schedule", "delay", "s", "map")))
def queued(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`summarize(text)`, `summarize.schedule((text,), delay=10)`."""
    owner = callee.receiver.receiver if callee is not None else None
    if not isinstance(owner, LibObject):
        return None
    made = m.library_object(RESULT, RESULT, place, Arguments())
    m.made[made.number] = m.stands_for(owner)
    if callee is not None and callee.name != "s":  # a signature is queued by `huey.enqueue`
        for touch in m.stands_for(owner):
            m.use(f, touch, "task", ("write",), place)
    return made


@rule(f"{TASK}.call_local")
def run_here(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`summarize.call_local(text)` runs the function where it is called."""
    target = callee.receiver.attributes.get("func") if callee is not None else None
    return calls.call(m, f, target, a, place) if isinstance(target, Function) else None


@rule(*methods((RESULT,), ("get", "__call__", "is_revoked", "get_raw_result")))
def asked(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`result.get(blocking=True)`: results are kept where the tasks are queued."""
    for touch in m.stands_for(callee.receiver) if callee is not None else ():
        m.use(f, touch, "result", ("read",), place)
    return Unknown("the result of a task", place)


@rule(*methods(BROKERS, ("enqueue", "result")))
def at_the_broker(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`huey.enqueue(task.s(text))`, `huey.result(task_id)`."""
    word = "result" if callee is not None and callee.name == "result" else "task"
    for touch in m.stands_for(callee.receiver) if callee is not None else ():
        m.use(f, touch, word, ("read" if word == "result" else "write",), place)
    given = [one for value in a.positional[:1] for one in alternatives(value) if isinstance(one, LibObject)]
    return given[0] if given and word == "task" else Unknown("the result of a task", place)
