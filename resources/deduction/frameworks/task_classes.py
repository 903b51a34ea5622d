"""Classes of Celery's tasks: `@app.task(base=Tabled, bind=True)` gives the function an object of the class, whose hooks
run when a task begins and ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import innermost
from ..evaluate import around, attributes, calls
from ..evaluate.machine import Frame
from ..values import TRUE, Arguments, Class, Function, Instance, Partial, Place, Value

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

HOOKS = ("before_start", "on_success", "on_failure", "on_retry", "after_return")


def called(m: Machine, target: Value, options: Arguments, place: Place) -> Value:
    """What a worker calls: the function, with its task if it is bound to one of a class of the project."""
    base, function = options.get("base"), innermost(target)
    if not isinstance(base, Class) or function is None:
        return target
    made = calls.call(m, Frame(function.scope, m.modules[function.file].node, 0), base, Arguments(), place)
    if not isinstance(made, Instance):
        return target
    marked = around.wrapped(m, target, made.number, lambda m, f: _hooks(m, f, made, place)) if (
        isinstance(target, Function)
    ) else target  # fmt: skip
    return Partial(marked, Arguments((made,))) if options.get("bind") == TRUE else marked


def _hooks(m: Machine, f: Frame, task: Instance, place: Place) -> None:
    for name in HOOKS:
        method = attributes.find(m, f, task, name)
        if method is not None:
            calls.call(m, f, method, Arguments(), place)
