"""The tree of a file -> facts: one small converter per class of statement, found in a table.

A function's body is left for later where `converting` says so; inner functions and lambdas are converted with what is
around them.
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from .convert_expressions import FACTS_OF, OPERATORS, each, optional, parameters, position, seen
from .facts import ASYNC, GENERATOR, Facts


class _Own(threading.local):
    """How the file that is being converted in this thread is to be read."""

    later = False
    """Are bodies of functions left for later?"""
    lines: Sequence[bytes] = ()
    """Of the file, if any of its functions is a generator."""
    trees: dict[int, Any] | None = None
    """Where trees of functions are kept, if they are."""


_own = _Own()


def unified(source: bytes) -> bytes:
    """The text with its lines ended as the parser takes them."""
    return source.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in source else source


@contextmanager
def converting(source: bytes, trees: dict[int, Any] | None) -> Generator[None]:
    """Leaves bodies for later, unless the bytes of a line may mean something else without those above it."""
    _own.trees = trees
    head = source[:400].split(b"\n", 2)[:2]
    _own.later = not any(b"coding" in line for line in head) and not source.startswith(b"\xef\xbb\xbf")
    _own.lines = unified(source).split(b"\n") if b"yield" in source else ()
    try:
        yield
    finally:
        _own.later, _own.lines, _own.trees = False, (), None


def block(nodes: Any) -> tuple[Facts, ...]:
    if not nodes:
        return ()
    made: list[Facts] = []
    for node in nodes:
        converter = _S.get(node.__class__)
        facts = converter(node) if converter else None
        if facts is not None:
            made.append(facts)
    return tuple(made)


def _do(s: Any) -> Facts | None:
    value = s.value
    return None if value.__class__ is ast.Constant else ("do", FACTS_OF[value.__class__](value), s.lineno)


def _assign(s: Any) -> Facts:
    value, (first, *others) = s.value, s.targets
    targets = (FACTS_OF[first.__class__](first), *each(others))
    return ("assign", targets, FACTS_OF[value.__class__](value), s.lineno)


def _augment(s: Any) -> Facts:
    return ("augment", *each((s.target,)), OPERATORS[s.op.__class__], FACTS_OF[s.value.__class__](s.value), s.lineno)


def _note(s: Any) -> Facts:
    return ("note", *each((s.target, s.annotation)), optional(s.value), s.lineno)


def _return(s: Any) -> Facts:
    return ("return", optional(s.value), s.lineno)


def _if(s: Any) -> Facts:
    return ("if", FACTS_OF[s.test.__class__](s.test), block(s.body), block(s.orelse), s.lineno)


def _for(s: Any) -> Facts:
    return ("for", *each((s.target, s.iter)), block(s.body), block(s.orelse), s.lineno)


def _while(s: Any) -> Facts:
    return ("while", FACTS_OF[s.test.__class__](s.test), block(s.body), block(s.orelse), s.lineno)


def _with(s: Any) -> Facts:
    items = tuple([(FACTS_OF[i.context_expr.__class__](i.context_expr), optional(i.optional_vars)) for i in s.items])
    return ("with", items, block(s.body), s.lineno)


def _try(s: Any) -> Facts:
    handlers = tuple([(optional(h.type), h.name, block(h.body)) for h in s.handlers])
    return ("try", block(s.body), handlers, block(s.orelse), block(s.finalbody))


def _raise(s: Any) -> Facts:
    return ("raise", optional(s.exc), s.lineno)


def _import(s: Any) -> Facts:
    return ("import", tuple([(a.name, a.asname) for a in s.names]), position(s))


def _import_from(s: Any) -> Facts:
    return (
        "import from",
        s.level,
        s.module or "",
        tuple([(a.name, a.asname or a.name) for a in s.names]),
        position(s),
    )


def _function(s: Any) -> Facts:
    flags = ASYNC if s.__class__ is ast.AsyncFunctionDef else 0
    if _own.later:
        body = None
        flags |= GENERATOR if _own.lines and _yields(s) else 0
    else:
        outer, seen.yields = seen.yields, False
        body = block(s.body)
        flags |= GENERATOR if seen.yields else 0
        seen.yields = outer
    first = s.decorator_list[0].lineno if s.decorator_list else s.lineno
    returns = optional(s.returns)
    made = ("def", s.name, parameters(s.args), each(s.decorator_list), returns, body, position(s), flags, first)
    if _own.trees is not None and body is None:
        _own.trees[id(made)] = s
    return made


def _yields(s: Any) -> bool:
    """Does the function itself yield, not one inside of it?"""
    lines = enumerate(_own.lines[s.lineno - 1 : s.end_lineno], s.lineno)
    said = [number for number, line in lines if b"yield" in line]
    stack = list(s.body) if said else []
    while stack:
        node = stack.pop()
        if node.__class__ in (ast.Yield, ast.YieldFrom):
            return True
        if node.__class__ not in (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda) and _stands_on(node, said):
            stack.extend(ast.iter_child_nodes(node))
    return False


def _stands_on(node: Any, lines: list[int]) -> bool:
    """Does it reach over one of these lines? What has no position of its own (a case, a generator) may."""
    first = getattr(node, "lineno", None)
    return first is None or any(first <= line <= node.end_lineno for line in lines)


def _class(s: Any) -> Facts:
    keywords = tuple([(k.arg, FACTS_OF[k.value.__class__](k.value)) for k in s.keywords])
    return ("class", s.name, each(s.bases), keywords, each(s.decorator_list), block(s.body), position(s))


def _global(s: Any) -> Facts:
    return ("global", tuple(s.names))


def _nonlocal(s: Any) -> Facts:
    return ("nonlocal", tuple(s.names))


def _delete(s: Any) -> Facts:
    return ("del", each(s.targets))


def _match(s: Any) -> Facts:
    cases = tuple([(_pattern(c.pattern), optional(c.guard), block(c.body)) for c in s.cases])
    return ("match", FACTS_OF[s.subject.__class__](s.subject), cases, s.lineno)


def _assert(s: Any) -> Facts:
    return ("assert", FACTS_OF[s.test.__class__](s.test), s.lineno)


def _pattern(p: Any) -> Facts:
    match p:
        case ast.MatchValue():
            return ("value", FACTS_OF[p.value.__class__](p.value))
        case ast.MatchSingleton():
            return ("value", ("const", p.value))
        case ast.MatchSequence():
            return ("seq", tuple([_pattern(one) for one in p.patterns]))
        case ast.MatchMapping():
            return ("map", each(p.keys), tuple([_pattern(one) for one in p.patterns]), p.rest)
        case ast.MatchClass():
            inner = tuple([_pattern(one) for one in p.patterns]), tuple([_pattern(one) for one in p.kwd_patterns])
            return ("class", FACTS_OF[p.cls.__class__](p.cls), inner[0], tuple(p.kwd_attrs), inner[1])
        case ast.MatchStar():
            return ("rest", p.name)
        case ast.MatchAs():
            return ("capture", p.name, None if p.pattern is None else _pattern(p.pattern))
        case _:
            return ("any", tuple([_pattern(one) for one in p.patterns]))


_S: dict[type[Any], Callable[[Any], Facts | None]] = {
    ast.Expr: _do, ast.Assign: _assign, ast.AugAssign: _augment, ast.AnnAssign: _note, ast.Return: _return,
    ast.If: _if, ast.For: _for, ast.AsyncFor: _for, ast.While: _while, ast.With: _with, ast.AsyncWith: _with,
    ast.Try: _try, ast.TryStar: _try, ast.Raise: _raise, ast.Import: _import, ast.ImportFrom: _import_from,
    ast.FunctionDef: _function, ast.AsyncFunctionDef: _function, ast.ClassDef: _class, ast.Global: _global,
    ast.Nonlocal: _nonlocal, ast.Delete: _delete, ast.Match: _match, ast.Assert: _assert,
    ast.Break: lambda _: ("break",), ast.Continue: lambda _: ("continue",),
}  # fmt: skip
