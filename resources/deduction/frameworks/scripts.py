"""Scripts: files that do something when they are run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..entries import Draft, Host, innermost, register
from ..evaluate.names import module
from ..reach import reached
from ..scope import Node
from ..values import Place
from . import cdk, console_scripts
from .django_settings import CONNECTION
from .guards import guarded
from .web import ROUTERS

if TYPE_CHECKING:
    from ..evaluate.machine import Frame, Machine


def find(m: Machine, configs: Mapping[str, bytes]) -> None:
    """Files that do something when they are run: behind a `__main__` guard, or at import when no module imports them.

    A file that holds other entries only launches them. Without any entry at all every guarded file is a script.
    """
    programs = cdk.programs(m)
    hosting = {file for draft in m.entries.values() for file in (draft.place[0], draft.host.place[0])} | {
        function.file for draft in m.entries.values() if (function := innermost(draft.target)) is not None
    }
    console_scripts.find(m, configs, frozenset(hosting))
    hosting |= {draft.place[0] for draft in m.entries.values()}
    imported = _imported(m)
    for file in sorted(m.project.summaries):
        if file in programs or m.project.says(file, b"execute_from_command_line"):
            continue  # it runs where one deploys, or is Django's manage.py, which has commands
        if file in hosting:
            if m.project.summaries[file].main_guard and ("ui", file) not in m.entries:
                script(m, file, only_with_effects=True)
            continue
        if m.project.summaries[file].main_guard or (
            module(m, file).node not in imported and (_has_effects(m, file) or _acts(m.project.summaries[file].body))
        ):
            script(m, file)


def _imported(m: Machine) -> set[Node]:
    """The modules that another one imports, and what else is called while modules are imported."""
    nodes = [state.node for state in m.modules.values()]
    return {callee for node in nodes for _, callee in node.calls if callee is not node}


def _has_effects(m: Machine, file: str) -> bool:
    """Does importing the file use anything, in its own lines or in what they call?

    A file of statements only is a script when it makes something; one with functions may be there for others to import.
    """
    if any(one.path in ROUTERS and one.place is not None and one.place[0] == file for one in m.objects):
        return False  # routes for an application that does not take them in
    modules = frozenset(state.node for state in m.modules.values())
    start = module(m, file).node
    plain = not any(one[0] in ("def", "class") for one in m.project.summaries[file].body)
    makes = any(made.place is not None and made.place[0] == file and made.path != CONNECTION and m.stands_for(made)
                for made in m.objects)  # fmt: skip
    return (plain and makes) or any(one.use.link == "permission" for one in reached(start, modules - {start}))


def _acts(body: tuple[Any, ...]) -> bool:
    """Does importing the file do its work: does it call a function of its own just for what that does?"""
    own = {("name", one[1]) for one in body if one[0] == "def"}
    return bool(own) and any(_calls_one(statement, own) for statement in body)


def _calls_one(statement: tuple[Any, ...], own: set[tuple[str, str]]) -> bool:
    match statement[0]:
        case "do":
            return statement[1][0] == "call" and statement[1][1] in own
        case "for":
            return any(_calls_one(one, own) for one in statement[3])
        case "while" | "with":
            return any(_calls_one(one, own) for one in statement[2])
        case "try":
            return any(_calls_one(one, own) for one in statement[1])
        case _:
            return False


def script(m: Machine, file: str, *, only_with_effects: bool = False) -> None:
    """An entry for running the file. One beside other entries does not repeat what importing it does."""
    summary = m.project.summaries[file]
    dotted = m.project.dotted(file)
    place: Place = (file, 1, 0, summary.lines, 0)
    host = Host("worker", "script", file, place, dotted)
    draft = Draft(
        "script", file, None, host, place, lambda machine, f: _run(machine, f, draft), handler=dotted,
        with_imports=not only_with_effects, only_with_effects=only_with_effects,
    )  # fmt: skip
    register(m, ("script", file), draft)


def _run(m: Machine, f: Frame, draft: Draft) -> None:
    """A guard may make what it then only launches: `def main(): ui.button("Ask", on_click=ask); ui.run()`."""
    file = draft.place[0]
    guarded(m, f, file)
    if any(one is not draft and one.host.place[0] == file for one in m.entries.values()):
        draft.only_with_effects, draft.with_imports = True, False
