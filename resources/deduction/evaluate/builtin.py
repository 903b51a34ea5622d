"""Python's own builtins, as far as they pass values on or call something."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from ..fit import noticing
from ..summarize import expression
from ..values import (
    FALSE,
    TRUE,
    Arguments,
    Const,
    Mapped,
    Place,
    Sequence,
    Unknown,
    Value,
    join,
)  # fmt: skip
from . import calls, containers, environment, formats, operators, reflection, strings
from .handlers import argument
from .machine import Frame
from .truth import truth

if TYPE_CHECKING:
    from .machine import Machine


def call(m: Machine, f: Frame, name: str, a: Arguments, place: Place) -> Value:
    """The result of a builtin."""
    handler = _TABLE.get(name)
    return handler(m, f, a, place) if handler else Unknown(f"the result of {name}()", place)


def _all_elements(m: Machine, f: Frame, value: Value | None) -> list[Value]:
    if value is None:
        return []
    items, rest = containers.elements(m, f, value)
    return [*items, *([rest] if rest is not None else [])]


def _call_on(m: Machine, f: Frame, function: Value | None, items: list[Value], place: Place) -> list[Value]:
    if function is None or function == Const(None):
        return items
    return [calls.call(m, f, function, Arguments((item,)), place) for item in items] or [
        calls.call(m, f, function, Arguments((Unknown("an element"),)), place)
    ]


def _map(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    columns = [containers.elements(m, f, one) for one in a.positional[1:]]
    if not columns:
        return m.sequence([])
    if all(rest is None for _, rest in columns):
        rows = list(zip(*(items for items, _ in columns), strict=False))[:64]
        return m.sequence([calls.call(m, f, a.positional[0], Arguments(tuple(row)), place) for row in rows])
    row = tuple(
        join([*items, *([rest] if rest is not None else [])] or [Unknown("an element")]) for items, rest in columns
    )
    return m.sequence([], calls.call(m, f, a.positional[0], Arguments(row), place))


def _filter(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items = _all_elements(m, f, argument(a, 1))
    known = _call_on(m, f, argument(a, 0), items, place)
    kept = [item for item, fits in zip(items, known, strict=False) if truth(m, fits) is not False]
    return m.sequence([], join(kept)) if kept else m.sequence([])


def _sorted(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items = _all_elements(m, f, argument(a, 0))
    keys = _call_on(m, f, a.get("key"), items, place)
    for one, other in pairwise(keys[:8]):
        operators.compared(m, f, "<", other, one)
    source = argument(a, 0)
    if isinstance(source, Sequence) and source.rest is None and not a.named:
        return m.sequence(list(source.items))
    return m.sequence([], join(items)) if items else m.sequence([])


def _extreme(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items = list(a.positional) if len(a.positional) > 1 else _all_elements(m, f, argument(a, 0))
    _call_on(m, f, a.get("key"), items, place)
    default = a.get("default")
    return (
        join([*items, *([default] if default is not None else [])]) if items else default or Unknown("the least", place)
    )


def _collect(kind: str) -> Callable[[Machine, Frame, Arguments, Place], Value]:
    def collect(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
        if not a.positional:
            return m.sequence([], None, kind)
        items, rest = containers.elements(m, f, a.positional[0])
        return m.sequence(list(items), rest, kind)

    return collect


def _dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    if len(a.positional) == 1 and not a.named and environment.is_environment(a.positional[0]):
        return a.positional[0]  # a copy, which is read as the original is
    made = m.mapped({})
    for one in a.positional:
        containers.update(m, f, made, one)
    for key, value in a.named:
        containers.put(m, made, Const(key), value)
    made.rest = join(a.rest) if a.rest else made.rest
    return made


def _zip(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    columns = [containers.elements(m, f, one) for one in a.positional]
    if all(rest is None for _, rest in columns):
        rows = zip(*(items for items, _ in columns), strict=False)
        return m.sequence([m.sequence(list(row), None, "tuple") for row in rows])
    row = [join([*items, *([rest] if rest is not None else [])] or [Unknown("an element")]) for items, rest in columns]
    return m.sequence([], m.sequence(row, None, "tuple"))


def _enumerate(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    rows: list[Value] = [m.sequence([Const(i), item], None, "tuple") for i, item in enumerate(items)]
    more = None if rest is None else m.sequence([Unknown("an index"), rest], None, "tuple")
    return m.sequence(rows, more)


def _range(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    numbers = [one.value for one in a.positional if isinstance(one, Const) and isinstance(one.value, int)]
    if numbers and len(numbers) == len(a.positional):
        try:
            count = range(*numbers)
            if len(count) <= 64:
                return m.sequence([Const(i) for i in count])
        except (TypeError, ValueError):
            pass
    return m.sequence([], Unknown("a number"))


def _str(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    made = strings.as_text(m, f, a.positional[0]) if a.positional else Const("")
    return Const(str(made.value)) if isinstance(made, Const) and isinstance(made.value, int | float) else made


def _format(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    spec = a.positional[1].value if len(a.positional) > 1 and isinstance(a.positional[1], Const) else ""
    return formats.formatted(m, f, a.positional[0], str(spec)) if a.positional else Const("")


def _number(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = argument(a, 0)
    return one if isinstance(one, Const) and isinstance(one.value, int | float) else Unknown("a number", place)


def _bool(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    known = operators.decided(m, f, a.positional[0]) if a.positional else False
    return Unknown("a condition") if known is None else TRUE if known else FALSE


def _next(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = argument(a, 0)
    default = [a.positional[1]] if len(a.positional) > 1 else []
    if isinstance(one, Sequence) and one.kind == "iterator" and m.is_strong(one.born):
        if one.items:
            m.changing(one)
            return one.items.pop(0)
        return join(default) if default and one.rest is None else one.rest or Unknown("an element", place)
    if isinstance(one, Sequence) and one.rest is None and one.items:
        return one.items[0] if not default and one.kind == "generator" else join([*one.items, *default])
    items = _all_elements(m, f, one)
    return join([*items, *default]) if items or default else Unknown("an element", place)


def _iter(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else Unknown("nothing")
    if len(a.positional) == 2:
        return m.sequence([], calls.call(m, f, one, Arguments(), place))
    if isinstance(one, Sequence | Mapped) and getattr(one, "kind", "") != "generator":
        items, rest = containers.elements(m, f, one)
        return m.sequence(list(items), rest, "iterator")
    return one


def _reversed(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    return m.sequence(list(reversed(items)), rest)


def _any(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return _quantified(m, f, argument(a, 0), deciding=True)


def _all(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    return _quantified(m, f, argument(a, 0), deciding=False)


def _quantified(m: Machine, f: Frame, value: Value | None, *, deciding: bool) -> Value:
    """`any(…)` is true for one true element, `all(…)` false for a false one; unknown ones leave it open."""
    items, rest = containers.elements(m, f, value) if value is not None else ([], None)
    known = [truth(m, one) for one in items]
    if deciding in known:
        return Const(deciding)
    return Const(not deciding) if rest is None and None not in known else Unknown("a condition")


def _sum(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .expressions import operate

    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    if len(a.positional) > 1 and rest is None:
        total = a.positional[1]
        for item in items:
            total = operate(m, f, "+", total, item)
        return total
    return Unknown("a number", place)


def _len(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else None
    if isinstance(one, Const) and isinstance(one.value, str | bytes):
        return Const(len(one.value))
    if one is not None:
        operators.length(m, f, one)
    return Unknown("a length", place)


def _print(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    for one in a.positional:
        strings.as_text(m, f, one)
    return Const(None)


def _eval(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """A constant is read as the expression that it is."""
    text = a.positional[0] if a.positional else None
    facts = expression(text.value) if isinstance(text, Const) and isinstance(text.value, str) else None
    return m.evaluate(f, facts) if facts is not None else Unknown("the result of eval()", place)


def _open(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from . import data_files

    noticing.opened(m, f, a, place)
    return data_files.opened(m, f, a, place)


_TABLE: dict[str, Callable[[Machine, Frame, Arguments, Place], Value]] = {
    "map": _map, "filter": _filter, "sorted": _sorted, "min": _extreme, "max": _extreme, "list": _collect("list"),
    "tuple": _collect("tuple"), "set": _collect("set"), "frozenset": _collect("set"), "dict": _dict, "zip": _zip,
    "enumerate": _enumerate, "range": _range, "str": _str, "repr": _str, "format": _format, "int": _number,
    "float": _number, "bool": _bool, "next": _next, "anext": _next, "iter": _iter, "aiter": _iter,
    "reversed": _reversed, "any": _any, "all": _all, "sum": _sum, "open": _open, "len": _len, "print": _print,
    "eval": _eval,
    **reflection.TABLE,
}  # fmt: skip
