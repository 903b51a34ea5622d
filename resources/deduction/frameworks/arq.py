"""Workers of arq: `arq app.worker.WorkerSettings` runs what a class of settings lists.

Its functions run when somebody queues them by name, its cron jobs by the clock. All get one dictionary, in which
`on_startup` keeps what the jobs need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ..entries import Draft, Host, innermost, register
from ..evaluate import attributes, calls, containers, naming
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..scope import Touch
from ..values import Arguments, Class, LibMethod, LibObject, Mapped, Place, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ...architecture import EntryKind
    from ..evaluate.machine import Machine

    Evaluate = Callable[[Machine, Frame], None]

SETTINGS = "arq.connections.RedisSettings"
CRON = "arq.cron"
HOOKS = ("on_startup", "on_shutdown", "on_job_start", "on_job_end", "after_job_end")


@rule("arq.func", "arq.worker.func")
def func(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`func(answer, name="ask", timeout=60)` is the function with options."""
    return a.get("coroutine") or (a.positional[0] if a.positional else None)


@rule(CRON, "arq.cron.cron")
def cron(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`cron(tidy, hour=3)`: what runs by the clock, once a worker's class lists it."""
    return func(m, f, a, place, callee)


def find(m: Machine) -> None:
    """Classes that list functions or cron jobs, and are of arq."""
    for file, state in list(m.modules.items()):
        for value in list(state.scope.names.values()):
            if isinstance(value, Class) and value.file == file and _is_worker(m, value):
                _worker(m, value, Frame(state.scope, state.node, 0))


def _is_worker(m: Machine, cls: Class) -> bool:
    listed = _value(m, cls, "functions") is not None or _value(m, cls, "cron_jobs") is not None
    return listed and (_redis(m, cls) is not None or "arq" in m.project.summaries[cls.file].imports or (
        cls.name == "WorkerSettings" and any("arq" in one.imports for one in m.project.summaries.values())
    ))  # fmt: skip


def _value(m: Machine, cls: Class, name: str) -> Value | None:
    known = (one.attributes.get(name) for one in attributes.mro(m, cls) if isinstance(one, Class))
    return next((one for one in known if one is not None), None)


def _redis(m: Machine, cls: Class) -> LibObject | None:
    given = _value(m, cls, "redis_settings")
    known = alternatives(given) if given is not None else ()
    return next((one for one in known if isinstance(one, LibObject) and one.path == SETTINGS), None)


def _worker(m: Machine, cls: Class, f: Frame) -> None:
    place = cls.place or (cls.file, 1, 0, 0, 0)
    host = Host("worker", "arq", cls, place)
    shared = _shared(m, cls, place)
    redis = _redis(m, cls)
    touches = m.stands_for(redis) if redis is not None else ()
    trigger = (touches[0], "job") if touches else None
    for target in _listed(m, f, _value(m, cls, "functions")):
        _job(m, "queue", target, host, _calling((target,), shared, place), trigger)
    for target in _listed(m, f, _value(m, cls, "cron_jobs")):
        _job(m, "schedule", target, host, _calling((target,), shared, place))
    hooks = tuple(one for name in HOOKS if (one := _value(m, cls, name)) is not None)
    register(m, ("startup", cls), Draft(
        "startup", "startup", None, host, place, _calling(hooks, shared, place), only_with_effects=True
    ))  # fmt: skip


def _job(m: Machine, kind: EntryKind, target: Value, host: Host, evaluate: Evaluate,
         trigger: tuple[Touch, str] | None = None) -> None:  # fmt: skip
    function = innermost(target)
    if function is not None:
        register(m, (kind, host.anchor, function), Draft(
            kind, function.name, target, host, host.place, evaluate, trigger, with_imports=False
        ))  # fmt: skip


def _listed(m: Machine, f: Frame, value: Value | None) -> Iterator[Value]:
    for one in containers.elements(m, f, value)[0] if value is not None else ():
        text = naming.text_of(one)
        named = _named(m, f.file, text) if text else one
        if named is not None:
            yield named


def _named(m: Machine, importer: str, dotted: str) -> Value | None:
    """`functions = ["app.jobs.answer"]`."""
    path, _, name = dotted.rpartition(".")
    if path == m.project.dotted(importer):
        file = importer
    else:
        file = m.project.resolve(importer, 0, path, (name,)) if path else None
    return module(m, file).scope.names.get(name) if file is not None and file in m.project.summaries else None


def _shared(m: Machine, cls: Class, place: Place) -> Mapped:
    """The worker's dictionary, with arq's own connection."""
    shared = m.mapped({})
    redis = _redis(m, cls)
    if redis is not None:
        pool = m.library_object("arq.ArqRedis", "arq.ArqRedis", place, Arguments())
        m.made[pool.number] = tuple(m.stands_for(redis))
        shared.items["redis"] = pool
    return shared


def _calling(targets: tuple[Value, ...], shared: Mapped, place: Place) -> Evaluate:
    def evaluate(m: Machine, f: Frame) -> None:
        for one in targets:
            calls.call(m, f, one, Arguments((shared,)), place)

    return evaluate
