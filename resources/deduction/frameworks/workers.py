"""Work behind a queue or a clock: Celery, RQ, Dramatiq, Huey, arq, APScheduler, `schedule`.

A task runs in a worker; who queues it writes to the broker and does not run it. Jobs of a scheduler run in the
process that holds the scheduler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import (
    Arguments,
    Bound,
    Const,
    Function,
    LibMethod,
    LibObject,
    Partial,
    Place,
    Unknown,
    Value,
    alternatives,
)
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

BROKERS = (
    "celery.Celery",
    "huey.RedisHuey",
    "huey.SqliteHuey",
    "huey.Huey",
    "taskiq.InMemoryBroker",
    "taskiq_redis.ListQueueBroker",
)
SCHEDULERS = (
    "apscheduler.schedulers.background.BackgroundScheduler", "apscheduler.schedulers.asyncio.AsyncIOScheduler",
    "apscheduler.schedulers.blocking.BlockingScheduler", "flask_apscheduler.APScheduler",
)  # fmt: skip
QUEUING = ("delay", "apply_async", "send", "send_with_options", "kiq", "enqueue", "schedule", "s", "si", "signature")


@rule("celery.Celery", "celery.app.base.Celery")
def celery(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    """`Celery("name", broker=URL)`: the broker is a queue, whatever keeps it."""
    made = m.library_object("celery.Celery", "celery.Celery", place, a)
    given = naming.bind(
        ("main", "loader", "backend", "amqp", "events", "log", "control", "set_as_current", "tasks", "broker"), a
    )
    broker = given.get("broker")
    if broker is None or broker == Const(None):
        return made
    service = _SERVICES.get((naming.text_of(alternatives(broker)[0]) or "").partition(":")[0].rstrip("s"), "celery")
    m.made[made.number] = tuple(
        Touch("queue", service, one.name, one.env, place, one.reason, number=made.number)
        for one in naming.of_value(broker, "host")
    )
    return made


_SERVICES = {"redi": "redis", "sq": "sqs", "amqp": "rabbitmq", "pyamqp": "rabbitmq"}


def _host(m: Machine, owner: LibObject, place: Place) -> Host:
    return Host("worker", owner.path.partition(".")[0], owner, owner.place or place)


def _broker(m: Machine, owner: LibObject | None) -> tuple[Touch, ...]:
    return m.stands_for(owner) if owner is not None else ()


def _task(m: Machine, target: Value, owner: LibObject, place: Place) -> None:
    function = innermost(target)
    if function is None:
        return
    m.scratch[("task", id(function.facts))] = owner
    touches = _broker(m, owner)
    trigger = (touches[0], "task") if touches else None
    hosts.add(m, "queue", function.name, target, _host(m, owner, place), place, trigger)


@rule(*methods(BROKERS, ("task", "periodic_task", "db_task", "actor")))
def task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.task` and `@app.task(bind=True)`."""
    if callee is None:
        return None
    owner = callee.receiver
    if a.positional and isinstance(a.positional[0], Function):
        _task(m, a.positional[0], owner, place)
        return a.positional[0]
    return hosts.decorator(m, place, lambda target: _task(m, target, owner, place))


@rule("celery.shared_task", "dramatiq.actor", "celery.task")
def shared_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Tasks that name no application."""
    package = "dramatiq" if not a.named and callee is not None else "celery"
    key = ("shared tasks", package)
    owner = m.scratch.get(key) or next((one for one in m.objects if one.path in BROKERS), None)
    if owner is None:
        owner = m.scratch[key] = m.library_object(f"{package}.shared", "", place, Arguments())
    if a.positional and isinstance(a.positional[0], Function):
        _task(m, a.positional[0], owner, place)
        return a.positional[0]
    return hosts.decorator(m, place, lambda target: _task(m, target, owner, place))


@rule(*(f"function.{name}" for name in QUEUING))
def queued(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`fn.delay(…)` writes to the broker; the task itself runs elsewhere."""
    function = innermost(a.positional[0])
    owner = m.scratch.get(("task", id(function.facts))) if function is not None else None
    if owner is None:
        return None
    for touch in _broker(m, owner):
        m.use(f, touch, "delay", ("write",), place)
    return Unknown("a queued task", place)


@rule(*methods(("rq.Queue",), ("enqueue", "enqueue_call", "enqueue_in", "enqueue_at", "enqueue_many")))
def rq_enqueue(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`queue.enqueue(fn, *args)`: fn runs in an `rq worker`."""
    if callee is None:
        return None
    owner = callee.receiver
    touches = _broker(m, owner)
    for touch in touches:
        m.use(f, touch, callee.name, ("write",), place)
    given = (*a.positional, *(value for key, value in a.named if key in ("func", "f")))
    for value in given:
        for one in alternatives(value):
            if isinstance(one, Function | Bound | Partial):
                function = innermost(one)
                label = function.name if function is not None else "job"
                hosts.add(
                    m, "queue", label, one, _host(m, owner, place), place, (touches[0], "job") if touches else None
                )
    return Unknown("a queued job", place)


def _clock(m: Machine, target: Value, owner: LibObject, place: Place) -> None:
    function = innermost(target)
    if function is not None:
        hosts.add(m, "schedule", function.name, target, _host(m, owner, place), place)


@rule(*methods(SCHEDULERS, ("add_job", "scheduled_job", "task")))
def add_job(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`scheduler.add_job(fn, "interval", hours=1)`, `@scheduler.scheduled_job("cron", hour=2)`."""
    if callee is None:
        return None
    owner = callee.receiver
    given = [
        one
        for one in (*a.positional, *(v for key, v in a.named if key == "func"))
        if isinstance(one, Function | Bound | Partial)
    ]
    for one in given:
        _clock(m, one, owner, place)
    return (
        Unknown("a job", place) if given else hosts.decorator(m, place, lambda target: _clock(m, target, owner, place))
    )


for _scheduler in SCHEDULERS:

    def _made(
        m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _scheduler
    ) -> Value:
        return m.library_object(path, path, place, a)

    rule(_scheduler)(_made)


@rule("schedule.every.*.do", "schedule.every.do")
def do(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`schedule.every().day.at("02:00").do(fn)`."""
    if callee is None or not a.positional:
        return None
    _clock(m, a.positional[0], callee.receiver, place)
    return Unknown("a job", place)
