"""langgraph.json: the graphs that LangGraph's server runs, and what else the file names; compiled graphs of modules.

Handlers of `auth` and routes of `http.app` are entries by their own decorators; the file only has to name them right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ...architecture import Origin
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls, context, running
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..values import Arguments, Bound, Const, Function, LibMethod, LibObject, Place, Value, alternatives
from . import hosts, langgraph_runtime
from .handlers import place_in
from .langgraph import COMPILED, shape_of
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

NAMES = ("langgraph.json", "aegra.json")
"""Aegra is a server of its own that reads the same."""


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """What langgraph.json files name: graphs, their checkpointer and store, and how that embeds texts."""
    for path in sorted(configs):
        if path.rpartition("/")[2] not in NAMES:
            continue
        told = _read(configs[path])
        saver = _path_in(told.get("checkpointer"))
        store = _path_in(_table(told.get("store")).get("path"))
        shared = [value for one in (saver, store) if one and (value := _named(m, path, one)) is not None]
        embed = _path_in(told.get("store"), "index", "embed")
        if embed:
            langgraph_runtime.embed_with(m, _named(m, path, embed) if embed.startswith(".") else Const(embed))
        for word in ("auth", "http"):
            named = _path_in(told.get(word), "path" if word == "auth" else "app")
            if named:
                _named(m, path, named)  # its handlers and routes are entries by their decorators
        for name, target in sorted(_table(told.get("graphs")).items()):
            text = _path_in(target)
            if text and ":" in text and (found := _named(m, path, text)) is not None:
                file, symbol = located(m, path, text)
                graph_entry(m, name, found, file, symbol, origin="config", shared=shared)


def _read(text: bytes) -> dict[str, Any]:
    try:
        return _table(json.loads(text))
    except (ValueError, UnicodeDecodeError):
        return {}


def _table(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _path_in(value: Any, *keys: str) -> str | None:
    """`"./a.py:x"`, or the same under keys (`path` of a table when none is given)."""
    for key in keys or (("path",) if isinstance(value, dict) else ()):
        value = _table(value).get(key)
    return value if isinstance(value, str) else None


def located(m: Machine, config: str, target: str) -> tuple[str, str]:
    """The file and the name that `./src/agent.py:graph` or `src.agent:graph` means in a langgraph.json."""
    folder = config.rpartition("/")[0]
    file, _, symbol = target.rpartition(":")
    path = _normal(f"{folder}/{file}" if folder else file)
    dotted = path.replace(".", "/") + ".py"
    if path in m.project.summaries or "/" in file:
        return path, symbol
    return (dotted if dotted in m.project.summaries else m.project.resolve(config, 0, file) or path), symbol


def _named(m: Machine, config: str, target: str) -> Value | None:
    path, symbol = located(m, config, target)
    file = target.rpartition(":")[0]
    if path not in m.project.summaries:
        m.problem("missing-module", f"{config} names {file}, which is not among the project's files.", place_in(config),
                  "Correct the path in langgraph.json.")  # fmt: skip
        return None
    value = module(m, path).scope.names.get(symbol)
    if value is None:
        m.problem("missing-name", f"{config} names {symbol}, which {path} does not define.", place_in(config),
                  "Correct the name in langgraph.json.")  # fmt: skip
    return value


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)


def graph_entry(m: Machine, name: str, value: Value, file: str, symbol: str, origin: Origin = "deduced",
                shared: Sequence[Value] = ()) -> None:  # fmt: skip
    """A graph with its entry, and what its server gives it. A function that makes the graph is called for it."""
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
                running.run(machine, f, _made(machine, f, one, place), place)
            else:
                running.run(machine, f, one, place)
        for one in shared:
            running.run(machine, f, _made(machine, f, one, place), place)

    register(m, ("graph", name, file, symbol), Draft(
        "graph", name, value, host, place, evaluate, handler=f"{m.project.dotted(file)}.{symbol}"
    ))  # fmt: skip


def _made(m: Machine, f: Frame, value: Value, place: Place) -> Value:
    """What a factory gives, or the thing itself."""
    if not isinstance(value, Function | Bound):
        return value
    return context.enter(m, f, calls.call(m, f, value, Arguments(), place))


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


AUTH = ("langgraph_sdk.Auth", "langgraph_sdk.auth.Auth")


for _path in AUTH:

    def _auth(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None, path: str = _path) -> Value:
        return m.library_object(path, path, place, a)

    rule(_path)(_auth)


@rule(*methods(AUTH, ("authenticate", "on", *(f"*.{one}" for one in (
    "threads", "runs", "assistants", "crons", "store", "create", "read", "update", "delete", "search", "create_run",
    "put", "get", "list_namespaces",
)))))  # fmt: skip
def auth_handler(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`@auth.authenticate`, `@auth.on`, `@auth.on.threads.create`: run by LangGraph's server before each request."""
    if callee is None:
        return None
    owner = callee.receiver
    host = Host("web_app", "langgraph", owner, owner.place or place)

    def add(target: Value) -> None:
        hosts.add(m, "event", callee.name.replace(".", " "), target, host, place)

    given = [one for one in a.positional if isinstance(one, Function | Bound)]
    for one in given:
        add(one)
    return given[0] if given else hosts.decorator(m, place, add)
