"""Celery's clock: what `beat_schedule` names, and what `sender.add_periodic_task(…)` adds, runs in the worker too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..entries import Host, innermost
from ..evaluate import calls, containers, naming
from ..evaluate.machine import Frame
from ..scope import Node
from ..values import (
    EMPTY,
    TRUE,
    Arguments,
    Bound,
    Const,
    Function,
    LibMethod,
    LibObject,
    Mapped,
    Partial,
    Place,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import handlers, hosts
from .celery_settings import setting
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

SETTINGS = ("beat_schedule", "celerybeat_schedule")
SIGNALS = ("on_after_configure", "on_after_finalize")
_TASK, _SET_UP = "celery task", "celery set up"


def remember(m: Machine, target: Value, called: Value, owner: LibObject, options: Arguments) -> None:
    """Keeps a task under its name, for whoever says when it runs. CALLED is what the worker calls."""
    function = innermost(target)
    if function is None:
        return
    if options.get("bind") == TRUE and not isinstance(called, Partial):
        called = Partial(called, Arguments((Unknown("the task", calls.place_of(function)),)))
    m.scratch[_TASK, id(function.facts)] = called, owner
    given = options.get("name")
    name = naming.text_of(given) if given is not None else None
    if name:
        m.scratch[_TASK, name] = called, owner


def signature(made: LibObject, a: Arguments) -> None:
    """`task.s(1)`: the task, which stands first, with its arguments."""
    made.attributes["signature"] = Partial(a.positional[0], Arguments(a.positional[1:], a.named, a.rest))


@rule(*methods(("celery.Celery",), (f"{one}.connect" for one in SIGNALS)))
def connect(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.on_after_configure.connect`: the function is called once all tasks are known."""
    if callee is None:
        return None
    app = callee.receiver
    if a.positional and isinstance(a.positional[0], Function | Bound | Partial):
        _set_up(m, app, a.positional[0], place)
        return a.positional[0]
    return hosts.decorator(m, place, lambda target: _set_up(m, app, target, place))


def _set_up(m: Machine, app: LibObject, target: Value, place: Place) -> None:
    m.scratch[_SET_UP, app.number, place] = app, target, place


@rule("celery.Celery.add_periodic_task")
def add_periodic_task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`sender.add_periodic_task(10.0, build.s("x"))`, `app.add_periodic_task(crontab(hour=7), build, args=["x"])`."""
    given = naming.bind(("schedule", "sig", "args", "kwargs", "name"), a)
    for one in alternatives(given["sig"]) if "sig" in given else ():
        made = one.attributes.get("signature") if isinstance(one, LibObject) else one
        inner = made.function if isinstance(made, Partial) else made
        own = made.arguments if isinstance(made, Partial) and made is not one else EMPTY
        more = arguments(m, f, given.get("args"), given.get("kwargs"))
        joined = Arguments((*own.positional, *more.positional), (*own.named, *more.named), (*own.rest, *more.rest))
        function = innermost(inner)
        if function is not None:
            label = naming.text_of(given["name"]) if "name" in given else None
            _add(m, m.scratch.get((_TASK, id(function.facts))), label or function.name, joined, place)
    return Const(None)


def find(m: Machine) -> None:
    """The clocks of all applications, once the modules are evaluated."""
    for key in [key for key in m.scratch if key.__class__ is tuple and key[0] == _SET_UP]:
        app, target, place = m.scratch[key]
        calls.call(m, _frame(m, place), target, Arguments((app,)), place)
    for app in [one for one in m.objects if one.path == "celery.Celery"]:
        schedule = setting(app, SETTINGS)
        for one in alternatives(schedule) if schedule is not None else ():
            if isinstance(one, Mapped):
                _scheduled(m, one, app.place or handlers.place_in("."))


def _frame(m: Machine, place: Place) -> Frame:
    return Frame(m.scope("function", place[0], None), Node("beat", place, None, None), 0)


def _scheduled(m: Machine, schedule: Mapped, place: Place) -> None:
    rest = [("", schedule.rest)] if schedule.rest is not None else []
    for label, item in _dicts([*schedule.items.items(), *rest]):
        here = item.place or schedule.place or place
        given = arguments(m, _frame(m, here), item.items.get("args"), item.items.get("kwargs"))
        for named in alternatives(item.items.get("task", Const(None))):
            name = naming.text_of(named)
            if name:
                _by_name(m, label, name, given, here)


def _dicts(pairs: list[tuple[Any, Value]]) -> Iterator[tuple[str, Mapped]]:
    return ((str(key), one) for key, value in pairs for one in alternatives(value) if isinstance(one, Mapped))


def _by_name(m: Machine, label: str, name: str, given: Arguments, place: Place) -> None:
    """A task by the name that it was given, or by where it stands."""
    task = m.scratch.get((_TASK, name))
    found = None if task is not None or "." not in name else handlers.find(m, name)
    function = innermost(task[0] if task is not None else found[0] if found is not None else None)
    if function is not None:
        _add(m, m.scratch.get((_TASK, id(function.facts))), label or function.name, given, place)


def arguments(m: Machine, f: Frame, listed: Value | None, named: Value | None) -> Arguments:
    """What a clock passes to its job: `args=[…]`, `kwargs={…}`."""
    items, rest = containers.elements(m, f, listed) if listed is not None and listed != Const(None) else ([], None)
    pairs = named.items.items() if isinstance(named, Mapped) else ()
    return Arguments(tuple(items), tuple((str(key), value) for key, value in pairs), () if rest is None else (rest,))


def _add(m: Machine, task: tuple[Value, LibObject] | None, label: str, given: Arguments, place: Place) -> None:
    """An entry of its own, by the name that the schedule gives it: whoever queues the task may pass something else."""
    if task is None:
        return
    called, owner = task
    target = Partial(called, given) if given != EMPTY else called
    host = Host("worker", owner.path.partition(".")[0], owner, owner.place or place)
    hosts.add(m, "schedule", label, target, host, place)
