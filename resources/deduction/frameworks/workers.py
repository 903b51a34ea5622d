"""Work behind a queue or a clock: Celery, RQ, Dramatiq, Taskiq, APScheduler, `schedule`. Huey has rules of its own.

A task runs in a worker; who queues it writes to the broker and does not run it. Jobs of a scheduler run in the
process that holds the scheduler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import libraries, naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import (
    EMPTY,
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
from . import celery_beat, celery_settings, handlers, hosts, task_brokers, task_classes
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

BROKERS = (
    "celery.Celery", "taskiq.InMemoryBroker", *(one for one in task_brokers.BROKERS if not one.startswith("huey.")),
)  # fmt: skip
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
    _connect(m, made, given.get("broker"), given.get("backend"))
    return made


def _connect(m: Machine, app: LibObject, broker: Value | None, backend: Value | None) -> None:
    if broker is None or broker == Const(None):
        return
    service = _SERVICES.get((naming.text_of(alternatives(broker)[0]) or "").partition(":")[0].rstrip("s"), "celery")
    place = app.place or ("", 1, 0, 1, 0)
    m.made[app.number] = tuple(
        Touch("queue", service, one.name, one.env, place, one.reason, number=app.number)
        for one in naming.of_value(broker, "host")
    )
    _keep_backend(m, app, backend, place)


def _keep_backend(m: Machine, app: LibObject, backend: Value | None, place: Place) -> None:
    """Results are kept where tasks are queued, unless another address is given."""
    names = naming.of_value(backend, "host") if backend is not None and backend != Const(None) else []
    there = {(touch.name, touch.env) for touch in m.stands_for(app)}
    known = {one for pair in there for one in pair if one}
    others = [one for one in names if (one.name or one.env) and not {one.name, one.env} & known]
    text = naming.text_of(alternatives(backend)[0]) if backend is not None else None
    if others and text and text.partition(":")[0] not in ("rpc", "cache"):
        service = _SERVICES.get(text.partition(":")[0].rstrip("s"), text.partition(":")[0].removeprefix("db+"))
        kind = "cache" if service == "redis" else "database"
        m.scratch["backend", app.number] = tuple(
            Touch(kind, service, one.name, one.env, place, one.reason) for one in others
        )


def _backend(m: Machine, app: LibObject | None) -> tuple[Touch, ...]:
    queue = _broker(m, app)
    return m.scratch.get(("backend", app.number)) or queue if app is not None else ()


RESULT = "celery.result.AsyncResult"


def _result(m: Machine, app: LibObject | None, place: Place) -> LibObject:
    made = m.library_object(RESULT, RESULT, place, Arguments())
    m.made[made.number] = _backend(m, app)
    return made


def _celery(m: Machine, value: Value | None) -> LibObject | None:
    """The application that is given, else the project's first."""
    given = [one for one in alternatives(value) if isinstance(one, LibObject)] if value is not None else []
    return next(iter(given), None) or next((one for one in m.objects if one.path == "celery.Celery"), None)


