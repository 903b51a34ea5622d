"""Every place of the project that says a resource's name: as a grant, a trigger, an import or a real use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..resources.architecture import Resource, Span
from .grants import operations_on
from .handles import names_resource, place_of
from .module import Module
from .triggers import Trigger, triggers_of
from .workspace import Workspace, absolute, module_name


@dataclass
class Uses:
    """`code` is what remains once declaration, grants, triggers and imports are gone."""

    code: list[Span] = field(default_factory=list[Span])
    grants: list[str] = field(default_factory=list[str])
    """Files with an `allow` that names it."""
    triggers: list[Trigger] = field(default_factory=list[Trigger])
    imports: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Files that import it, with the name that it has there."""


def uses_of(workspace: Workspace, resource: Resource) -> Uses:
    """Reads only files in which the name occurs at all."""
    place, found = place_of(workspace, resource), Uses()
    word = place.name.rpartition(".")[2]
    for path in workspace.python_files:
        source = workspace.source(path)
        if source and word in source.text:
            _in_file(workspace, resource, path, place.path, found)
    return found


def _in_file(workspace: Workspace, resource: Resource, path: str, home: str, found: Uses) -> None:
    module = workspace.module(path)
    triggers = triggers_of(workspace, resource, [path])
    grants = operations_on(workspace, module, resource)
    known = {id(node) for trigger in triggers for node in _walk(trigger)}
    known |= {id(node) for grant in grants for node in ast.walk(grant)}
    found.triggers.extend(triggers)
    if grants:
        found.grants.append(path)
    for node in _names(module, path == home):
        if id(node) not in known and names_resource(workspace, path, node, resource):
            found.code.append(module.span(node))
    found.imports.extend((path, local) for local in _imports(workspace, module, resource))


def _walk(trigger: Trigger) -> Iterator[ast.AST]:
    node = trigger.decorator or trigger.statement
    return ast.walk(node) if node else iter(())


def _names(module: Module, at_home: bool) -> Iterator[ast.expr]:
    """Names and attributes that are read, away from home also those that are assigned to."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute) and not (at_home and isinstance(node.ctx, ast.Store)):
            yield node


def _imports(workspace: Workspace, module: Module, resource: Resource) -> list[str]:
    """Local names of `from` imports of exactly this resource, also those below the module's level."""
    name = module_name(module.path, resource.root)
    goal = workspace.origin(resource.symbol or "", resource.root)
    package = module.path.endswith("__init__.py")
    found: list[str] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            base = absolute(node, name, package)
            for alias in node.names:
                if workspace.origin(f"{base}.{alias.name}", resource.root) == goal:
                    found.append(alias.asname or alias.name)
    return found
