"""Lambda functions that a project file or a CDK program names: where their code is, and what starts them.

A path in such a file begins wherever the tool is run, so the handler is the file of the project whose path ends with
it, the nearest to where it is named if there are several.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Trigger:
    """What starts a function, and the operation that this is."""

    kind: EntryKind
    touch: Touch
    operation: str


def locate(m: Machine, near: str, folder: str, code: str) -> str | None:
    """The file of the project that CODE (`index`, `src/app`, `app.main`) in FOLDER means, for who stands in NEAR.

    A folder that is only built (`dist/lambda.zip`) says nothing: the file is the only one that is called so.
    """
    module_parts = code.replace(".", "/").split("/")
    parts = [part for part in (*folder.split("/"), *module_parts) if part not in ("", ".", "..")]
    for first in range(len(parts) - len(module_parts) + 1):
        wanted = "/".join(parts[first:]) + ".py"
        found = [file for file in m.project.summaries if file == wanted or file.endswith(f"/{wanted}")]
        bare = first > 0 and first == len(parts) - len(module_parts)
        if found and (not bare or len(found) == 1):
            return nearest(found, near)
    return None


def name_handler(m: Machine, file: str, name: str, triggers: Iterable[Trigger]) -> bool:
    """Registers a function of a file as a handler, once for each of its triggers. Is there such a function?"""
    target = module(m, file).scope.names.get(name)
    function = innermost(target)
    if target is None or function is None:
        return False
    definition: Place = calls.place_of(function)
    host = Host("function", "lambda", function, definition, None, "config")
    handler = f"{m.project.dotted(file)}.{name}"
    evaluate = hosts.calling(target, definition)
    for trigger in triggers:
        touch, operation = trigger.touch, trigger.operation
        m.touches.setdefault(touch)
        label = f"{operation} {touch.name or touch.env}"
        register(m, ("lambda", file, name, label), Draft(
            trigger.kind, label, target, host, definition, evaluate, (touch, operation), handler=handler, begins=True,
        ))  # fmt: skip
    if not any(key[:3] == ("lambda", file, name) for key in m.entries if isinstance(key, tuple)):
        register(m, ("lambda", file, name), Draft(
            "function", name, target, host, definition, evaluate, handler=handler, begins=True,
        ))  # fmt: skip
    return True
