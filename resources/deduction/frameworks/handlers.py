"""Entries by convention: Lambda handlers by their shape or by SAM and serverless files, langgraph.json, scripts, and
the functions that the caller names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, outside, running
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..reach import reached
from ..values import (
    Arguments,
    Bound,
    Class,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Place,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import cdk
from .guards import guarded
from .langgraph import COMPILED, shape_of

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
    target: Value, place: Place, properties: tuple[tuple[str, Any], ...] = (), origin: str = "deduced"
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
            if any(draft.host.anchor is function for draft in m.entries.values()):
                continue  # a template names it
            if name not in HANDLER_NAMES and _is_called(m, file, name):
                continue  # another handler's helper, with the same parameters
            register(m, ("lambda", file, name), Draft(
                "function", name, value, function_host(value, calls.place_of(function)), calls.place_of(function),
                evaluated(value, calls.place_of(function)), handler=f"{m.project.dotted(file)}.{name}", begins=True,
            ))  # fmt: skip


def _is_called(m: Machine, file: str, name: str) -> bool:
    """Does the file itself, or a module that imports it, call a function of this name?"""
    here = module(m, file).node
    users = [other for other, state in m.modules.items() if any(callee is here for _, callee in state.node.calls)]
    return any(_calls(m.project.summaries[user].body, name) for user in (file, *users) if user in m.project.summaries)


def _calls(facts: tuple[Any, ...], name: str) -> bool:
    """Is there `name(…)` or `module.name(…)` anywhere in facts?"""
    stack: list[tuple[Any, ...]] = [facts]
    while stack:
        one = stack.pop()
        if len(one) > 1 and one[0] == "call" and isinstance(one[1], tuple):
            callee = cast("tuple[Any, ...]", one[1])
            if callee == ("name", name) or (callee[0] == "attr" and callee[2] == name):
                return True
        stack += [part for part in one if isinstance(part, tuple)]
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
        if function is not None and any(innermost(draft.target) is function for draft in m.entries.values()):
            continue  # something triggers it already
        register(m, ("asked", name), Draft(
            "function", name.rpartition(".")[2], value, function_host(value, place), place, evaluated(value, place),
            handler=name,
        ))  # fmt: skip


def find(m: Machine, dotted: str) -> tuple[Value, Place] | None:
    """A module-level object, or a method of a module-level class, by its dotted name."""
    from ..evaluate import attributes

    parts = dotted.replace(":", ".").split(".")
    for count in range(len(parts) - 1, 0, -1):
        file = m.project.file_of(".".join(parts[:count]))
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


# -- langgraph.json and compiled graphs --


def langgraph(m: Machine, configs: Mapping[str, bytes]) -> None:
    """The graphs that langgraph.json files name."""
    for path in sorted(configs):
        if path.rpartition("/")[2] != "langgraph.json":
            continue
        folder = path.rpartition("/")[0]
        for name, target in _graphs(configs[path]):
            _named_graph(m, path, folder, name, target)


def _graphs(text: bytes) -> Iterator[tuple[str, str]]:
    try:
        graphs: Any = json.loads(text).get("graphs", {})
    except (ValueError, AttributeError, UnicodeDecodeError):
        return
    named = cast("dict[str, Any]", graphs) if isinstance(graphs, dict) else {}
    for name, target in sorted(named.items()):
        path: Any = cast("dict[str, Any]", target).get("path") if isinstance(target, dict) else target
        if isinstance(path, str) and ":" in path:
            yield name, path


def _named_graph(m: Machine, config: str, folder: str, name: str, target: str) -> None:
    file, _, symbol = target.rpartition(":")
    path = _normal(f"{folder}/{file}" if folder else file)
    if path not in m.project.summaries:
        path = path.replace(".", "/") + ".py" if path.replace(".", "/") + ".py" in m.project.summaries else path
    if path not in m.project.summaries:
        m.problem("missing-module", f"{config} names {file}, which is not among the project's files.", place_in(config),
                  "Correct the path in langgraph.json.")  # fmt: skip
        return
    value = module(m, path).scope.names.get(symbol)
    if value is None:
        m.problem("missing-name", f"{config} names {symbol}, which {path} does not define.", place_in(config),
                  "Correct the name in langgraph.json.")  # fmt: skip
        return
    graph_entry(m, name, value, path, symbol, origin="config")


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def graph_entry(m: Machine, name: str, value: Value, file: str, symbol: str, origin: str = "deduced") -> None:
    """A graph with its entry. A function that makes the graph is called for it."""
    function = innermost(value) if isinstance(value, Function | Bound) else None
    graph = value if isinstance(value, LibObject) else None
    place = (
        calls.place_of(function)
        if function is not None
        else (graph.place if graph is not None else None) or place_in(file)
    )
    host = Host("graph", "langgraph", value, place, name, origin, _shape(m, value))

    def evaluate(machine: Machine, f: Frame) -> None:
        for one in alternatives(value):
            if isinstance(one, Function | Bound):
                made = calls.call(machine, f, one, Arguments(), place)
                from ..evaluate import context

                running.run(machine, f, context.enter(machine, f, made), place)
            else:
                running.run(machine, f, one, place)

    register(m, ("graph", name, file, symbol), Draft(
        "graph", name, value, host, place, evaluate, handler=f"{m.project.dotted(file)}.{symbol}"
    ))  # fmt: skip


def _shape(m: Machine, value: Value) -> tuple[tuple[str, Any], ...]:
    graph = next((one for one in alternatives(value) if isinstance(one, LibObject) and one.type == COMPILED), None)
    if graph is None:
        return ()
    shape = shape_of(m, graph)
    return (("edges", tuple(shape.edges)), ("nodes", tuple(shape.nodes)))


def module_graphs(m: Machine) -> None:
    """Compiled graphs that a module-level name holds, when nothing else runs them."""
    for file, state in list(m.modules.items()):
        for name, value in list(state.scope.names.items()):
            if (
                isinstance(value, LibObject)
                and value.type == COMPILED
                and value.place is not None
                and value.place[0] == file
            ):
                graph_entry(m, name, value, file, name)


# -- scripts --


def scripts(m: Machine) -> None:
    """Files that do something when they are run: behind a `__main__` guard, or at import when no module imports them.

    A file that holds other entries only launches them. Without any entry at all every guarded file is a script.
    """
    programs = cdk.programs(m)
    hosting = {draft.place[0] for draft in m.entries.values()} | {
        function.file for draft in m.entries.values() if (function := innermost(draft.target)) is not None
    }
    for file in sorted(m.project.summaries):
        if file in programs:
            continue  # it runs where one deploys
        if file in hosting:
            if m.project.summaries[file].main_guard and ("ui", file) not in m.entries:
                script(m, file, only_with_effects=True)
            continue
        if m.project.summaries[file].main_guard or (not _is_imported(m, file) and _has_effects(m, file)):
            script(m, file)


def _is_imported(m: Machine, file: str) -> bool:
    node = module(m, file).node
    return any(
        callee is node for other in m.modules.values() if other.node is not node for _, callee in other.node.calls
    )


def _has_effects(m: Machine, file: str) -> bool:
    """Does importing the file use anything, in its own lines or in what they call?

    A file of statements only is a script when it makes something; one with functions may be there for others to import.
    """
    modules = frozenset(state.node for state in m.modules.values())
    start = module(m, file).node
    plain = not any(one[0] in ("def", "class") for one in m.project.summaries[file].body)
    makes = any(made.place is not None and made.place[0] == file and m.stands_for(made) for made in m.objects)
    return (plain and makes) or any(one.use.link == "permission" for one in reached(start, modules - {start}))


def script(m: Machine, file: str, *, only_with_effects: bool = False) -> None:
    """An entry for running the file. One beside other entries does not repeat what importing it does."""
    summary = m.project.summaries[file]
    dotted = m.project.dotted(file)
    place: Place = (file, 1, 0, summary.lines, 0)
    host = Host("worker", "script", file, place, dotted)
    register(m, ("script", file), Draft(
        "script", file, None, host, place, lambda machine, f: guarded(machine, f, file), handler=dotted,
        with_imports=not only_with_effects, only_with_effects=only_with_effects,
    ))  # fmt: skip


_ = Lib, LibMethod
