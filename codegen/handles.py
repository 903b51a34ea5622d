"""How the code of one file says a resource: the name it has there, or the import that gives it one.

A handle can be named above a function only when it exists by then: declared above it in the same file, or imported from
a file that does not (through others) import this one back. Everything else is refused with what to do.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..resources.architecture import Resource
from .change import Refusal
from .imports import Import
from .module import Def, Module, body_of, dotted, flat, made_by, module_names
from .workspace import Place, Workspace, absolute, imported, module_name


@dataclass(frozen=True, slots=True)
class Handle:
    """`text` is the expression that names the resource; `needs` the import that it takes, if any."""

    text: str
    needs: Import | None = None


def place_of(workspace: Workspace, resource: Resource) -> Place:
    """Where the resource's handle is made. Refuses a resource that no module-level name holds."""
    place = workspace.place(resource.symbol, resource.root) if resource.symbol else None
    if place is None:
        raise Refusal(
            f"No module-level name holds {resource.name or resource.id}.",
            resource.source,
            f"Assign it to a name at the top level of {resource.source.file}.",
        )
    return place


def handle_in(workspace: Workspace, resource: Resource, path: str, where: Def, around: tuple[ast.AST, ...]) -> Handle:
    """How code at this `def` says the resource."""
    place, module = place_of(workspace, resource), workspace.module(path)
    _not_a_decorated_function(workspace, resource, place)
    if place.path == path:
        handle = Handle(place.name)
        _declared_before(module, place, where, around)
    else:
        handle = _known(workspace, resource, path, place) or _imported(workspace, resource, path, place)
    _not_shadowed(module, handle, around)
    return handle


def names_resource(workspace: Workspace, path: str, node: ast.expr, resource: Resource) -> bool:
    """Does this expression name the resource?"""
    text = dotted(node)
    if text is None or not resource.symbol:
        return False
    module = module_name(path, resource.root)
    head, _, rest = text.partition(".")
    base = imported(workspace.module(path), module).get(head, f"{module}.{head}")
    symbol = f"{base}.{rest}" if rest else base
    return workspace.origin(symbol, resource.root) == workspace.origin(resource.symbol, resource.root)


def _not_a_decorated_function(workspace: Workspace, resource: Resource, place: Place) -> None:
    if isinstance(made := body_of(workspace.module(place.path), place.name), Def):
        raise Refusal(
            f"{resource.name} is declared by a decorator, which leaves no handle to name.",
            workspace.module(place.path).span(made),
            f'Declare it by `{made.name}_function = Function({made.name}, "{resource.name}")` below the function.',
        )


def _declared_before(module: Module, place: Place, where: Def, around: tuple[ast.AST, ...]) -> None:
    made = body_of(module, place.name.partition(".")[0])
    if made is None or any(isinstance(node, Def) for node in around):
        return
    first = min([where.lineno, *(node.lineno for node in where.decorator_list)])
    if made.lineno > first:
        raise Refusal(
            f"{place.name} is declared below {where.name}, so it does not exist when {where.name} is decorated.",
            module.span(made),
            f"Move its declaration above line {first}.",
        )


def _not_shadowed(module: Module, handle: Handle, around: tuple[ast.AST, ...]) -> None:
    head = handle.text.partition(".")[0]
    for node in around:
        if isinstance(node, Def) and head in _locals(node):
            raise Refusal(
                f"{head} means something else inside {node.name}.", module.span(node), "Rename that local variable."
            )


def _locals(function: Def) -> set[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    made = {name for statement in flat(function.body) for name in made_by(statement)}
    return made | {argument.arg for argument in every if argument}


def _known(workspace: Workspace, resource: Resource, path: str, place: Place) -> Handle | None:
    """The handle by an import that the file has already, of the name, of a re-export, or of its module."""
    module = workspace.module(path)
    names = imported(module, module_name(path, resource.root))
    for local, target in names.items():
        if workspace.origin(target, resource.root) == place.symbol:
            return Handle(local)
    locals_of_module = [local for local, target in names.items() if target == place.module]
    if _imports_whole(module, place.module):
        locals_of_module.append(place.module)
    return Handle(f"{locals_of_module[0]}.{place.name}") if locals_of_module else None


def _imports_whole(module: Module, name: str) -> bool:
    """Is there an `import app.db`, which makes `app.db` reachable under its full name?"""
    imports = (statement for statement in module.tree.body if isinstance(statement, ast.Import))
    return any(alias.name == name and not alias.asname for statement in imports for alias in statement.names)


def _imported(workspace: Workspace, resource: Resource, path: str, place: Place) -> Handle:
    _not_circular(workspace, resource, path, place)
    module = workspace.module(path)
    head, _, rest = place.name.partition(".")
    alias = _free_name(module, head, place)
    wanted = Import(_written(module, path, place, resource.root), head, alias if alias != head else None)
    return Handle(f"{alias}.{rest}" if rest else alias, wanted)


def _free_name(module: Module, name: str, place: Place) -> str:
    taken = module_names(module)
    if name not in taken:
        return name
    stem = f"{place.module.rpartition('.')[2]}_{name}"
    numbered = [stem, *(f"{stem}_{number}" for number in range(2, 100))]
    return next(candidate for candidate in numbered if candidate not in taken)


def _written(module: Module, path: str, place: Place, root: str) -> str:
    """The module as its siblings write theirs: relative if this file imports relatively, absolute otherwise."""
    if not any(isinstance(node, ast.ImportFrom) and node.level for node in module.tree.body):
        return place.module
    here = module_name(path, root).split(".")
    package = here if path.endswith("__init__.py") else here[:-1]
    there = place.module.split(".")
    common = 0
    while common < min(len(package), len(there)) and package[common] == there[common]:
        common += 1
    if package and not common:
        return place.module
    return "." * (len(package) - common + 1) + ".".join(there[common:])


def _not_circular(workspace: Workspace, resource: Resource, path: str, place: Place) -> None:
    way = _way_back(workspace, place.path, path, resource.root)
    if way:
        through = f" (through {', '.join(way[1:-1])})" if len(way) > 2 else ""
        raise Refusal(
            f"{place.path} imports {path}{through}, so {path} cannot import {place.name} from it.",
            resource.source,
            f"Move the declaration of {place.name} into a file that imports neither.",
        )


def _way_back(workspace: Workspace, start: str, goal: str, root: str) -> list[str]:
    """The files from START to GOAL along imports at module level; empty when there is no such way."""
    ways: list[list[str]] = [[start]]
    seen = {start}
    for way in ways:
        for path in _imports_of(workspace, way[-1], root):
            if path == goal:
                return [*way, goal]
            if path not in seen:
                seen.add(path)
                ways.append([*way, path])
    return []


def _imports_of(workspace: Workspace, path: str, root: str) -> list[str]:
    module, name = workspace.module(path), module_name(path, root)
    targets: list[str] = []
    for statement in flat(module.tree.body):
        match statement:
            case ast.Import():
                targets.extend(alias.name for alias in statement.names)
            case ast.ImportFrom():
                base = absolute(statement, name, path.endswith("__init__.py"))
                targets.extend([base, *(f"{base}.{alias.name}" for alias in statement.names)])
            case _:
                pass
    return [found for target in targets if target and (found := workspace.path_of(target, root))]
