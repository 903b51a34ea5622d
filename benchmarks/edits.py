"""Edits as people make them, at random places of real source: each kind takes a file's text and gives it edited."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator

Edit = Callable[[bytes, random.Random], bytes | None]
Function = ast.FunctionDef | ast.AsyncFunctionDef
_ROUTES = frozenset({"get", "post", "put", "delete", "patch", "route", "websocket"})
_CALLS = (
    'print("words")', "len([])", '__import__("boto3").client("s3").list_buckets()',
    '__import__("boto3").resource("dynamodb").Table("orders").scan()',
)  # fmt: skip


def constant(text: bytes, dice: random.Random) -> bytes | None:
    """Another text in a function: a name, a prompt, a key."""
    lines = text.split(b"\n")
    found = [one for function in _functions(text) for one in ast.walk(function)
             if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value and _is_plain(one, lines)]
    return _put(lines, one := dice.choice(found), one.col_offset + 1, one.col_offset + 1, b"x") if found else None


def call_added(text: bytes, dice: random.Random) -> bytes | None:
    """A statement more, which calls something, or the same as another one."""
    place = _statement(text, dice)
    if place is None:
        return None
    lines = text.split(b"\n")
    here = lines[place.lineno - 1]
    calls = [lines[one.lineno - 1].strip() for function in _functions(text) for one in ast.walk(function)
             if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call) and one.lineno == one.end_lineno]
    new = dice.choice([*(one.encode() for one in _CALLS), *calls])
    return b"\n".join([*lines[: place.lineno - 1], here[: place.col_offset] + new, *lines[place.lineno - 1 :]])


def removed(text: bytes, dice: random.Random) -> bytes | None:
    """A statement less."""
    place = _statement(text, dice)
    if place is None:
        return None
    lines = text.split(b"\n")
    indent = lines[place.lineno - 1][: place.col_offset]
    return b"\n".join([*lines[: place.lineno - 1], indent + b"pass", *lines[place.end_lineno or 0 :]])


def renamed(text: bytes, dice: random.Random) -> bytes | None:
    """Another name for a local variable."""
    functions = [(one, names) for one in _functions(text) if (names := _locals(one))]
    if not functions:
        return None
    function, names = dice.choice(functions)
    name = dice.choice(names)
    lines = text.split(b"\n")
    used = [one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id == name]
    for line, column in sorted({(one.lineno, one.col_offset) for one in used}, reverse=True):
        old = lines[line - 1]
        if old[column:].startswith(name.encode()):
            lines[line - 1] = old[: column + len(name)] + b"_x" + old[column + len(name) :]
    return b"\n".join(lines)


def imported(text: bytes, dice: random.Random) -> bytes | None:
    """An import more."""
    places = [one.lineno for one in ast.parse(text).body if isinstance(one, ast.Import | ast.ImportFrom)]
    if not places:
        return None
    lines = text.split(b"\n")
    at = dice.choice(places) - 1
    new = dice.choice((b"import uuid", b"from decimal import Decimal", b"import textwrap as wrapping"))
    return b"\n".join([*lines[:at], new, *lines[at:]])


def rerouted(text: bytes, dice: random.Random) -> bytes | None:
    """Another path of a route."""
    lines = text.split(b"\n")
    found = [one.args[0] for function in _functions(text) for one in function.decorator_list
             if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _ROUTES
             and one.args and isinstance(one.args[0], ast.Constant) and _is_plain(one.args[0], lines)]
    if not found:
        return None
    one = dice.choice(found)
    end = one.end_col_offset or 0
    return _put(lines, one, end - 1, end - 1, b"x")


KINDS: dict[str, Edit] = {
    "a constant": constant, "a call more": call_added, "a statement less": removed, "a local renamed": renamed,
    "an import more": imported, "another route": rerouted,
}  # fmt: skip


def _functions(text: bytes) -> list[Function]:
    return [one for one in ast.walk(ast.parse(text)) if isinstance(one, Function)]


def _statement(text: bytes, dice: random.Random) -> ast.stmt | None:
    """A simple statement somewhere in a function, on lines of its own."""
    lines = text.split(b"\n")
    found = [one for function in _functions(text) for one in _simple(function)
             if not lines[one.lineno - 1][: one.col_offset].strip()]
    return dice.choice(found) if found else None


def _simple(function: Function) -> Iterator[ast.stmt]:
    for one in ast.walk(function):
        if isinstance(one, ast.Expr | ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Raise | ast.Delete):
            yield one


def _locals(function: Function) -> list[str]:
    """Names that the function binds by plain assignments, and nobody declares."""
    declared = {name for one in ast.walk(function) if isinstance(one, ast.Global | ast.Nonlocal) for name in one.names}
    bound = {one.id for one in ast.walk(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    given = {one.arg for one in ast.walk(function) if isinstance(one, ast.arg)}
    return sorted(bound - declared - given)


def _is_plain(one: ast.expr, lines: list[bytes]) -> bool:
    """Does it stand between quotes on one line?"""
    written = lines[one.lineno - 1][one.col_offset : one.end_col_offset]
    return one.lineno == one.end_lineno and written[:1] in (b'"', b"'") and written[:3] not in (b'"""', b"'''")


def _put(lines: list[bytes], place: ast.expr, start: int, end: int, new: bytes) -> bytes:
    at = place.lineno - 1
    return b"\n".join([*lines[:at], lines[at][:start] + new + lines[at][end:], *lines[at + 1 :]])
