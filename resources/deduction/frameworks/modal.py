"""Modal: functions that answer the web, run by the clock or are started from the command line.

`fn.remote(x)` runs the function, in whatever container; so it is followed as a call is. Applications under
`@modal.asgi_app()` are found as those of their framework, because the function that makes one is run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host, innermost
from ..evaluate import calls, naming, running
from ..evaluate.machine import Frame
from ..values import Arguments, Class, Const, Function, LibMethod, LibObject, Place, Value
from . import hosts
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

APPS = ("modal.App", "modal.Stub")
for _path in APPS:

    def _app(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_app)


def _host(m: Machine, kind: str, place: Place) -> Host:
    file = place[0]
    return Host(kind, "modal", ("modal", kind, file), (file, 1, 0, 0, 0), m.project.dotted(file))


@rule("modal.web_endpoint", "modal.fastapi_endpoint")
def endpoint(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@modal.fastapi_endpoint(method="POST", label="ask")`"""
    verb = (naming.text_of(a.get("method") or Const("GET")) or "GET").upper()

    def add(target: Value) -> None:
        function = innermost(target)
        if function is not None:
            label = naming.text_of(a.get("label") or Const(None)) or function.name
            hosts.add(m, "http", f"{verb} /{label}", target, _host(m, "web_app", place), place)

    return hosts.decorator(m, place, add)


@rule("modal.asgi_app", "modal.wsgi_app", "modal.web_server")
def application(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@modal.asgi_app()`: the function makes the application, whose routes answer."""

    def add(target: Value) -> None:
        function = innermost(target)
        if function is not None and function.owner is None:
            calls.call(m, f, target, Arguments(), place)

    return hosts.decorator(m, place, add)


@rule(*methods(APPS, ("function", "cls")))
def function(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.function(schedule=modal.Cron("0 6 * * *"))` runs by the clock; without a schedule somebody calls it."""
    schedule = a.get("schedule")

    def add(target: Value) -> None:
        inner = innermost(target) if not isinstance(target, Class) else None
        if inner is not None and schedule is not None and schedule != Const(None):
            hosts.add(m, "schedule", inner.name, target, _host(m, "worker", place), place)

    return hosts.decorator(m, place, add)


@rule(*methods(APPS, ("local_entrypoint",)))
def local_entrypoint(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@app.local_entrypoint()`: what `modal run` starts on the machine of whoever calls it."""

    def add(target: Value) -> None:
        if isinstance(target, Function):
            hosts.add(m, "script", target.name, target, _host(m, "worker", place), place)

    return hosts.decorator(m, place, add)


@rule(*(f"function.{word}" for word in ("local", "remote_gen", "spawn", "for_each", "spawn_map")))
def called(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`self.ask.local(x)`, `work.spawn(order)`"""
    return running.run(m, f, a.positional[0], place)


@rule("modal.Cls.from_name", "modal.Function.from_name", "modal.Function.lookup", "modal.Cls.lookup")
def elsewhere(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> LibObject:
    """A function of another application."""
    return m.library_object("modal.Elsewhere", "", place, Arguments())
