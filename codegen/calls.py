"""Pure edits of the text of one call expression: arguments added, set and dropped, its layout kept.

libcst parses the call alone (0.3 ms), in brackets, so that line breaks outside its own are allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import libcst as cst

from .change import Refusal
from .commas import code, in_unix_lines, insert, parse_expression, remove

_NOTHING = cst.SimpleWhitespace("")


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a call stands on: what stands before it, how long it may become, and how it ends."""

    before: str = ""
    width: int = 88
    newline: str = "\n"

    @property
    def indent(self) -> str:
        return self.before[: len(self.before) - len(self.before.lstrip())]


def add_arguments(call: str, values: Sequence[str], line: Line = Line()) -> str:
    """`allow(a)`, [`b`] -> `allow(a, b)`; one that becomes too long for its line gets a line for each argument."""
    for value in values:
        call = _edited(call, lambda node, value=value: _add(node, cst.Arg(parse_expression(value))))
    if "\n" in call or len(line.before) + len(call) <= line.width:
        return call
    return spread(call, line.indent).replace("\n", line.newline)


def set_keyword(call: str, name: str, value: str) -> str:
    """`f(a)`, `memory`, `512` -> `f(a, memory=512)`; a value that is there already is replaced."""
    return _edited(call, lambda node: _set(node, name, parse_expression(value)))


def drop_arguments(call: str, indexes: Collection[int]) -> str:
    """The call without the arguments at these places (as written, keywords included)."""
    for index in sorted(indexes, reverse=True):
        call = _edited(call, lambda node, index=index: _drop(node, index))
    return call


def drop_keyword(call: str, name: str) -> str:
    """The call without this keyword argument; the same call when it has none."""
    return _edited(call, lambda node: _drop(node, _position(node, name)) if _position(node, name) >= 0 else node)


def spread(call: str, indent: str) -> str:
    """The call with each argument on a line of its own."""
    return _edited(call, lambda node: _spread(node, indent))


def _edited(call: str, change: Callable[[cst.Call], cst.Call]) -> str:
    def rewrite(text: str) -> str:
        node = parse_expression(f"({text})")
        if not isinstance(node, cst.Call):
            raise Refusal(f"`{text}` is not a plain call.", next_step="Edit it by hand.")
        return code(change(node))[1:-1]

    return in_unix_lines(call, rewrite)


def _position(node: cst.Call, name: str) -> int:
    return next((at for at, arg in enumerate(node.args) if arg.keyword and arg.keyword.value == name), -1)


def _add(node: cst.Call, new: cst.Arg) -> cst.Call:
    index = _place(node, positional=new.keyword is None)
    closing = node.args[-1].whitespace_after_arg if node.args else _NOTHING
    args, tail = insert(node.args, index, new, node.whitespace_before_args, closing)
    if node.args and index == len(node.args):
        args[-2] = args[-2].with_changes(whitespace_after_arg=_NOTHING)
        args[-1] = args[-1].with_changes(whitespace_after_arg=tail)
    return node.with_changes(args=args)


def _place(node: cst.Call, positional: bool) -> int:
    """Before the first keyword for a positional argument, before a `**` for a keyword."""
    for index, arg in enumerate(node.args):
        if arg.star == "**" or (positional and arg.keyword):
            return index
    return len(node.args)


def _drop(node: cst.Call, index: int) -> cst.Call:
    closing = node.args[-1].whitespace_after_arg
    args, closing = remove(node.args, index, closing)
    if not args:
        return node.with_changes(args=args, whitespace_before_args=_NOTHING)
    if index == len(args):
        args[-1] = args[-1].with_changes(whitespace_after_arg=closing)
    return node.with_changes(args=args)


def _set(node: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    at = _position(node, name)
    if at >= 0:
        new = node.args[at].with_changes(value=value)
        return node.with_changes(args=[*node.args[:at], new, *node.args[at + 1 :]])
    return _add(node, cst.Arg(value, cst.Name(name), equal=cst.AssignEqual(_NOTHING, _NOTHING)))


def _spread(node: cst.Call, indent: str) -> cst.Call:
    bare = (arg.with_changes(comma=cst.MaybeSentinel.DEFAULT, whitespace_after_arg=_NOTHING) for arg in node.args)
    lines = "".join(f"{indent}    {code(arg)},\n" for arg in bare)
    made = parse_expression(f"{code(node.func)}(\n{lines}{indent})")
    assert isinstance(made, cst.Call)
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)
