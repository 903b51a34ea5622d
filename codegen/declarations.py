"""The call that makes a resource, found in its file, and its arguments by name."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..resources.architecture import Resource, Span
from ..resources.kinds import KINDS
from .change import Refusal
from .module import Module, dotted
from .workspace import Workspace, imported, module_name


@dataclass(frozen=True, slots=True)
class Declaration:
    """The constructing call and its file."""

    path: str
    call: ast.Call


def declaration_of(workspace: Workspace, resource: Resource) -> Declaration:
    """The call at the resource's span. Refuses when there is none."""
    made = call_of(workspace, resource)
    if made is None:
        reason = f"{resource.name or resource.id} is not made by a call at {resource.source}."
        raise Refusal(reason, resource.source, "Change it there by hand.")
    return made


def call_of(workspace: Workspace, resource: Resource) -> Declaration | None:
    """The call at the resource's span, None when the text there is another."""
    path = resource.source.file
    module = workspace.module(path) if path.endswith(".py") else None
    call = call_at(module, resource.source) if module else None
    return Declaration(path, call) if call else None


def is_made_by_its_class(workspace: Workspace, resource: Resource) -> bool:
    """Is the resource's place a call of its class? A function made for a handler has the decorator's place."""
    made = call_of(workspace, resource)
    class_name = KINDS[resource.kind].class_name
    if made is None or class_name is None:
        return False
    head, _, rest = (dotted(made.call.func) or "").partition(".")
    target = imported(workspace.module(made.path), module_name(made.path, resource.root)).get(head, head)
    named = f"{target}.{rest}" if rest else target
    return named == f"archloom.resources.{class_name}" or (named == class_name and resource.origin == "declared")


def argument(call: ast.Call, name: str, position: int | None = None) -> ast.expr | None:
    """The value of a parameter, by keyword or by its place."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if position is None or any(isinstance(value, ast.Starred) for value in call.args[: position + 1]):
        return None
    return call.args[position] if position < len(call.args) else None


def values_of(call: ast.Call, name: str = "") -> list[ast.expr]:
    """The values of all arguments, the one with this keyword first."""
    keywords = sorted(call.keywords, key=lambda keyword: keyword.arg != name)
    return [*(keyword.value for keyword in keywords if keyword.arg), *call.args]


def has_spread(call: ast.Call) -> bool:
    """Does a `**options` hide arguments?"""
    return any(keyword.arg is None for keyword in call.keywords)


def call_at(module: Module, span: Span) -> ast.Call | None:
    """The call with exactly this span, or the outermost one that begins there when the end is not known."""
    end = (span.end_line, span.end_column)
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    starting = [node for node in calls if (node.lineno, node.col_offset) == (span.line, span.column)]
    exact = [node for node in starting if not span.end_line or (node.end_lineno, node.end_col_offset) == end]
    return exact[0] if exact else None
