"""A tree -> facts: one small converter per node class, found in a table.

A function's body is left for later where `converting` says so; inner functions and lambdas are converted with what is
around them.
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from .facts import ASYNC, GENERATOR, KEYWORD, PLAIN, STAR, STARSTAR, Facts

LONGEST_LITERAL = 2000
"""Elements of one list or dict that are kept."""


class _Own(threading.local):
    """What was seen in the function that is being converted, in this thread."""

    yields = False
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
        _own.later, _own.lines, _own.yields, _own.trees = False, (), False, None


# -- expressions: one small converter per node class --

_NONE: Facts = ("const", None)


def position(e: Any) -> tuple[int, int, int, int]:
    return e.lineno, e.col_offset, e.end_lineno, e.end_col_offset


def _constant(e: Any) -> Facts:
    value = e.value
    return ("const", None) if value.__class__ is complex else ("const", value)


_names: dict[str, Facts] = {}
"""Names are a third of all facts, and few: each is there once."""


def _name(e: Any) -> Facts:
    known = _names.get(e.id)
    if known is None:
        known = _names[e.id] = ("name", e.id)
    return known


def _attribute(e: Any) -> Facts:
    value = e.value
    return ("attr", _E[value.__class__](value), e.attr)


def _call(e: Any) -> Facts:
    func = e.func
    return (
        "call",
        _E[func.__class__](func),
        tuple([_E[a.__class__](a) for a in e.args]),
        tuple([(k.arg, _E[k.value.__class__](k.value)) for k in e.keywords]),
        (e.lineno, e.col_offset, e.end_lineno, e.end_col_offset),
    )


def _subscript(e: Any) -> Facts:
    value, index = e.value, e.slice
    return (
        "sub",
        _E[value.__class__](value),
        _E[index.__class__](index),
        (e.lineno, e.col_offset, e.end_lineno, e.end_col_offset),
    )


_OPERATORS: dict[type[Any], str] = {
    ast.Add: "+", ast.BitOr: "|", ast.Mod: "%", ast.Div: "/", ast.Mult: "*", ast.Sub: "-", ast.RShift: ">>",
    ast.LShift: "<<", ast.BitAnd: "&", ast.BitXor: "^", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@",
    ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


def _binary(e: Any) -> Facts:
    left, right = e.left, e.right
    return ("bin", _OPERATORS[e.op.__class__], _E[left.__class__](left), _E[right.__class__](right))


def _boolean(e: Any) -> Facts:
    return ("bool", "and" if e.op.__class__ is ast.And else "or", _all(e.values))


def _unary(e: Any) -> Facts:
    operand = e.operand
    inner = _E[operand.__class__](operand)
    if e.op.__class__ is ast.Not:
        return ("not", inner)
    if e.op.__class__ is ast.USub and inner[0] == "const" and inner[1].__class__ in (int, float):
        return ("const", -inner[1])
    return ("ops", (inner,))


def _compare(e: Any) -> Facts:
    left = e.left
    return ("cmp", _E[left.__class__](left), tuple([_OPERATORS[o.__class__] for o in e.ops]), _all(e.comparators))


def _choice(e: Any) -> Facts:
    return ("if", *_all((e.test, e.body, e.orelse)))


def _text(e: Any) -> Facts:
    return ("text", _all(e.values))


def _formatted(e: Any) -> Facts:
    value = e.value
    return _E[value.__class__](value)


def _list(e: Any) -> Facts:
    return ("seq", "list", _all(e.elts[:LONGEST_LITERAL]))


def _tuple(e: Any) -> Facts:
    return ("seq", "tuple", _all(e.elts[:LONGEST_LITERAL]))


def _set(e: Any) -> Facts:
    return ("seq", "set", _all(e.elts[:LONGEST_LITERAL]))


def _dict(e: Any) -> Facts:
    pairs = zip(e.keys[:LONGEST_LITERAL], e.values[:LONGEST_LITERAL], strict=True)
    return ("dict", tuple([(_optional(key), _E[value.__class__](value)) for key, value in pairs]))


def _lambda(e: Any) -> Facts:
    body = e.body
    outer = _own.yields
    statement = ("return", _E[body.__class__](body), body.lineno)
    _own.yields = outer
    return ("lambda", ("def", "<lambda>", _parameters(e.args), (), None, (statement,), position(e), 0, e.lineno))


def _comprehension(e: Any) -> Facts:
    kind = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator"}[e.__class__]
    return ("comp", kind, _E[e.elt.__class__](e.elt), None, _generators(e))


def _dict_comprehension(e: Any) -> Facts:
    return ("comp", "dict", _E[e.key.__class__](e.key), _E[e.value.__class__](e.value), _generators(e))


def _generators(e: Any) -> Facts:
    return tuple([(*_all((g.target, g.iter)), _all(g.ifs)) for g in e.generators])


def _starred(e: Any) -> Facts:
    return ("star", _E[e.value.__class__](e.value))


def _named(e: Any) -> Facts:
    return ("let", e.target.id, _E[e.value.__class__](e.value))


def _await(e: Any) -> Facts:
    return ("await", _E[e.value.__class__](e.value))


def _yield(e: Any) -> Facts:
    _own.yields = True
    return ("yield", _optional(e.value))


def _yield_from(e: Any) -> Facts:
    _own.yields = True
    return ("from", _E[e.value.__class__](e.value))


def _slice(e: Any) -> Facts:
    return ("slice", tuple([_optional(part) for part in (e.lower, e.upper, e.step)]))


def converted(e: Any) -> Facts:
    """The facts of an expression."""
    return _E[e.__class__](e)


def _optional(e: Any) -> Facts | None:
    return None if e is None else _E[e.__class__](e)


def _all(nodes: Any) -> tuple[Facts, ...]:
    return tuple([_E[e.__class__](e) for e in nodes])


_E: dict[type[Any], Callable[[Any], Facts]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.Subscript: _subscript,
    ast.BinOp: _binary, ast.BoolOp: _boolean, ast.UnaryOp: _unary, ast.Compare: _compare, ast.IfExp: _choice,
    ast.JoinedStr: _text, ast.FormattedValue: _formatted, ast.List: _list, ast.Tuple: _tuple, ast.Set: _set,
    ast.Dict: _dict, ast.Lambda: _lambda, ast.ListComp: _comprehension, ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension, ast.DictComp: _dict_comprehension, ast.Starred: _starred,
    ast.NamedExpr: _named, ast.Await: _await, ast.Yield: _yield, ast.YieldFrom: _yield_from, ast.Slice: _slice,
}  # fmt: skip


# -- statements --


def block(nodes: Any) -> tuple[Facts, ...]:
    made: list[Facts] = []
    for node in nodes:
        converter = _S.get(node.__class__)
        facts = converter(node) if converter else None
        if facts is not None:
            made.append(facts)
    return tuple(made)


def _do(s: Any) -> Facts | None:
    value = s.value
    return None if value.__class__ is ast.Constant else ("do", _E[value.__class__](value), s.lineno)


def _assign(s: Any) -> Facts:
    return ("assign", _all(s.targets), _E[s.value.__class__](s.value), s.lineno)


def _augment(s: Any) -> Facts:
    return ("augment", *_all((s.target,)), _OPERATORS[s.op.__class__], _E[s.value.__class__](s.value), s.lineno)


def _note(s: Any) -> Facts:
    return ("note", *_all((s.target, s.annotation)), _optional(s.value), s.lineno)


def _return(s: Any) -> Facts:
    return ("return", _optional(s.value), s.lineno)


def _if(s: Any) -> Facts:
    return ("if", _E[s.test.__class__](s.test), block(s.body), block(s.orelse), s.lineno)


def _for(s: Any) -> Facts:
    return ("for", *_all((s.target, s.iter)), block(s.body), block(s.orelse), s.lineno)


def _while(s: Any) -> Facts:
    return ("while", _E[s.test.__class__](s.test), block(s.body), block(s.orelse), s.lineno)


def _with(s: Any) -> Facts:
    items = tuple([(_E[i.context_expr.__class__](i.context_expr), _optional(i.optional_vars)) for i in s.items])
    return ("with", items, block(s.body), s.lineno)


def _try(s: Any) -> Facts:
    handlers = tuple([(_optional(h.type), h.name, block(h.body)) for h in s.handlers])
    return ("try", block(s.body), handlers, block(s.orelse), block(s.finalbody))


def _raise(s: Any) -> Facts:
    return ("raise", _optional(s.exc), s.lineno)


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
        outer, _own.yields = _own.yields, False
        body = block(s.body)
        flags |= GENERATOR if _own.yields else 0
        _own.yields = outer
    first = s.decorator_list[0].lineno if s.decorator_list else s.lineno
    returns = _optional(s.returns)
    made = ("def", s.name, _parameters(s.args), _all(s.decorator_list), returns, body, position(s), flags, first)
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


def _parameters(a: ast.arguments) -> Facts:
    plain = [*a.posonlyargs, *a.args]
    defaults = [None] * (len(plain) - len(a.defaults)) + list(a.defaults)
    made = [(p.arg, PLAIN, _optional(d), _optional(p.annotation)) for p, d in zip(plain, defaults, strict=True)]
    if a.vararg:
        made.append((a.vararg.arg, STAR, None, None))
    made += [(p.arg, KEYWORD, _optional(d), _optional(p.annotation))
             for p, d in zip(a.kwonlyargs, a.kw_defaults, strict=True)]  # fmt: skip
    if a.kwarg:
        made.append((a.kwarg.arg, STARSTAR, None, None))
    return tuple(made)


def _class(s: Any) -> Facts:
    keywords = tuple([(k.arg, _E[k.value.__class__](k.value)) for k in s.keywords])
    return ("class", s.name, _all(s.bases), keywords, _all(s.decorator_list), block(s.body), position(s))


def _global(s: Any) -> Facts:
    return ("global", tuple(s.names))


def _nonlocal(s: Any) -> Facts:
    return ("nonlocal", tuple(s.names))


def _delete(s: Any) -> Facts:
    return ("del", _all(s.targets))


def _match(s: Any) -> Facts:
    cases = tuple([(_pattern(c.pattern), _optional(c.guard), block(c.body)) for c in s.cases])
    return ("match", _E[s.subject.__class__](s.subject), cases, s.lineno)


def _assert(s: Any) -> Facts:
    return ("do", _E[s.test.__class__](s.test), s.lineno)


def _pattern(p: Any) -> Facts:
    match p:
        case ast.MatchValue():
            return ("value", _E[p.value.__class__](p.value))
        case ast.MatchSingleton():
            return ("value", ("const", p.value))
        case ast.MatchSequence():
            return ("seq", tuple([_pattern(one) for one in p.patterns]))
        case ast.MatchMapping():
            return ("map", _all(p.keys), tuple([_pattern(one) for one in p.patterns]), p.rest)
        case ast.MatchClass():
            inner = tuple([_pattern(one) for one in p.patterns]), tuple([_pattern(one) for one in p.kwd_patterns])
            return ("class", _E[p.cls.__class__](p.cls), inner[0], tuple(p.kwd_attrs), inner[1])
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
