"""Applications that no module makes when it is imported: `create_app()` is called by the server, or by a script.

A function or class that makes an application is called once as its server would, if importing the modules did not. One
that needs arguments gets them from the script that calls it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..evaluate.names import module
from ..values import Arguments, Class, Function
from .guards import guarded
from .handlers import has_call
from .routes import APPS

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

PACKAGES = frozenset(path.partition(".")[0] for path in APPS)
NAMES = tuple(sorted({path.rpartition(".")[2] for path in APPS}))
MOST = 3
"""Parameters without a default: what needs more is called by the project itself."""


def run(m: Machine) -> None:
    """Makes the applications that are still missing."""
    for file, summary in m.project.summaries.items():
        if not PACKAGES.isdisjoint(summary.imports) and any(m.project.says(file, name.encode()) for name in NAMES):
            _of_file(m, file)


def _of_file(m: Machine, file: str) -> None:
    state = module(m, file)
    names = [name for name in NAMES if m.project.says(file, name.encode())]
    for value in list(state.scope.names.values()):
        if not isinstance(value, Function | Class) or value.file != file or _needs(value) > MOST:
            continue
        if _is_made(m, file, value):
            continue
        if any(_may_call(m, value, name) and has_call(m, file, (value.facts,), name) for name in names):
            if _needs(value):
                _run_scripts(m, value)
            if not _is_made(m, file, value):
                first, last = _span(value)
                calls.call(m, Frame(state.scope, state.node, 0), value, Arguments(), (file, first, 0, last, 0))


def _is_made(m: Machine, file: str, maker: Function | Class) -> bool:
    """Was an application made in the lines of its maker?"""
    first, last = _span(maker)
    return any(one.path in APPS and one.place is not None and one.place[0] == file and first <= one.place[1] <= last
               for one in m.objects)  # fmt: skip


def _run_scripts(m: Machine, maker: Function | Class) -> None:
    """What stands behind the `__main__` guards that speak of the maker is what starts the server."""
    name = maker.facts[1]
    for file, summary in m.project.summaries.items():
        if summary.main_guard and m.project.says(file, name.encode()):
            state = module(m, file)
            guarded(m, Frame(state.scope, state.node, 0), file)


def _may_call(m: Machine, value: Function | Class, name: str) -> bool:
    """Does the name stand in its text? A class is searched anyway."""
    return isinstance(value, Class) or m.project.body_says(value.file, value.facts, name.encode())


def _span(value: Function | Class) -> tuple[int, int]:
    position = value.facts[6]
    return position[0], position[2]


def _needs(value: Function | Class) -> int:
    function = value if isinstance(value, Function) else value.attributes.get("__init__")
    if not isinstance(function, Function):
        return 0
    return sum(sort == 0 and default is None for _, sort, default, _ in function.facts[2])
