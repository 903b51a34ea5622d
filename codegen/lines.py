"""Whole lines put into a text and taken out again; one undoes the other, blank lines and line ends included."""

from __future__ import annotations

import ast
import re

from .module import Module


def insert_lines(text: str, at: int, lines: str, newline: str) -> str:
    """The text with some lines at a line's beginning; a text without a last line end stays without one."""
    before = text[:at]
    if before and not before.endswith(("\n", "\r")):
        before += newline
        lines = lines.removesuffix(newline)
    return before + lines + text[at:]


def header_end(module: Module) -> int:
    """The end of the comments that open the file: those that a blank line sets off, or `#!` and the encoding."""
    at = own = 0
    while module.text.startswith("#", at):
        line_end = module.line_end(at)
        if re.match(r"#!|#.*coding[:=]", module.text[at:line_end]):
            own = line_end
        at = line_end
    return at if starts_blank(module.text[at:]) or at == len(module.text) else own


def drop_statement(module: Module, statement: ast.stmt) -> str:
    """The text without a statement and its line; of the blank lines above and below it, the longer stretch stays."""
    first, last = module.start(statement), module.end(statement)
    if _is_alone_in_its_block(module, statement):
        return module.replaced(statement, "pass")
    if module.text[module.line_start(first) : first].strip() or _shares_its_end(module, last):
        return _drop_between_semicolons(module.text, first, last)
    before, after = module.text[: module.line_start(first)], module.text[module.line_end(last) :]
    before, after = _closed(before, after)
    if not after and not module.text.endswith(("\n", "\r")):
        before = before.removesuffix("\n").removesuffix("\r")
    return before + after


def _is_alone_in_its_block(module: Module, statement: ast.stmt) -> bool:
    for node in ast.walk(module.tree):
        for name in () if isinstance(node, ast.Module) else ("body", "orelse", "finalbody"):
            if getattr(node, name, None) == [statement]:
                return True
    return False


def _closed(before: str, after: str) -> tuple[str, str]:
    """Two texts without the shorter stretch of blank lines at their seam; none at the ends of the file."""
    if not before.strip() and starts_blank(after):
        return before, after[_line_end(after) :]
    above, below = _blank_lines_at_the_end(before), _blank_lines_at_the_start(after)
    for _ in range(above if not after.strip() else min(above, below)):
        before = before[: _last_line(before)]
    return before, after


def _blank_lines_at_the_end(text: str) -> int:
    count = 0
    while ends_blank(text):
        text, count = text[: _last_line(text)], count + 1
    return count


def _blank_lines_at_the_start(text: str) -> int:
    count = 0
    while starts_blank(text):
        text, count = text[_line_end(text) :], count + 1
    return count


def _shares_its_end(module: Module, end: int) -> bool:
    rest = module.text[end : module.line_end(end)].strip()
    return rest.startswith(";") and bool(rest.lstrip("; ").strip())


def _drop_between_semicolons(text: str, first: int, last: int) -> str:
    """`a; b; c` without b."""
    rest = text[last:]
    if rest.lstrip(" \t").startswith(";"):
        return text[:first] + rest.lstrip(" \t")[1:].lstrip(" \t")
    return text[:first].rstrip(" \t").removesuffix(";").rstrip(" \t") + rest


def _last_line(text: str) -> int:
    """Where the last line of a text that ends with a line end begins."""
    body = text.removesuffix("\n").removesuffix("\r")
    return max(body.rfind("\n"), body.rfind("\r")) + 1


def starts_blank(text: str) -> bool:
    return bool(text) and not text[: _line_end(text)].strip()


def ends_blank(text: str) -> bool:
    return bool(text) and not text[_last_line(text) :].strip()


def _line_end(text: str) -> int:
    """Just behind the first line end, or the end of the text."""
    found = [at for at in (text.find("\n"), text.find("\r")) if at >= 0]
    if not found:
        return len(text)
    at = min(found)
    return at + (2 if text[at : at + 2] == "\r\n" else 1)
