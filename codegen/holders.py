"""The `def` that holds an entry's grants and triggers, and decorators put above it or taken away."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ..resources.architecture import Entry
from .change import Refusal
from .lines import insert_lines
from .module import Def, Module, definition_at
from .workspace import Workspace


@dataclass(frozen=True, slots=True)
class Holder:
    """A handler's `def`, the text it was found in, and the functions and classes around it."""

    path: str
    module: Module
    node: Def
    around: tuple[ast.AST, ...]


def holder_of(workspace: Workspace, entry: Entry) -> Holder:
    """The `def` of an entry. Refuses entries that are not one function, and text that moved since."""
    module = workspace.module(entry.source.file)
    found = definition_at(module, entry.source.line)
    if found is None or found[0].name != entry.handler.rpartition(".")[2]:
        reason = f"{entry.label} has no `def` at {entry.source}."
        raise Refusal(reason, entry.source, "Give it a function of its own that can hold this.")
    return Holder(entry.source.file, module, *found)


def again(workspace: Workspace, holder: Holder) -> Holder:
    """The same `def` after an edit of its file has moved it."""
    before = _same_named(holder.module, holder.node.name)
    after = _same_named(workspace.module(holder.path), holder.node.name)
    line = after[before.index(holder.node.lineno)]
    found = definition_at(workspace.module(holder.path), line)
    assert found is not None
    return Holder(holder.path, workspace.module(holder.path), *found)


def _same_named(module: Module, name: str) -> list[int]:
    return sorted(node.lineno for node in ast.walk(module.tree) if isinstance(node, Def) and node.name == name)


def indent_of(module: Module, node: Def) -> str:
    """The blanks before a `def`. Refuses one that shares its line."""
    start = module.start(node)
    indent = module.text[module.line_start(start) : start]
    if indent.strip():
        raise Refusal(f"{node.name} does not begin its line.", module.span(node), "Put it on a line of its own.")
    return indent


def add_decorator(module: Module, node: Def, decorator: str, *, lowest: bool) -> str:
    """The text with one more decorator, right above the `def` or on top of the others."""
    first = node.decorator_list[0] if node.decorator_list and not lowest else None
    at = module.line_start(module.text.rindex("@", 0, module.start(first)) if first else module.start(node))
    line = f"{indent_of(module, node)}@{decorator}{module.newline}"
    return insert_lines(module.text, at, line, module.newline)


def drop_decorator(module: Module, decorator: ast.expr) -> str:
    """The text without a decorator and its line."""
    start = module.text.rindex("@", 0, module.start(decorator))
    if module.text[start + 1 : module.start(decorator)].strip(" \t"):
        raise Refusal("The decorator is written across lines.", module.span(decorator), "Put it on a line of its own.")
    first, last = module.line_start(start), module.line_end(module.end(decorator))
    return module.text[:first] + module.text[last:]
