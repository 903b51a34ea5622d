"""Back on firm ground before a deployment: a local cloud that lost everything, and operations that were cut off.

The local cloud lives in memory. When its process was killed, every resource of the state is made again, from what it
was made from then, in well under a second or two; what was stored in tables, buckets and queues is gone. When the
deploying process was killed instead, each operation that it had announced is looked up and either recorded or dropped.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from ..blueprint import Blueprint, CloudResource
from ..events import Emit, Log, silent
from ..lowering import in_order
from ..plan import Change
from ..state import Pending, Record
from ..values import decode_inputs
from .carry_out import carry_out
from .handlers import HANDLERS
from .workshop import OLD, Workshop


def rebuild(workshop: Workshop, emit: Emit) -> int:
    """Makes again what the state knows, in an empty cloud; how many. What cannot be made is forgotten, and said."""
    known = {name: record for name, record in workshop.state.resources.items() if not name.endswith(OLD)}
    workshop.change_state(lambda state: replace(state, resources={}, pending={}))
    resources = in_order(_resource(name, record) for name, record in known.items())
    whole = Blueprint(workshop.state.project, workshop.state.stack, "", tuple(resources))
    changes = [Change(resource.name, resource.type, "create", resource.subject) for resource in resources]
    report = carry_out(changes, whole, workshop, silent, threading.Event())
    for error in report.failures:
        emit(Log("cloud", f"{error.where} could not be made again: {error.what}", error.subject))
    return len(report.done)


def resume(workshop: Workshop, emit: Emit) -> None:
    """Settles every operation that was begun and not recorded."""
    for name, pending in sorted(workshop.state.pending.items(), key=lambda item: len(item[1].needs)):
        match pending.action:
            case "create":
                _resume_create(workshop, name, pending, emit)
            case "update":
                _resume_update(workshop, name)
            case _:
                _resume_delete(workshop, name)


def _resume_create(workshop: Workshop, name: str, pending: Pending, emit: Emit) -> None:
    handler = HANDLERS.get(pending.type)
    found = workshop.look(lambda: handler.find(workshop.cloud, name, pending.inputs)) if handler else None
    if found is None:
        workshop.change_state(lambda state: state.dropped(name))
        return
    resource = CloudResource(pending.type, name, decode_inputs(pending.spec), pending.needs, pending.subject)
    workshop.record(resource, found[0], pending.inputs, found[1])
    emit(Log(name, "was made by the deployment that was cut off", pending.subject))


def _resume_update(workshop: Workshop, name: str) -> None:
    record = workshop.state.resources.get(name)
    if record is None:
        workshop.change_state(lambda state: state.dropped(name))
        return
    workshop.change_state(lambda state: state.recorded(name, replace(record, uncertain=True)))


def _resume_delete(workshop: Workshop, name: str) -> None:
    record = workshop.state.resources.get(name)
    handler = HANDLERS.get(record.type) if record else None
    there = None
    if record and handler:
        there = workshop.look(lambda: handler.read(workshop.cloud, record.id, record.outputs))
    gone = there is None
    workshop.change_state(lambda state: state.forgotten(name) if gone else state.dropped(name))


def _resource(name: str, record: Record) -> CloudResource:
    return CloudResource(record.type, name, decode_inputs(record.spec), record.needs, record.subject)
