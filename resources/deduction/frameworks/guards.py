"""What stands behind `if __name__ == "__main__":`: it runs when the file is run, not when it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..evaluate.machine import Frame
from ..evaluate.names import module

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


def guarded(m: Machine, f: Frame, file: str) -> None:
    """Evaluates what stands behind `if __name__ == "__main__":`."""
    state = module(m, file)
    scope = m.scope("function", file, state.scope)
    inner = Frame(scope, f.node, f.depth)
    for statement in m.project.summaries[file].body:
        if statement[0] == "if" and _is_guard(statement[1]):
            m.execute(inner, statement[2])


def _is_guard(test: tuple[Any, ...]) -> bool:
    return test[0] == "cmp" and (("name", "__name__") in (test[1], *test[3]))
