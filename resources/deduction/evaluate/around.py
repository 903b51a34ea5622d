"""What a decorator does around each call of the function that it leaves as it is: `@observe()`, `@audited()`.

The function is marked, and says when it is evaluated what happens besides its body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..values import Function, Instance, Sequence, Value
from . import attributes, context
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MARK = "around"
Deed = Callable[["Machine", Frame], object]


def wrapped(m: Machine, target: Function, key: Any, deed: Deed) -> Function:
    """The function with a DEED that is done at each of its calls; KEY tells deeds apart."""
    m.scratch.setdefault((MARK, id(target.facts)), {})[key] = deed
    return replace(target, marks=target.marks | {MARK})


def happen(m: Machine, f: Frame, function: Function) -> None:
    """Does what the decorators of a marked function do, in the frame of its call."""
    for deed in list(m.scratch.get((MARK, id(function.facts)), {}).values()):
        deed(m, f)


def _is_decorator(m: Machine, manager: Instance) -> bool:
    bases = {base.path for base in attributes.library_bases(m, manager.cls)}
    return bool(bases & {"contextlib.ContextDecorator", "contextlib.AsyncContextDecorator"})


def _entered(m: Machine, f: Frame, manager: Instance) -> None:
    context.enter(m, f, manager)
    context.leave(m, f, manager)


def by_manager(m: Machine, f: Frame, manager: Value, target: Value) -> Value | None:
    """`@audited()` with a generator under `@contextmanager`: it is entered at each call, not where it decorates."""
    if isinstance(manager, Instance) and isinstance(target, Function) and _is_decorator(m, manager):
        return wrapped(m, target, manager, lambda m, frame: _entered(m, frame, manager))
    if not isinstance(manager, Sequence) or manager.kind != "context" or not isinstance(target, Function):
        return None
    made = next((edge for edge in reversed(f.node.calls)
                 if edge[1].function is not None and "contextmanager" in edge[1].function.marks), None)  # fmt: skip
    if made is None:
        return None
    del f.node.calls[made]
    place, callee = made
    return wrapped(m, target, made, lambda _, frame: frame.called(place, callee))
