"""`from MODULE import NAME` put where it belongs, or taken away, in the text of a module.

A name joins an import of the same module if there is one, in its place when the names there are sorted. Otherwise a new
line goes beside the imports of its class (standard library, packages, this project, relative), sorted among them; a
class that has none yet gets a group of its own, set off by a blank line. Only imports above the first definition, and
above the first statement that says the new name, count: those are bound when what is below is run.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import libcst as cst

from .commas import code, in_unix_lines, insert, remove
from .lines import drop_statement, header_end, insert_lines, starts_blank
from .module import Module
from .workspace import Workspace


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import name as alias`; `module` as it is written, `.stores` with its dots."""

    module: str
    name: str
    alias: str | None = None

    @property
    def clause(self) -> str:
        return f"{self.name} as {self.alias}" if self.alias else self.name

    def __str__(self) -> str:
        return f"from {self.module} import {self.clause}"


def add_import(module: Module, wanted: Import, first_party: Collection[str] = (), width: int = 88) -> str:
    """The text with this import. `first_party` are the project's top-level names, `width` how long its lines may be."""
    head = _head(module, wanted.alias or wanted.name)
    for statement in head:
        if isinstance(statement, ast.ImportFrom) and _module_of(statement) == wanted.module and not _star(statement):
            before = module.segment(statement)
            after = _joined(before, wanted)
            spread = len(before) <= width < len(after) and not {"(", "\n", "\\"} & set(after)
            return module.replaced(statement, _spread(after, module.newline) if spread else after)
    return _new_line(module, head, wanted, first_party)


def add_module_import(module: Module, name: str, first_party: Collection[str] = ()) -> str:
    """The text with `import NAME`: in order among the plain imports of its class, which stand before the others."""
    head = _head(module, name)
    own = _class_of(name, first_party)
    same = [statement for statement in head if _class_of(_module_of(statement), first_party) == own]
    plain = [statement for statement in same if isinstance(statement, ast.Import)]
    earlier = [statement for statement in plain if _module_of(statement) < name]
    line, newline = f"import {name}{module.newline}", module.newline
    if earlier:
        return insert_lines(module.text, module.line_end(module.end(earlier[-1])), line, newline)
    if same:
        return insert_lines(module.text, module.line_start(module.start((plain or same)[0])), line, newline)
    return _new_group(module, head, own, line, first_party)


def import_into(workspace: Workspace, path: str, wanted: Import | None) -> None:
    """Gives a file of the workspace an import, if it wants one."""
    if wanted:
        module = workspace.module(path)
        workspace.edit(path, add_import(module, wanted, workspace.first_party, workspace.line_length))


def drop_import(module: Module, local: str) -> str:
    """The text without the top-level import that binds this name; the same text when none does."""
    for statement in module.tree.body:
        if isinstance(statement, ast.ImportFrom):
            names = [alias.asname or alias.name for alias in statement.names]
            if local in names and len(names) == 1:
                return drop_statement(module, statement)
            if local in names:
                return module.replaced(statement, _without(module.segment(statement), names.index(local)))
    return module.text


def says(statement: ast.stmt, name: str) -> bool:
    """Does a statement use this name?"""
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))


def _head(module: Module, name: str) -> list[ast.stmt]:
    """The imports of the module's own level above its first function or class, and above the first use of NAME."""
    found: list[ast.stmt] = []
    for statement in module.tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or says(statement, name):
            break
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found.append(statement)
    return found


def _module_of(statement: ast.stmt) -> str:
    match statement:
        case ast.ImportFrom():
            return "." * statement.level + (statement.module or "")
        case ast.Import():
            return statement.names[0].name
        case _:
            return ""


def _star(statement: ast.ImportFrom) -> bool:
    return any(alias.name == "*" for alias in statement.names)


def _joined(text: str, wanted: Import) -> str:
    """`from m import a, c` with `b` -> `from m import a, b, c`."""

    def change(statement: str) -> str:
        node = _from_import(statement)
        names = node.names
        assert not isinstance(names, cst.ImportStar)
        index = _sorted_place([code(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)) for alias in names], wanted)
        opening = node.lpar.whitespace_after if node.lpar else cst.SimpleWhitespace("")
        closing = node.rpar.whitespace_before if node.rpar else cst.SimpleWhitespace("")
        new = cst.ImportAlias(cst.Name(wanted.name), cst.AsName(cst.Name(wanted.alias)) if wanted.alias else None)
        made, closing = insert(names, index, new, opening, closing)
        rpar = node.rpar.with_changes(whitespace_before=closing) if node.rpar else None
        return code(node.with_changes(names=made, rpar=rpar))

    return in_unix_lines(text, change)


