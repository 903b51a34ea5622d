"""A parsed Python text with the offsets of its nodes, so that text can be cut out and put in at the right character.

The tree of `ast` says where things are (300 lines cost a millisecond); it never writes. Lines end where Python ends
them, at \\n, \\r\\n and \\r only, and columns of `ast` count UTF-8 bytes.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..resources.architecture import Span
from .change import Refusal

Def = ast.FunctionDef | ast.AsyncFunctionDef
Positioned = ast.expr | ast.stmt | ast.alias | ast.keyword

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


@dataclass(frozen=True)
class Module:
    path: str
    text: str
    tree: ast.Module

    @cached_property
    def starts(self) -> list[int]:
        """The offset at which each line begins; one more for the end of the text."""
        found = [match.start() for match in _LINE.finditer(self.text)]
        return [*found, len(self.text)]

    @cached_property
    def newline(self) -> str:
        """The line end of the first line."""
        found = re.search(r"\r\n|\n|\r", self.text)
        return found.group() if found else "\n"

    @cached_property
    def quote(self) -> str:
        """The quotation mark that this file uses more often."""
        return "'" if self.text.count("'") > self.text.count('"') else '"'

    def offset(self, line: int, column: int) -> int:
        start = self.starts[line - 1]
        row = self.text[start : self.starts[line]]
        return start + (column if row.isascii() else len(row.encode()[:column].decode()))

    def start(self, node: Positioned) -> int:
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: Positioned) -> int:
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def segment(self, node: Positioned) -> str:
        return self.text[self.start(node) : self.end(node)]

    def line_start(self, offset: int) -> int:
        """Where the line that holds this offset begins."""
        return max(start for start in self.starts if start <= offset) if offset else 0

    def line_end(self, offset: int) -> int:
        """Just behind the line end of the line that holds this offset."""
        return next((start for start in self.starts if start > offset), len(self.text))

    def replaced(self, node: Positioned, text: str) -> str:
        """The whole text with this node written as `text`."""
        return self.text[: self.start(node)] + text + self.text[self.end(node) :]

    def span(self, node: Positioned) -> Span:
        return Span(self.path, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0)


@lru_cache(maxsize=64)
def parse(path: str, text: str) -> Module:
    """Raises Refusal with the line when the text is not Python."""
    try:
        return Module(path, text, ast.parse(text))
    except SyntaxError as error:
        raise Refusal(
            f"{path}:{error.lineno or 1} is not valid Python: {error.msg}.",
            Span(path, error.lineno or 1),
            "Correct it first.",
        ) from error
    except ValueError as error:
        raise Refusal(f"{path} is not valid Python: {error}.", Span(path, 1), "Correct it first.") from error
    except (RecursionError, MemoryError) as error:
        raise Refusal(f"{path} is nested too deeply to be edited.", Span(path, 1), "Edit it by hand.") from error


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` of a chain of names, otherwise None."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def definition_at(module: Module, line: int) -> tuple[Def, tuple[ast.AST, ...]] | None:
    """The `def` on this line with the functions and classes around it, outermost first."""
    stack: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(module.tree, ())]
    while stack:
        node, around = stack.pop()
        if isinstance(node, Def) and node.lineno == line:
            return node, around
        inner = (*around, node) if isinstance(node, Def | ast.ClassDef) else around
        stack.extend((child, inner) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))
    return None


def body_of(module: Module, dotted_name: str) -> ast.stmt | None:
    """The statement that makes `name` or `Class.name` in this module: the last one if there are several."""
    body, found = module.tree.body, None
    for part in dotted_name.split("."):
        found = _making(body, part)
        body = found.body if isinstance(found, ast.ClassDef) else []
    return found


def _making(body: list[ast.stmt], name: str) -> ast.stmt | None:
    return next((statement for statement in reversed(flat(body)) if name in made_by(statement)), None)


def flat(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a body and of the `if`, `try` and `with` blocks in it, in order."""
    found: list[ast.stmt] = []
    for statement in body:
        found.append(statement)
        if isinstance(statement, ast.If | ast.Try | ast.With):
            for inner in (statement.body, *_other_blocks(statement)):
                found.extend(flat(inner))
    return found


def _other_blocks(statement: ast.If | ast.Try | ast.With) -> list[list[ast.stmt]]:
    match statement:
        case ast.If():
            return [statement.orelse]
        case ast.Try():
            return [*(handler.body for handler in statement.handlers), statement.orelse, statement.finalbody]
        case _:
            return []


def made_by(statement: ast.stmt) -> set[str]:
    """The names that this statement itself binds where it stands."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Import() | ast.ImportFrom():
            return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
        case ast.Assign():
            targets = statement.targets
        case ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.AsyncFor():
            targets = [statement.target]
        case ast.With() | ast.AsyncWith():
            targets = [item.optional_vars for item in statement.items if item.optional_vars]
        case _:
            targets = []
    targets = [*targets, *(node.target for node in ast.walk(statement) if isinstance(node, ast.NamedExpr))]
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}


def module_names(module: Module) -> set[str]:
    """Every name that the module binds at its own level."""
    return {name for statement in flat(module.tree.body) for name in made_by(statement)}


def identifiers(module: Module) -> set[str]:
    """Every identifier anywhere in the module: a new variable must be none of them."""
    found = module_names(module)
    for node in ast.walk(module.tree):
        match node:
            case ast.Name():
                found.add(node.id)
            case ast.arg():
                found.add(node.arg)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                found.add(node.name)
            case ast.alias():
                found.add(node.asname or node.name.partition(".")[0])
            case _:
                pass
    return found
