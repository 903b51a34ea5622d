"""One file -> `ModuleSummary`, a pure function of its bytes.

The tree is walked once by a table from node class to converter, the result is tuples only (`facts.py`), and the tree is
dropped at once. Docstrings, comments and everything that cannot change what the code reaches are left out. Bodies of
functions are left for later too, because most are never executed: `read` parses the lines of one again, which costs
less than to convert and keep them all. The cost is a fifth of `ast.parse` itself; the caller switches the garbage
collector off for the batch.
"""

from __future__ import annotations

import ast
import sys
from array import array
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import accumulate
from typing import Any

from .convert import block, converting, unified
from .convert_expressions import converted, position
from .facts import Facts, Fault, ModuleSummary
from .plainer import plainer
from .requoted import requoted

LARGEST = 8_000_000
"""Bytes of a file that is still read."""
DEEPEST = 6000
"""Nested converters before a file counts as nested too deeply."""


def summarize(source: bytes, keep: bool = False) -> ModuleSummary:
    """The facts of a file, or an empty summary whose `fault` says what is wrong with it.

    KEEP keeps the trees of its functions for an evaluation at once: they take much room, but need not be read again.
    """
    if len(source) > LARGEST:
        return _faulty(source, "file-too-large", f"has {len(source):,} bytes and was not read", 1,
                       "Ignore it in archloom.toml ([project] ignore) or move the data out of the code.")  # fmt: skip
    if b"\0" in source:  # UTF-16, or no text at all; versions of Python differ in what they say of it
        return _faulty(source, "unreadable-file", "cannot be read as Python: it holds null bytes", 1,
                       "Save it as UTF-8 text, or ignore it in archloom.toml ([project] ignore).")  # fmt: skip
    try:
        tree = _parsed(source)
    except SyntaxError as error:
        return _faulty(source, "syntax-error", f"is not valid Python: {error.msg}", error.lineno or 1,
                       "Correct that line; the rest of the project was read without this file.")  # fmt: skip
    except ValueError as error:
        return _faulty(source, "unreadable-file", f"cannot be read as Python: {error}", 1,
                       "Save it as UTF-8 text, or ignore it in archloom.toml ([project] ignore).")  # fmt: skip
    except (RecursionError, MemoryError):
        return _too_deep(source)
    trees: dict[int, Any] = {}
    tops = array("L")
    body: list[Facts] = []
    try:
        with _deep(), converting(source, trees if keep else None):
            for node in tree.body:
                body += block((node,))
                tops.extend((_first(node), node.end_lineno or 0, len(body)))
    except RecursionError:
        return _too_deep(source)
    return ModuleSummary(
        tuple(body), source.count(b"\n") + 1, _main_guard(tree), _imports(tree), None, source, tops, trees=trees
    )


def _too_deep(source: bytes) -> ModuleSummary:
    return _faulty(source, "too-deep", "is nested too deeply to be read", 1,
                   "Split the expression, or ignore the file in archloom.toml.")  # fmt: skip


def _parsed(source: bytes) -> ast.Module:
    """The tree of a file, also when its syntax is of a newer Python than the one that runs here."""
    try:
        return ast.parse(source)
    except SyntaxError:
        other = plainer(requoted(source) if sys.version_info < (3, 12) else source)
        if other == source:
            raise
        with suppress(SyntaxError):
            return ast.parse(other)
        raise


def _first(node: Any) -> int:
    decorators = getattr(node, "decorator_list", ())
    return decorators[0].lineno if decorators else node.lineno


def read(summary: ModuleSummary, function: Facts) -> Facts:
    """The body of a function of a file; read at the first time, from its tree or else from its lines."""
    known = function[5] if function[5] is not None else summary.bodies.get(id(function))
    if known is None:
        tree = summary.trees.pop(id(function), None)
        known = summary.bodies[id(function)] = body_of(tree) if tree is not None else _again(summary, function)
    return known


def _again(summary: ModuleSummary, function: Facts) -> Facts:
    """The body of a function from its lines."""
    first, column, _, _ = function[6]
    above = b"\n" * (first - 2) + b"if 1:\n" if column else b"\n" * (first - 1)
    try:
        found: Any = _parsed(above + text_of(summary, function)).body[0]
    except SyntaxError:  # a form feed before the `def`
        return body_of(_searched(summary.source, function[6]))
    except (RecursionError, MemoryError):
        return ()
    return body_of(found.body[0] if column else found)


def text_of(summary: ModuleSummary, function: Facts) -> bytes:
    """The lines of a function, from its `def` on."""
    first, _, last, _ = function[6]
    text, starts = unified(summary.source), summary.starts
    if not starts:
        starts.extend(accumulate((len(line) + 1 for line in text.split(b"\n")), initial=0))
    return text[starts[first - 1] : starts[last] - 1]


def body_of(tree: Any) -> Facts:
    """The body of a function from its tree; empty if it is nested too deeply."""
    try:
        if sys.getrecursionlimit() >= DEEPEST:  # while a project is evaluated
            return block(tree.body)
        with _deep():
            return block(tree.body)
    except RecursionError:
        return ()


def _searched(source: bytes, place: Facts) -> Any:
    """The function at a position, from its whole file."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = ast.walk(_parsed(source))
    return next(node for node in nodes if isinstance(node, functions) and position(node) == place)


@contextmanager
def _deep() -> Generator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def expression(text: str) -> Facts | None:
    """The facts of an annotation written as a text; None when it is no expression."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
        return converted(node)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _faulty(source: bytes, code: str, message: str, line: int, remedy: str) -> ModuleSummary:
    return ModuleSummary((), source.count(b"\n") + 1, fault=Fault(code, message, line, remedy))


def _imports(tree: ast.Module) -> tuple[str, ...]:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.partition(".")[0])
    return tuple(sorted(found))


def _main_guard(tree: ast.Module) -> int:
    for node in tree.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
            sides = (node.test.left, *node.test.comparators)
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
                return node.lineno
    return 0
