"""An expression -> facts: one small converter per node class, found in a table."""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable
from typing import Any

from .facts import KEYWORD, PLAIN, STAR, STARSTAR, Facts

LONGEST_LITERAL = 2000
"""Elements of one list or dict that are kept."""


class _Seen(threading.local):
    yields = False
    """Was a `yield` converted since this was last set to False, in this thread?"""


seen = _Seen()


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
    return ("attr", FACTS_OF[value.__class__](value), e.attr)


def _call(e: Any) -> Facts:
    func = e.func
    return (
        "call",
        FACTS_OF[func.__class__](func),
        tuple([FACTS_OF[a.__class__](a) for a in e.args]) if e.args else (),
        tuple([(k.arg, FACTS_OF[k.value.__class__](k.value)) for k in e.keywords]) if e.keywords else (),
        (e.lineno, e.col_offset, e.end_lineno, e.end_col_offset),
    )


def _subscript(e: Any) -> Facts:
    value, index = e.value, e.slice
    return (
        "sub",
        FACTS_OF[value.__class__](value),
        FACTS_OF[index.__class__](index),
        (e.lineno, e.col_offset, e.end_lineno, e.end_col_offset),
    )


OPERATORS: dict[type[Any], str] = {
    ast.Add: "+", ast.BitOr: "|", ast.Mod: "%", ast.Div: "/", ast.Mult: "*", ast.Sub: "-", ast.RShift: ">>",
    ast.LShift: "<<", ast.BitAnd: "&", ast.BitXor: "^", ast.FloorDiv: "//", ast.Pow: "**", ast.MatMult: "@",
    ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


def _binary(e: Any) -> Facts:
    left, right = e.left, e.right
    return ("bin", OPERATORS[e.op.__class__], FACTS_OF[left.__class__](left), FACTS_OF[right.__class__](right))


def _boolean(e: Any) -> Facts:
    return ("bool", "and" if e.op.__class__ is ast.And else "or", each(e.values))


def _unary(e: Any) -> Facts:
    operand = e.operand
    inner = FACTS_OF[operand.__class__](operand)
    if e.op.__class__ is ast.Not:
        return ("not", inner)
    if e.op.__class__ is ast.USub and inner[0] == "const" and inner[1].__class__ in (int, float):
        return ("const", -inner[1])
    return ("ops", (inner,))


def _compare(e: Any) -> Facts:
    left = e.left
    return ("cmp", FACTS_OF[left.__class__](left), tuple([OPERATORS[o.__class__] for o in e.ops]), each(e.comparators))


def _choice(e: Any) -> Facts:
    return ("if", *each((e.test, e.body, e.orelse)))


def _text(e: Any) -> Facts:
    return ("text", each(e.values))


def _formatted(e: Any) -> Facts:
    value, spec = e.value, e.format_spec
    inner = FACTS_OF[value.__class__](value)
    if spec is None or any(one.__class__ is not ast.Constant for one in spec.values):
        return inner
    return ("format", inner, "".join(one.value for one in spec.values))


def _list(e: Any) -> Facts:
    return ("seq", "list", each(e.elts[:LONGEST_LITERAL]))


def _tuple(e: Any) -> Facts:
    return ("seq", "tuple", each(e.elts[:LONGEST_LITERAL]))


def _set(e: Any) -> Facts:
    return ("seq", "set", each(e.elts[:LONGEST_LITERAL]))


def _dict(e: Any) -> Facts:
    pairs = zip(e.keys[:LONGEST_LITERAL], e.values[:LONGEST_LITERAL], strict=True)
    return ("dict", tuple([(optional(key), FACTS_OF[value.__class__](value)) for key, value in pairs]))


def _lambda(e: Any) -> Facts:
    body = e.body
    outer = seen.yields
    statement = ("return", FACTS_OF[body.__class__](body), body.lineno)
    seen.yields = outer
    return ("lambda", ("def", "<lambda>", parameters(e.args), (), None, (statement,), position(e), 0, e.lineno))


def parameters(a: ast.arguments) -> Facts:
    plain = [*a.posonlyargs, *a.args]
    defaults = [None] * (len(plain) - len(a.defaults)) + list(a.defaults)
    made = [(p.arg, PLAIN, optional(d), optional(p.annotation)) for p, d in zip(plain, defaults, strict=True)]
    if a.vararg:
        made.append((a.vararg.arg, STAR, None, None))
    made += [(p.arg, KEYWORD, optional(d), optional(p.annotation))
             for p, d in zip(a.kwonlyargs, a.kw_defaults, strict=True)]  # fmt: skip
    if a.kwarg:
        made.append((a.kwarg.arg, STARSTAR, None, None))
    return tuple(made)


def _comprehension(e: Any) -> Facts:
    kind = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator"}[e.__class__]
    return ("comp", kind, FACTS_OF[e.elt.__class__](e.elt), None, _generators(e))


def _dict_comprehension(e: Any) -> Facts:
    return ("comp", "dict", FACTS_OF[e.key.__class__](e.key), FACTS_OF[e.value.__class__](e.value), _generators(e))


def _generators(e: Any) -> Facts:
    return tuple([(*each((g.target, g.iter)), each(g.ifs)) for g in e.generators])


def _starred(e: Any) -> Facts:
    return ("star", FACTS_OF[e.value.__class__](e.value))


def _named(e: Any) -> Facts:
    return ("let", e.target.id, FACTS_OF[e.value.__class__](e.value))


def _await(e: Any) -> Facts:
    return ("await", FACTS_OF[e.value.__class__](e.value))


def _yield(e: Any) -> Facts:
    seen.yields = True
    return ("yield", optional(e.value))


def _yield_from(e: Any) -> Facts:
    seen.yields = True
    return ("from", FACTS_OF[e.value.__class__](e.value))


def _slice(e: Any) -> Facts:
    return ("slice", tuple([optional(part) for part in (e.lower, e.upper, e.step)]))


def converted(e: Any) -> Facts:
    """The facts of an expression."""
    return FACTS_OF[e.__class__](e)


def optional(e: Any) -> Facts | None:
    return None if e is None else FACTS_OF[e.__class__](e)


def each(nodes: Any) -> tuple[Facts, ...]:
    return tuple([FACTS_OF[e.__class__](e) for e in nodes]) if nodes else ()


FACTS_OF: dict[type[Any], Callable[[Any], Facts]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.Subscript: _subscript,
    ast.BinOp: _binary, ast.BoolOp: _boolean, ast.UnaryOp: _unary, ast.Compare: _compare, ast.IfExp: _choice,
    ast.JoinedStr: _text, ast.FormattedValue: _formatted, ast.List: _list, ast.Tuple: _tuple, ast.Set: _set,
    ast.Dict: _dict, ast.Lambda: _lambda, ast.ListComp: _comprehension, ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension, ast.DictComp: _dict_comprehension, ast.Starred: _starred,
    ast.NamedExpr: _named, ast.Await: _await, ast.Yield: _yield, ast.YieldFrom: _yield_from, ast.Slice: _slice,
}  # fmt: skip
