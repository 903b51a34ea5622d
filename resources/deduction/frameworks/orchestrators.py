"""Work that an orchestrator runs: flows of Prefect, assets and ops of Dagster, tasks of Airflow.

A flow of Prefect runs where it is called; one that is served or deployed is an entry, by the clock if it has one. What
Dagster's and Airflow's decorators mark runs in their workers, and calling a task of Airflow only adds it to its DAG.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..entries import Host, innermost
from ..evaluate import containers, naming
from ..evaluate.machine import Frame
from ..values import (
    Arguments,
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
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CLOCKS = ("cron", "interval", "rrule", "schedule", "schedules")


def _host(m: Machine, service: str, place: Place) -> Host:
    file = place[0]
    return Host("worker", service, (service, file), (file, 1, 0, 0, 0), m.project.dotted(file))


def _add(m: Machine, service: str, kind: EntryKind, target: Value, place: Place, label: str = "") -> None:
    function = innermost(target)
    if function is not None:
        hosts.add(m, kind, label or function.name, target, _host(m, service, place), place)


def _wrapped(m: Machine, f: Frame, a: Arguments, place: Place, wrap: Callable[[Machine, Frame, Value], Value]) -> Value:
    """`@op` and `@op(retry_policy=…)`: what WRAP makes of the function stands in its place."""
    if a.positional and isinstance(a.positional[0], Function):
        return wrap(m, f, a.positional[0])
    made = m.library_object("decorator", "", place, Arguments())
    made.rule = wrap
    return made


def _step(m: Machine, path: str, target: Value, place: Place) -> LibObject:
    """What PATH makes of a function, which it keeps."""
    made = m.library_object(path, path, place, Arguments())
    made.attributes["function"] = target
    return made


# -- Prefect --


@rule("prefect.flow", "prefect.flows.flow")
def flow(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@flow(name="nightly")`"""

    def mark(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            m.scratch["flow", id(function.facts)] = place

    return hosts.plain_or_called(m, a, place, mark)


@rule("function.serve", "function.deploy", "function.to_deployment")
def served(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`nightly.serve(name="nightly", cron="0 6 * * *", parameters={"key": 1})`"""
    target = a.positional[0]
    function = innermost(target)
    if function is None or ("flow", id(function.facts)) not in m.scratch:
        return None
    given = a.get("parameters")
    named = tuple((str(key), value) for key, value in given.items.items()) if isinstance(given, Mapped) else ()
    clock = any(a.get(word) not in (None, Const(None)) for word in CLOCKS)
    called = Partial(target, Arguments(named=named)) if named else target
    _add(m, "prefect", "schedule" if clock else "function", called, m.scratch["flow", id(function.facts)])
    return Unknown("a deployment", place)


# -- Dagster --

DAGSTER = ("asset", "multi_asset", "op", "asset_check", "graph_asset", "sensor", "asset_sensor", "schedule")


@rule(*methods(("dagster",), DAGSTER))
def dagster(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@asset`, `@op(retry_policy=…)`, `@sensor(job=…)`: Dagster runs each by itself, so none runs another."""

    def wrap(_m: Machine, _f: Frame, target: Value) -> Value:
        _add(m, "dagster", "function", target, place)
        return _step(m, STEP, target, place)

    return _wrapped(m, f, a, place, wrap)


STEP = "dagster.Step"


@rule(f"{STEP}.__call__", f"{STEP}.alias", f"{STEP}.configured")
def step(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """In the body of a `@job` or `@graph`, a call only says what comes after what."""
    return callee.receiver if callee is not None else None


# -- Airflow --

TASK = "airflow.Task"
DECORATORS = ("airflow.decorators.task", "airflow.sdk.task", "airflow.sdk.definitions.decorators.task")


@rule(*DECORATORS, *(f"{path}.{word}" for path in DECORATORS for word in (
    "virtualenv", "python", "branch", "sensor", "external_python", "docker", "kubernetes", "short_circuit",
)))  # fmt: skip
def task(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@task`, `@task(retries=2)`"""

    return _wrapped(m, f, a, place, lambda _m, _f, target: _step(m, TASK, target, place))


@rule(f"{TASK}.__call__", f"{TASK}.expand")
def planned(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`summarize(fetch())` in a DAG: a worker of Airflow runs each of them."""
    target = callee.receiver.attributes.get("function") if callee is not None else None
    if target is not None:
        given = a if callee is not None and callee.name == "__call__" and (a.positional or a.named) else None
        _add(m, "airflow", "schedule", Partial(target, given) if given is not None else target, place)
    return Unknown("what a task gives", place)


@rule(f"{TASK}.partial", f"{TASK}.override")
def same(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`summarize.override(task_id="again")`"""
    return callee.receiver if callee is not None else None


@rule("airflow.operators.python.PythonOperator", "airflow.operators.python_operator.PythonOperator",
      "airflow.providers.standard.operators.python.PythonOperator")  # fmt: skip
def operator(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`PythonOperator(task_id="embed", python_callable=embed, op_kwargs={"folder": "x"})`"""
    target, kwargs, args = a.get("python_callable"), a.get("op_kwargs"), a.get("op_args")
    passed = tuple(containers.elements(m, f, args)[0]) if args is not None else ()
    named = tuple((str(key), one) for key, one in kwargs.items.items()) if isinstance(kwargs, Mapped) else ()
    label = naming.text_of(a.get("task_id") or Const(None)) or ""
    for one in alternatives(target) if target is not None else ():
        called = Partial(one, Arguments(passed, named)) if passed or named else one
        _add(m, "airflow", "schedule", called, place, label)
    return m.library_object("airflow.Operator", "", place, Arguments())