def _spread(text: str, newline: str) -> str:
    """A line that became too long, with each name on a line of its own."""
    head, _, names = text.partition(" import ")
    lines = [f"    {name.strip()}," for name in names.split(",")]
    return newline.join([f"{head} import (", *lines, ")"])


def _without(text: str, index: int) -> str:
    def change(statement: str) -> str:
        node = _from_import(statement)
        assert not isinstance(node.names, cst.ImportStar)
        closing = node.rpar.whitespace_before if node.rpar else cst.SimpleWhitespace("")
        names, closing = remove(node.names, index, closing)
        rpar = node.rpar.with_changes(whitespace_before=closing) if node.rpar else None
        return code(node.with_changes(names=names, rpar=rpar))

    return in_unix_lines(text, change)


def _from_import(text: str) -> cst.ImportFrom:
    line = cst.parse_statement(text)
    assert isinstance(line, cst.SimpleStatementLine)
    node = line.body[0]
    assert isinstance(node, cst.ImportFrom)
    return node


def _sorted_place(clauses: Sequence[str], wanted: Import) -> int:
    """Where the name goes: in order when the others are in an order that is known, otherwise at the end."""
    names = [clause.split()[0] for clause in clauses]
    for key in (_by_case, _without_case):
        if names == sorted(names, key=key):
            return next((at for at, name in enumerate(names) if key(name) > key(wanted.name)), len(names))
    return len(names)


def _by_case(name: str) -> tuple[int, str]:
    """CONSTANTS before Classes before functions, as isort and ruff have it."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2), name


def _without_case(name: str) -> tuple[int, str]:
    return 0, name.lower()


def _new_line(module: Module, head: Sequence[ast.stmt], wanted: Import, first_party: Collection[str]) -> str:
    own = _class_of(wanted.module, first_party)
    same = [statement for statement in head if _class_of(_module_of(statement), first_party) == own]
    if same:
        return _among(module, same, wanted)
    return _new_group(module, head, own, f"{wanted}{module.newline}", first_party)


def _new_group(module: Module, head: Sequence[ast.stmt], own: int, line: str, first_party: Collection[str]) -> str:
    """An import whose class has none yet: behind those of lower classes, before those of higher ones."""
    newline = module.newline
    lower = [statement for statement in head if _class_of(_module_of(statement), first_party) < own]
    if lower:
        at = module.line_end(module.end(lower[-1]))
        return insert_lines(module.text, at, _gap(module, at) + line, newline)
    if head:
        return insert_lines(module.text, module.line_start(module.start(head[0])), line + newline, newline)
    return _first_import(module, line)


def _among(module: Module, same: Sequence[ast.stmt], wanted: Import) -> str:
    """Sorted among the `from` imports of its class; plain `import` lines come first."""
    froms = [statement for statement in same if isinstance(statement, ast.ImportFrom)]
    earlier = [statement for statement in froms if _order(_module_of(statement)) <= _order(wanted.module)]
    line = f"{wanted}{module.newline}"
    if earlier or not froms:
        last = (earlier or same)[-1]
        return insert_lines(module.text, module.line_end(module.end(last)), line, module.newline)
    return insert_lines(module.text, module.line_start(module.start(froms[0])), line, module.newline)


def _first_import(module: Module, line: str) -> str:
    """Behind the docstring, otherwise behind the comments that open the file."""
    body, newline = module.tree.body, module.newline
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        at = module.line_end(module.end(body[0]))
        return insert_lines(module.text, at, _gap(module, at) + line, newline)
    at = header_end(module)
    after = "" if at or not module.text.strip() or starts_blank(module.text) else newline
    return insert_lines(module.text, at, (_gap(module, at) if at else "") + line + after, newline)


def _gap(module: Module, at: int) -> str:
    """A blank line before a new group, where the file sets its groups off."""
    rest = module.text[at:]
    return module.newline if not rest or starts_blank(rest) else ""


def _order(module: str) -> tuple[int, str]:
    """Relative imports from far away come first, as isort has it."""
    dots = len(module) - len(module.lstrip("."))
    return -dots, module.lower()


def _class_of(module: str, first_party: Collection[str]) -> int:
    top = module.partition(".")[0]
    if module.startswith("."):
        return 4
    if top == "__future__":
        return 0
    if top in first_party:
        return 3
    return 1 if top in sys.stdlib_module_names else 2
