"""Where plain library code says the name of a resource: the arguments of the calls that make or use it.

First the calls that deduction names as evidence. Then every other call of the same function that says the same name at
the same place (`ChatOpenAI(model="gpt-4o")` in two files is one model), so that a rename leaves none behind.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..resources.architecture import Architecture, Resource, Span
from .constants import Literal, written
from .declarations import call_at
from .module import dotted
from .workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shape:
    """A place in a call: the last word of its function, and the argument by keyword or by position."""

    function: str
    argument: str | int


def spoken_names(
    workspace: Workspace, architecture: Architecture, resource: Resource, *, in_texts: bool = False
) -> list[Literal]:
    """The literals that name the resource, each once; with IN_TEXTS also addresses and ARNs that end with its name."""
    found: dict[tuple[str, int, int], Literal] = {}
    shapes: set[Shape] = set()
    for path, call in _evidence(workspace, architecture, resource):
        for shape, place in _named(workspace, path, call, resource, in_texts):
            shapes.add(shape)
            found[place.path, place.node.lineno, place.node.col_offset] = place
    for path, call in _calls_that_may(workspace, resource) if shapes else ():
        for shape, place in _named(workspace, path, call, resource, in_texts):
            if shape in shapes:
                found[place.path, place.node.lineno, place.node.col_offset] = place
    return list(found.values())


def _evidence(workspace: Workspace, architecture: Architecture, resource: Resource) -> Iterator[tuple[str, ast.Call]]:
    spans: set[Span] = {resource.source}
    for link in architecture.links_to(resource.id):
        spans |= {span for piece in link.evidence for span in (piece.span, *piece.path)}
    for span in sorted(spans):
        if span.file.endswith(".py") and workspace.source(span.file) is not None:
            call = call_at(workspace.module(span.file), span)
            if call is not None:
                yield span.file, call
                yield from ((span.file, inner) for inner in _references(call))


def _references(call: ast.Call) -> Iterator[ast.Call]:
    """In a grant, what names a resource: `@allow(KVStore.at("sessions").get)`."""
    for operation in call.args:
        if isinstance(operation, ast.Attribute) and isinstance(operation.value, ast.Call):
            yield operation.value


def _calls_that_may(workspace: Workspace, resource: Resource) -> Iterator[tuple[str, ast.Call]]:
    """The calls of every file that says the name; a constant of another module is said where it is made."""
    for path in workspace.python_files:
        source = workspace.source(path)
        if source and resource.name and resource.name in source.text:
            calls = (node for node in ast.walk(workspace.module(path).tree) if isinstance(node, ast.Call))
            yield from ((path, call) for call in calls)


def _named(
    workspace: Workspace, path: str, call: ast.Call, resource: Resource, in_texts: bool
) -> Iterator[tuple[Shape, Literal]]:
    """The arguments of a call that come to the resource's name."""
    function = (dotted(call.func) or "").rpartition(".")[2] or getattr(call.func, "attr", "")
    arguments: list[tuple[str | int, ast.expr]] = [*enumerate(call.args)]
    arguments += [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]
    for argument, value in arguments:
        place = written(workspace, path, value, resource.root)
        if isinstance(place, Literal) and _says(place.node.value, resource.name, in_texts):
            yield Shape(function, argument), place


def _says(value: object, name: str | None, in_texts: bool) -> bool:
    """Is it the name, or an address or ARN whose last part is?"""
    if value == name:
        return True
    address = in_texts and isinstance(value, str) and ("://" in value or value.startswith("arn:"))
    return address and re.split(r"[/:]", str(value))[-1] == name
