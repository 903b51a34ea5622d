"""Entries by convention: Lambda handlers by their shape, and the functions that the caller names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ...architecture import Origin
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, outside, running
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..facts import is_function
from ..values import (
    Arguments,
    Class,
    Function,
    Instance,
    LibObject,
    Place,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from .crhelper import CALLED

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

HANDLER_NAMES = frozenset({"handler", "lambda_handler"})


def evaluated(target: Value, place: Place):
    """Calls a function with unknown arguments, or runs an object."""

    def evaluate(m: Machine, f: Frame) -> None:
        for one in alternatives(target):
            if isinstance(one, LibObject | Instance):
                running.run(m, f, one, place)
            elif isinstance(one, Class):
                made = calls.call(m, f, one, Arguments(), place)
                running.run(m, f, made, place)
            else:
                function = innermost(one)
                calls.call(m, f, one, outside.arguments(m, f, function) if function else Arguments(), place)

    return evaluate


def place_in(file: str, line: int = 1) -> Place:
    return (file, line, 0, 0, 0)


def function_host(
    target: Value, place: Place, properties: tuple[tuple[str, Any], ...] = (), origin: Origin = "deduced"
) -> Host:
    return Host("function", "lambda", innermost(target) or target, place, None, origin, properties)


def lambda_handlers(m: Machine) -> None:
    """`def handler(event, context)` at module level; any other name that takes exactly these two."""
    for file, state in list(m.modules.items()):
        for name, value in list(state.scope.names.items()):
            function = innermost(value)
            adapter = isinstance(value, LibObject) and value.path in ("mangum.Mangum", "mangum.adapter.Mangum")
            if adapter or function is None or function.file != file or not is_handler(name, function, value):
                continue
            if any(
                draft.host.anchor is function or (draft.host.kind == "web_app" and innermost(draft.target) is function)
                for draft in m.entries.values()
            ):
                continue  # a template names it, or it answers a route
            if function in m.scratch.get(CALLED, ()) or (name not in HANDLER_NAMES and _is_called(m, file, name)):
                continue  # another handler's helper, with the same parameters
            register(m, ("lambda", file, name), Draft(
                "function", name, value, function_host(value, calls.place_of(function)), calls.place_of(function),
                evaluated(value, calls.place_of(function)), handler=f"{m.project.dotted(file)}.{name}", begins=True,
            ))  # fmt: skip


def _is_called(m: Machine, file: str, name: str) -> bool:
    """Does the file itself, or a module that imports it, call a function of this name?"""
    here = module(m, file).node
    users = [other for other, state in m.modules.items() if any(callee is here for _, callee in state.node.calls)]
    word = name.encode()
    return any(
        m.project.says(user, word) and has_call(m, user, m.project.summaries[user].body, name)
        for user in (file, *users)
        if user in m.project.summaries
    )


def has_call(m: Machine, file: str, facts: tuple[Any, ...], name: str) -> bool:
    """Is there `name(…)` or `module.name(…)` anywhere in facts?"""
    word = name.encode()
    stack: list[tuple[Any, ...]] = [facts]
    while stack:
        one = stack.pop()
        if len(one) == 5 and one[0] == "call" and one[1].__class__ is tuple:
            callee = cast("tuple[Any, ...]", one[1])
            if callee == ("name", name) or (callee[0] == "attr" and callee[2] == name):
                return True
        for part in one:
            if part.__class__ is tuple and part and part[0].__class__ is not int:  # else it is a position
                stack.append(part)
        if len(one) == 9 and is_function(one) and m.project.body_says(file, one, word):
            stack.append(m.project.body(file, one))
    return False


def is_handler(name: str, function: Function, value: Value) -> bool:
    """Does a module-level function look like a Lambda handler?"""
    if function.name != name or function.scope.kind != "module":
        return False
    parameters = [p[0].lstrip("_") for p in function.facts[2] if p[1] == 0]
    if len(parameters) == 1:
        return name in HANDLER_NAMES and parameters[0] in ("event", "evt")
    if len(parameters) != 2:
        return False
    if name in HANDLER_NAMES or (name.endswith("_handler") and parameters[0] in ("event", "evt", "e")):
        return parameters[0] in ("event", "evt", "e", "input", "request", "payload", "req", "events", "body") or \
            parameters[1] in ("context", "ctx", "c")  # fmt: skip
    return parameters[0] in ("event", "evt") and parameters[1] in ("context", "ctx", "lambda_context", "")


def asked(m: Machine, names: tuple[str, ...]) -> None:
    """The functions that the caller names: `app.main.chat` or `app.main.Service.run`."""
    for name in names:
        found = find(m, name)
        if found is None:
            m.problem("unknown-entry", f"There is no function {name}.", place_in("."),
                      "Write MODULE.FUNCTION as it would be imported from the project's folder.", "error")  # fmt: skip
            continue
        value, place = found
        function = innermost(value)
        if any(_is_about(draft, name, value, function) for draft in m.entries.values()):
            continue  # something triggers it already
        register(m, ("asked", name), Draft(
            "function", name.rpartition(".")[2], value, function_host(value, place), place, evaluated(value, place),
            handler=name, asked=True,
        ))  # fmt: skip


def without_repeated(drafts: list[Draft]) -> list[Draft]:
    """All but those that were asked for and that something triggers after all: a job that a lifespan hands over."""
    triggered = [one for one in drafts if not one.asked]
    return [one for one in drafts if not (one.asked and _is_triggered(one, triggered))]


def _is_triggered(one: Draft, others: list[Draft]) -> bool:
    target, function = one.target, innermost(one.target)
    return target is not None and any(_is_about(other, one.handler, target, function) for other in others)


def _is_about(draft: Draft, name: str, value: Value, function: Function | None) -> bool:
    """A function that the project gives a second name is an entry under that one too."""
    if function is None:
        return draft.target is value
    return innermost(draft.target) is function and name.rpartition(".")[2] in (function.name, draft.label)


def _file_at(m: Machine, parts: list[str]) -> str | None:
    """The file whose path from the project's folder says the same: other folders may have modules of its name."""
    path = "/".join(parts)
    return next((one for one in (f"{path}.py", f"{path}/__init__.py") if one in m.project.summaries), None)


def find(m: Machine, dotted: str) -> tuple[Value, Place] | None:
    """A module-level object, or a method of a module-level class, by its dotted name."""
    from ..evaluate import attributes

    parts = dotted.replace(":", ".").split(".")
    for count in range(len(parts) - 1, 0, -1):
        file = m.project.file_of(".".join(parts[:count])) or _file_at(m, parts[:count])
        if file is None:
            continue
        state = module(m, file)
        f = Frame(state.scope, state.node, 0)
        value = state.scope.names.get(parts[count])
        for inner in parts[count + 1 :]:
            if isinstance(value, Class):
                value = calls.call(m, f, value, Arguments(), f.here())
            value = attributes.get(m, f, value, inner) if value is not None else None
        if value is not None and not isinstance(value, Unknown):
            function = innermost(value)
            return value, calls.place_of(function) if function is not None else place_in(file)
    return None
