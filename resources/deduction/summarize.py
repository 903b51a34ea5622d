"""One file -> `ModuleSummary`, a pure function of its bytes.

The tree is walked once by a table from node class to converter, the result is tuples only (`facts.py`), and the tree is
dropped at once. Docstrings, comments and everything that cannot change what the code reaches are left out. The cost is
about half of `ast.parse` itself; the caller switches the garbage collector off for the batch.
"""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Callable
from typing import Any

from .facts import ASYNC, GENERATOR, KEYWORD, PLAIN, STAR, STARSTAR, Facts, Fault, ModuleSummary

LONGEST_LITERAL = 2000
"""Elements of one list or dict that are kept."""
LARGEST = 8_000_000
"""Bytes of a file that is still read."""
DEEPEST = 6000
"""Nested converters before a file counts as nested too deeply."""


def summarize(source: bytes) -> ModuleSummary:
    """The facts of a file, or an empty summary whose `fault` says what is wrong with it."""
    if len(source) > LARGEST:
        return _faulty(source, "file-too-large", f"has {len(source):,} bytes and was not read", 1,
                       "Ignore it in archloom.toml ([project] ignore) or move the data out of the code.")  # fmt: skip
    if b"\0" in source:  # UTF-16, or no text at all; versions of Python differ in what they say of it
        return _faulty(source, "unreadable-file", "cannot be read as Python: it holds null bytes", 1,
                       "Save it as UTF-8 text, or ignore it in archloom.toml ([project] ignore).")  # fmt: skip
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return _faulty(source, "syntax-error", f"is not valid Python: {error.msg}", error.lineno or 1,
                       "Correct that line; the rest of the project was read without this file.")  # fmt: skip
    except (ValueError, RecursionError, MemoryError) as error:
        reason = str(error) or "it is nested too deeply"
        return _faulty(source, "unreadable-file", f"cannot be read as Python: {reason}", 1,
                       "Save it as UTF-8 text, or ignore it in archloom.toml ([project] ignore).")  # fmt: skip
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEPEST))
    try:
        body = _block(tree.body)
    except RecursionError:
        return _faulty(source, "too-deep", "is nested too deeply to be read", 1,
                       "Split the expression, or ignore the file in archloom.toml.")  # fmt: skip
    finally:
        sys.setrecursionlimit(before)
    return ModuleSummary(body, source.count(b"\n") + 1, _main_guard(tree), _imports(tree))


def expression(text: str) -> Facts | None:
    """The facts of an annotation written as a text; None when it is no expression."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
        return _E[node.__class__](node)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _faulty(source: bytes, code: str, message: str, line: int, remedy: str) -> ModuleSummary:
    return ModuleSummary((), source.count(b"\n") + 1, fault=Fault(code, message, line, remedy))


def _imports(tree: ast.Module) -> tuple[str, ...]:
    found: set[str] = set()
    for node in tree.body:
        if node.__class__ is ast.Import:
            found.update(alias.name.partition(".")[0] for alias in node.names)  # type: ignore[attr-defined]
        elif node.__class__ is ast.ImportFrom and not node.level and node.module:  # type: ignore[attr-defined]
            found.add(node.module.partition(".")[0])  # type: ignore[attr-defined]
    return tuple(sorted(found))


def _main_guard(tree: ast.Module) -> int:
    for node in tree.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
            sides = (node.test.left, *node.test.comparators)
            if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides):
                return node.lineno
    return 0


class _Own(threading.local):
    """What was seen in the function that is being converted, in this thread."""

    yields = False


_own = _Own()

# -- expressions: one small converter per node class --

_NONE: Facts = ("const", None)


def _position(e: Any) -> tuple[int, int, int, int]:
    return e.lineno, e.col_offset, e.end_lineno, e.end_col_offset


def _constant(e: Any) -> Facts:
    value = e.value
    return ("const", None) if value.__class__ is complex else ("const", value)


def _name(e: Any) -> Facts:
    return ("name", e.id)


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
    return ("lambda", ("def", "<lambda>", _parameters(e.args), (), None, (statement,), _position(e), 0, e.lineno))


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


def _block(nodes: Any) -> tuple[Facts, ...]:
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
    return ("if", _E[s.test.__class__](s.test), _block(s.body), _block(s.orelse), s.lineno)


def _for(s: Any) -> Facts:
    return ("for", *_all((s.target, s.iter)), _block(s.body), _block(s.orelse), s.lineno)


def _while(s: Any) -> Facts:
    return ("while", _E[s.test.__class__](s.test), _block(s.body), _block(s.orelse), s.lineno)


def _with(s: Any) -> Facts:
    items = tuple([(_E[i.context_expr.__class__](i.context_expr), _optional(i.optional_vars)) for i in s.items])
    return ("with", items, _block(s.body), s.lineno)


def _try(s: Any) -> Facts:
    handlers = tuple([(_optional(h.type), h.name, _block(h.body)) for h in s.handlers])
    return ("try", _block(s.body), handlers, _block(s.orelse), _block(s.finalbody))


def _raise(s: Any) -> Facts:
    return ("raise", _optional(s.exc), s.lineno)


def _import(s: Any) -> Facts:
    return ("import", tuple([(a.name, a.asname) for a in s.names]), _position(s))


def _import_from(s: Any) -> Facts:
    return (
        "import from",
        s.level,
        s.module or "",
        tuple([(a.name, a.asname or a.name) for a in s.names]),
        _position(s),
    )


def _function(s: Any) -> Facts:
    outer, _own.yields = _own.yields, False
    body = _block(s.body)
    flags = (ASYNC if s.__class__ is ast.AsyncFunctionDef else 0) | (GENERATOR if _own.yields else 0)
    _own.yields = outer
    first = s.decorator_list[0].lineno if s.decorator_list else s.lineno
    returns = _optional(s.returns)
    return ("def", s.name, _parameters(s.args), _all(s.decorator_list), returns, body, _position(s), flags, first)


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
    return ("class", s.name, _all(s.bases), keywords, _all(s.decorator_list), _block(s.body), _position(s))


def _global(s: Any) -> Facts:
    return ("global", tuple(s.names))


def _nonlocal(s: Any) -> Facts:
    return ("nonlocal", tuple(s.names))


def _delete(s: Any) -> Facts:
    return ("del", _all(s.targets))


def _match(s: Any) -> Facts:
    cases = tuple([(_pattern(c.pattern), _optional(c.guard), _block(c.body)) for c in s.cases])
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
