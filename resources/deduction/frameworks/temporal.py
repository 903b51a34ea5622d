"""Temporal: a worker runs the workflows and activities of its task queue; who starts one writes to that queue.

`Worker(client, task_queue="orders", workflows=[Order], activities=[charge])` makes an entry of each. Within a workflow
`execute_activity(charge, …)` queues the activity and runs none of it; a local one runs in the same worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import attributes, calls, containers, naming, running
from ..evaluate.elders import elder
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    LibMethod,
    LibObject,
    Partial,
    Place,
    Sequence,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CLIENT, WORKER, HANDLE = "temporalio.client.Client", "temporalio.worker.Worker", "temporalio.client.WorkflowHandle"
QUEUES = "temporal queues"
RUN = "by temporalio"
"""The mark of methods under the decorators of `temporalio.workflow`."""
_STEPS = (
    "execute_activity", "start_activity", "execute_activity_method", "start_activity_method", "execute_activity_class",
    "start_activity_class", "execute_child_workflow", "start_child_workflow", "continue_as_new",
)  # fmt: skip
_LOCAL = ("execute_local_activity", "start_local_activity", "execute_local_activity_method")


@rule(f"{CLIENT}.connect")
def connect(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`await Client.connect("localhost:7233", api_key=…)`"""
    from ..evaluate import perform

    perform.keys(m, f, dict(a.named), place)
    return m.library_object(CLIENT, CLIENT, place, a)


@rule(WORKER)
def worker(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """Its workflows and activities are entries that the task queue triggers."""
    made = m.library_object(WORKER, WORKER, place, a)
    queue = _queue(m, a.get("task_queue"), place)
    m.made[made.number] = queue
    known: dict[Touch, None] = m.scratch.setdefault(QUEUES, {})
    if not known.keys() >= set(queue):
        m.changing(elder(m, QUEUES), QUEUES)
        known.update(dict.fromkeys(queue))
    trigger = (queue[0], "task") if queue else None
    host = Host("worker", "temporal", made, place, m.project.dotted(place[0]))
    for one in _listed(m, f, a.get("workflows")):
        method = _run_of(m, one) if isinstance(one, Class) else None
        if isinstance(one, Class) and method is not None:
            target = attributes.bound(m, f, method, calls.call(m, f, one, Arguments(), place))
            hosts.add(m, "queue", one.name, target, host, calls.place_of(method), trigger)
    for one in _listed(m, f, a.get("activities")):
        function = innermost(one)
        if function is not None:
            hosts.add(m, "queue", function.name, one, host, calls.place_of(function), trigger)
    return made


def _listed(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    items = containers.elements(m, f, value)[0] if value is not None else []
    return [one for item in items for one in alternatives(item)]


def _run_of(m: Machine, cls: Class) -> Function | None:
    """The method under `@workflow.run`: the first that the library marks, unless one is called `run`."""
    marked = [value for one in attributes.mro(m, cls) if isinstance(one, Class) for value in one.attributes.values()
              if isinstance(value, Function) and RUN in value.marks]  # fmt: skip
    return next((one for one in marked if one.name == "run"), next(iter(marked), None))


def _queue(m: Machine, value: Value | None, place: Place) -> tuple[Touch, ...]:
    if value is None:
        return ()
    return tuple(Touch("queue", "temporal", one.name, one.env, place, one.reason)
                 for one in naming.of_value(value, "plain"))  # fmt: skip


def _queued(m: Machine, f: Frame, value: Value | None, operation: str, place: Place) -> None:
    """Writes to the queue that is named, else to the one that the project's worker has."""
    touches = _queue(m, value, place) if value not in (None, Const(None)) else ()
    f.read(elder(m, QUEUES), QUEUES)
    known = tuple(m.scratch.get(QUEUES, ()))
    for touch in touches or (known if len(known) == 1 else ()):
        m.use(f, touch, operation, ("write",), place)


@rule(*methods((CLIENT,), ("start_workflow", "execute_workflow", "execute_update_with_start_workflow")))
def start(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await client.execute_workflow(Order.run, order, id=…, task_queue="orders")`"""
    _queued(m, f, a.get("task_queue"), "start_workflow", place)
    return m.library_object(HANDLE, HANDLE, place, Arguments())


@rule("temporalio.client.ScheduleActionStartWorkflow")
def scheduled(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Schedule(action=ScheduleActionStartWorkflow(Order.run, task_queue="orders"), …)`: the server is the clock."""
    _queued(m, f, a.get("task_queue"), "create_schedule", place)
    return Unknown("an action of a schedule", place)


@rule(*methods((CLIENT,), ("get_workflow_handle", "get_workflow_handle_for")))
def handle(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    return m.library_object(HANDLE, HANDLE, place, Arguments())


@rule(*methods((HANDLE,), ("signal", "execute_update", "start_update", "cancel", "terminate")))
def signal(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await handle.signal(Order.approve, True)`"""
    _queued(m, f, None, "signal", place)
    return Unknown("what a workflow answers", place)


@rule(*(f"temporalio.workflow.{one}" for one in _STEPS))
def step(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`await workflow.execute_activity(charge, order, start_to_close_timeout=…)`"""
    _queued(m, f, a.get("task_queue"), "execute_activity", place)
    return Unknown("what an activity gives", place)


@rule(*(f"temporalio.workflow.{one}" for one in _LOCAL))
def local(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """A local activity runs in the worker of its workflow."""
    first = a.positional[0] if a.positional else None
    given = a.get("args")
    passed = Arguments(tuple(given.items)) if isinstance(given, Sequence) else Arguments(a.positional[1:])
    if isinstance(first, Function | Bound | Partial):
        return calls.call(m, f, first, passed, place)
    return running.run(m, f, first, place) if isinstance(first, LibObject) else None
