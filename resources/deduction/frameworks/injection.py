"""FastAPI's dependency injection: what `Depends` in its forms gives to a parameter.

`x = Depends(f)`, `x: Annotated[T, Depends(f)]`, `x: T = Depends()`, `Security(f)`; dependencies have dependencies,
may be classes, and generators give what they yield. Requests know the application that they belong to.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..evaluate.names import annotation
from ..values import (
    Arguments,
    Bound,
    Class,
    Const,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Partial,
    Place,
    Sequence,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import dependency_injector
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

DEPENDS = frozenset(
    {"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fastapi.param_functions.Depends"}
)
REQUESTS = frozenset({
    "fastapi.Request", "starlette.requests.Request", "fastapi.requests.Request", "fastapi.WebSocket",
    "starlette.websockets.WebSocket", "starlette.requests.HTTPConnection",
})  # fmt: skip
FIELDS = frozenset({"Query", "Form", "Body", "Header", "Cookie", "Path", "File"})
TASKS = frozenset(
    {"fastapi.BackgroundTasks", "starlette.background.BackgroundTasks", "fastapi.background.BackgroundTasks"}
)


def solve(m: Machine, f: Frame, function: Value, app: Value | None, place: Place,
          parts: Collection[str] = ()) -> Arguments:  # fmt: skip
    """The arguments that FastAPI would pass, as far as it makes them itself. PARTS of the path are unknown texts."""
    target = _parameters_of(m, f, function)
    if target is None:
        return Arguments()
    owner, skip = target
    given: list[tuple[str, Value]] = []
    for name, sort, _, declared in owner.facts[2][skip:]:
        if sort in (1, 3):
            continue
        hint = annotation(m, Frame(owner.scope, f.node, f.depth), declared) if declared is not None else None
        default = owner.defaults.get(name)
        value = _parameter(m, f, default, hint, app, place)
        if value is None and name in parts:
            value = Unknown(f"the part {name} of the path", place)
        if value is None and name == "request" and declared is None and default is None:
            value = _request(m, "starlette.requests.Request", app, place)  # of Starlette and of middleware
        if value is None:
            value = _of_request(name, default, hint, place)
        if value is not None:
            given.append((name, value))
    return Arguments(named=tuple(given))


def _parameters_of(m: Machine, f: Frame, function: Value) -> tuple[Function, int] | None:
    from ..evaluate import attributes

    if isinstance(function, Function):
        return _wrapped(function), 0
    if isinstance(function, Bound):
        return function.function, 1
    if isinstance(function, Class):
        found = attributes.find_in_class(m, f, function, "__init__")
        return (found[0], 1) if found is not None and isinstance(found[0], Function) else None
    if isinstance(function, Instance):
        found = attributes.find_in_class(m, f, function.cls, "__call__")
        return (found[0], 1) if found is not None and isinstance(found[0], Function) else None
    return _parameters_of(m, f, function.function) if isinstance(function, Partial) else None


def _wrapped(function: Function) -> Function:
    """Whose parameters a wrapper has: `inspect.signature` follows `__wrapped__` to the end."""
    seen = {function}
    while isinstance(function.wraps, Function) and function.wraps not in seen:
        function = function.wraps
        seen.add(function)
    return function


def _parameter(m: Machine, f: Frame, default: Value | None, hint: Value | None, app: Value | None,
               place: Place) -> Value | None:  # fmt: skip
    marker = default if _is_depends(m, default) else None
    plain = hint
    if isinstance(hint, Sequence) and hint.kind == "annotated":
        plain = hint.items[0] if hint.items else None
        marker = marker or next((one for one in hint.items if _is_depends(m, one)), None)
    if isinstance(marker, LibObject):
        dependency = marker.arguments.get("dependency") or next(iter(marker.arguments.positional), None) or plain
        return None if dependency is None else provide(m, f, dependency, app, marker.place or place)
    for one in alternatives(plain) if plain is not None else ():
        if isinstance(one, Lib) and one.path in REQUESTS:
            return _request(m, one.path, app, place)
        if isinstance(one, Lib) and one.path in TASKS:
            return m.library_object(one.path, "fastapi.BackgroundTasks", place, Arguments())
    return None


def injected_by(m: Machine, f: Frame, default: Value, app: Value | None, place: Place) -> Value | None:
    """What `Depends(…)` stands for, wherever it is a default; None for any other value."""
    return _parameter(m, f, default, None, app, place) if _is_depends(m, default) else None


def _of_request(name: str, default: Value | None, hint: Value | None, place: Place) -> Value | None:
    """A parameter of the query, a form or a header: its default, or what the request says."""
    if isinstance(default, LibObject) and default.path.rpartition(".")[2] in FIELDS:
        default = default.arguments.get("default") or next(iter(default.arguments.positional), None) or Const(...)
    if not isinstance(default, Const):
        return None
    asked = Unknown(f"the parameter {name} of the request", place, hint)
    return asked if default == Const(...) else join((default, asked))


def _is_depends(m: Machine, value: Value | None) -> bool:
    return isinstance(value, LibObject) and (value.path in DEPENDS or m.catalog.canonical(value.path) in DEPENDS)


def provide(m: Machine, f: Frame, dependency: Value, app: Value | None, place: Place) -> Value:
    """The value of a dependency: called with its own dependencies; a generator gives what it yields."""
    if overrides := _overrides(m, app):
        dependency = overrides.get(dependency, dependency)
    if isinstance(dependency, Lib):
        return calls.call(m, f, dependency, Arguments(), place)
    if isinstance(dependency, LibObject):
        return dependency_injector.resolve(m, f, dependency, place)
    arguments = solve(m, f, dependency, app, place)
    if isinstance(dependency, Class) and dependency.marks & {"model", "dataclass"}:  # its fields are asked for
        arguments = Arguments((), arguments.named, (Unknown("the request", place),))
    made = calls.call(m, f, dependency, arguments, place)
    return join(_yielded(one) for one in alternatives(made))


def _overrides(m: Machine, app: Value | None) -> dict[Value, Value]:
    return m.scratch.setdefault(("overrides", app.number), {}) if isinstance(app, LibObject) else {}


@rule("fastapi.FastAPI.dependency_overrides.__setitem__")
def override(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`app.dependency_overrides[get_store] = s3_store`: what is asked for gets another maker."""
    if callee is not None and len(a.positional) == 2:
        m.deeds += 1
        _overrides(m, callee.receiver)[a.positional[0]] = a.positional[1]
    return Const(None)


def _yielded(value: Value) -> Value:
    if isinstance(value, Sequence) and value.kind in ("generator", "context"):
        return join([*value.items, *([value.rest] if value.rest is not None else [])])
    return value


def _request(m: Machine, path: str, app: Value | None, place: Place) -> LibObject:
    made = m.library_object(path, "", place, Arguments())
    made.attributes["url.path"] = Unknown("the path of a request", place)
    if app is not None:
        made.attributes["app"] = app
        made.attributes["state"] = state_of(m, app)
    return made


def state_of(m: Machine, app: Value) -> LibObject:
    """`request.state`: what the lifespan of the application yields."""
    key = ("request state", app.number if isinstance(app, LibObject) else 0)
    made = m.scratch.get(key)
    if made is None:
        made = m.scratch[key] = m.library_object("starlette.datastructures.State", "", ("", 0, 0, 0, 0), Arguments())
        made.born = 0
    return made
