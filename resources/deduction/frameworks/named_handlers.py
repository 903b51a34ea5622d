"""Lambda functions that a project file or a CDK program names: where their code is, and what starts them.

A path in such a file begins wherever the tool is run, so the handler is the file of the project whose path ends with
it, the nearest to where it is named if there are several.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...architecture import EntryKind
from ..entries import Draft, Host, innermost, register
from ..evaluate import calls
from ..evaluate.names import module
from ..project import nearest
from ..scope import Touch
from ..values import Place
from . import hosts

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


ROUTED: frozenset[EntryKind] = frozenset({"http", "websocket"})
"""Kinds of entries that answer the routes of an API."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a function, and the operation that this is."""

    kind: EntryKind
    touch: Touch | None
    """None: it is not drawn what starts it."""
    operation: str
    tells: Touch | None = None
    """The bucket of whose uploads it hears through a queue, a topic or a state machine."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a function is called where it is deployed, first its own name, and the variables that carry it to others."""

    names: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict[str, str])
    """Its own variables, with what each carries."""


def locate(m: Machine, near: str, folder: str, code: str) -> str | None:
    """The file of the project that CODE (`index`, `src/app`, `app.main`) in FOLDER means, for who stands in NEAR.

    A folder that is only built (`dist/lambda.zip`), or that nobody knows, says nothing: the file is then the one in the
    folder of NEAR, or the only one that is called so.
    """
    module_parts = code.replace(".", "/").split("/")
    parts = [part for part in (*folder.split("/"), *module_parts) if part not in ("", ".", "..")]
    for first in range(len(parts) - len(module_parts) + 1):
        wanted = "/".join(parts[first:]) + ".py"
        found = [file for file in m.project.summaries if file == wanted or file.endswith(f"/{wanted}")]
        is_bare = first == len(parts) - len(module_parts) and folder not in (".", "./")
        if found and (not is_bare or len(found) == 1):
            return nearest(found, near)
        if is_bare and not folder and (beside := posixpath.join(posixpath.dirname(near), wanted)) in found:
            return beside
    return None


def name_handler(m: Machine, file: str, name: str, triggers: Iterable[Trigger], called: Called = Called()) -> bool:
    """Registers a function of a file as a handler, once for each of its triggers. Is there such a function?

    The routes of an API are one trigger: one handler answers them all.
    """
    target = module(m, file).scope.names.get(name)
    function = innermost(target)
    if target is None or function is None:
        return False
    definition: Place = calls.place_of(function)
    host = Host("function", "lambda", function, definition, None, "config", (), next(iter(called.names), ""))
    _know(m, f"function:{function.qualname}", called)
    handler = f"{m.project.dotted(file)}.{name}"
    evaluate = hosts.calling(target, definition, most=2)  # the event and the context
    for first, *others in (found := _by_source(triggers)):
        touch, operation = first.touch, first.operation
        routed = f"{operation} +{len(others)}" if others else operation
        label = f"{operation} {touch.name or touch.env}" if touch and first.kind not in ROUTED else routed
        if touch is not None:
            m.touches.setdefault(touch)
        register(m, ("lambda", file, name, label, touch), Draft(
            first.kind, label, target, host, definition, evaluate, (touch, operation) if touch else None,
            tuple(one.operation for one in others), first.tells, handler=handler, begins=True,
        ))  # fmt: skip
    if found:
        m.entries.pop(("lambda", file, name), None)  # another file names it and does not know what starts it
    elif not any(key[:3] == ("lambda", file, name) for key in m.entries if isinstance(key, tuple)):
        register(m, ("lambda", file, name), Draft(
            "function", name, target, host, definition, evaluate, handler=handler, begins=True,
        ))  # fmt: skip
    return True


def _by_source(triggers: Iterable[Trigger]) -> list[list[Trigger]]:
    """Each trigger by itself, but the routes of one API together."""
    found: dict[tuple[object, ...], list[Trigger]] = {}
    for one in dict.fromkeys(triggers):
        key = (one.kind, one.touch) if one.kind in ROUTED else (one.kind, one.touch, one.operation)
        found.setdefault(key, []).append(one)
    return list(found.values())


def _know(m: Machine, function: str, called: Called) -> None:
    """Code that calls a function by one of its names, or by a variable that carries it, calls this one."""
    known: dict[tuple[str, str], str] = m.scratch.setdefault("functions", {})
    for key in (*(("name", one) for one in called.names), *(("variable", one) for one in called.variables)):
        known.setdefault(key, function)
    if called.given:
        m.scratch.setdefault("given", {}).setdefault(function.partition(":")[2], {}).update(called.given)