@rule(RESULT, "celery.result.GroupResult.restore")
def asked_result(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`AsyncResult(task_id, app=celery)`: whoever makes one asks how the task stands."""
    made = _result(m, _celery(m, a.get("app")), place)
    for touch in m.stands_for(made):
        m.use(f, touch, "result", ("read",), place)
    return made


@rule("celery.Celery.AsyncResult", "function.AsyncResult")
def asked_of_app(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.AsyncResult(task_id)`, `task.AsyncResult(task_id)`."""
    return asked_result(m, f, Arguments(named=(("app", callee.receiver),) if callee is not None else ()), place, None)


_SERVICES = {"redi": "redis", "sq": "sqs", "amqp": "rabbitmq", "pyamqp": "rabbitmq"}


def _host(m: Machine, owner: LibObject, place: Place) -> Host:
    return Host("worker", owner.path.partition(".")[0], owner, owner.place or place)


def _broker(m: Machine, owner: LibObject | None) -> tuple[Touch, ...]:
    if owner is None:
        return ()
    if not m.stands_for(owner) and owner.path == "celery.Celery":
        _connect(m, owner, celery_settings.setting(owner, celery_settings.BROKER),
                 celery_settings.setting(owner, celery_settings.BACKEND))  # fmt: skip
    return m.stands_for(owner)


def _task(m: Machine, target: Value, owner: LibObject, place: Place, options: Arguments = EMPTY) -> None:
    function = innermost(target)
    if function is None:
        return
    m.scratch[("task", id(function.facts))] = owner
    touches = _broker(m, owner)
    trigger = (touches[0], "task") if touches else None
    called = task_classes.called(m, target, options, place)
    celery_beat.remember(m, target, called, owner, options)
    hosts.add(m, "queue", function.name, called, _host(m, owner, place), place, trigger)


@rule(*methods(BROKERS, ("task", "periodic_task", "actor")))
def task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.task` and `@app.task(bind=True)`."""
    if callee is None:
        return None
    return _decorated(m, a, callee.receiver, place)


@rule("celery.Celery.send_task")
def send_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.send_task("reports.build", args=[…])`: a task by its name, whoever defines it."""
    if callee is None:
        return None
    for touch in _broker(m, callee.receiver):
        m.use(f, touch, "send_task", ("write",), place)
    return _result(m, callee.receiver, place)


@rule("celery.shared_task", "celery.task")
def shared_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """Tasks that name no application."""
    owner = m.scratch.get("shared tasks") or _celery(m, None)
    if owner is None:
        owner = m.scratch["shared tasks"] = m.library_object("celery.shared", "", place, Arguments())
    return _decorated(m, a, owner, place)


@rule("dramatiq.actor")
def actor(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@dramatiq.actor`, `@dramatiq.actor(queue_name="slow")`."""
    return _decorated(m, a, task_brokers.of_actor(m, a, place), place)


def _decorated(m: Machine, a: Arguments, owner: LibObject, place: Place) -> Value:
    """The function that is decorated, or what decorates the one that comes."""
    if a.positional and isinstance(a.positional[0], Function):
        _task(m, a.positional[0], owner, place)
        return a.positional[0]
    return hosts.decorator(m, place, lambda target: _task(m, target, owner, place, a))


@rule(*(f"function.{name}" for name in QUEUING))
def queued(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`fn.delay(…)` writes to the broker; the task itself runs elsewhere."""
    function = innermost(a.positional[0])
    owner = m.scratch.get(("task", id(function.facts))) if function is not None else None
    if owner is None:
        return None
    for touch in _broker(m, owner):
        m.use(f, touch, "delay", ("write",), place)
    if not owner.path.startswith("celery."):
        return Unknown("a queued task", place)
    made = _result(m, owner, place)
    celery_beat.signature(made, a)
    return made


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
    named = [one for one in (*a.positional[:1], a.get("f"), a.get("func")) if isinstance(one, Const)]
    for value in (*given, *(found for one in named if (found := _by_name(m, one)) is not None)):
        for one in alternatives(value):
            if isinstance(one, Function | Bound | Partial):
                function = innermost(one)
                label = function.name if function is not None else "job"
                hosts.add(
                    m, "queue", label, one, _host(m, owner, place), place, (touches[0], "job") if touches else None
                )
    return Unknown("a queued job", place)


def _by_name(m: Machine, name: Const) -> Value | None:
    """`queue.enqueue("jobs.build")`: the function of the project that bears this name."""
    found = handlers.find(m, name.value) if isinstance(name.value, str) and "." in name.value else None
    return found[0] if found is not None else None


@rule("rq.decorators.job", "rq.job")
def rq_job(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@job("low", connection=redis)`: the function runs in an `rq worker` whenever `delay` queues it."""
    given = naming.bind(("queue", "connection"), a)
    queue = given.get("queue", Unknown("a queue", place))
    made = [queue] if isinstance(queue, LibObject) else alternatives(
        libraries.call_path(m, f, "rq.Queue", Arguments((queue,), (("connection", given["connection"]),)), place)
        if "connection" in given else queue
    )  # fmt: skip
    owner = next((one for one in made if isinstance(one, LibObject)), None)
    return hosts.decorator(m, place, lambda target: _task(m, target, owner, place)) if owner is not None else None


def _clock(m: Machine, target: Value, owner: LibObject, place: Place, given: Arguments | None = None) -> None:
    function = innermost(target)
    if function is not None:
        called = Partial(target, given) if given is not None and (given.positional or given.named) else target
        hosts.add(m, "schedule", function.name, called, _host(m, owner, place), place)


@rule(*methods(SCHEDULERS, ("add_job", "scheduled_job", "task")))
def add_job(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`scheduler.add_job(fn, "interval", args=[1], hours=1)`, `@scheduler.scheduled_job("cron", hour=2)`."""
    if callee is None:
        return None
    owner = callee.receiver
    given = [
        one
        for one in (*a.positional, *(v for key, v in a.named if key == "func"))
        if isinstance(one, Function | Bound | Partial)
    ]
    for one in given:
        _clock(m, one, owner, place, celery_beat.arguments(m, f, a.get("args"), a.get("kwargs")))
    return (
        Unknown("a job", place) if given else hosts.decorator(m, place, lambda target: _clock(m, target, owner, place))
    )


for _scheduler in SCHEDULERS:

    def _made(
        m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _scheduler
    ) -> Value:
        return m.library_object(path, path, place, a)

    rule(_scheduler)(_made)


@rule(*(f"schedule.every.{part}{word}" for part in ("", "*.") for word in ("at", "to", "until", "tag")))
def when(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`schedule.every().day.at("02:00")` is still the clock that `do` is asked of."""
    return callee.receiver if callee is not None else None


@rule("schedule.every.*.do", "schedule.every.do")
def do(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`schedule.every().day.at("02:00").do(fn, 1)`."""
    if callee is None or not a.positional:
        return None
    _clock(m, a.positional[0], callee.receiver, place, Arguments(a.positional[1:], a.named))
    return Unknown("a job", place)


@rule("schedule.repeat")
def repeat(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@repeat(every().day, 1)`"""
    owner = a.positional[0] if a.positional else None
    if isinstance(owner, LibMethod):  # `every().day` is an attribute
        owner = owner.receiver
    if not isinstance(owner, LibObject):
        return None
    given = Arguments(a.positional[1:], a.named)
    return hosts.decorator(m, place, lambda target: _clock(m, target, owner, place, given))
