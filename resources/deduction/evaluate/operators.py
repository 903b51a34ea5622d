"""Operators on objects of the project: the special methods that Python calls, their mirrored forms included.

What has no such method is left to `expressions` and `truth`, which know constants, texts and containers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scope import item_of
from ..values import Arguments, Instance, Mapped, Sequence, Union, Value, alternatives, join
from . import abstract_mappings, attributes, calls
from .machine import Frame
from .truth import compare, truth

if TYPE_CHECKING:
    from .machine import Machine

BINARY = {
    "|": "or", "+": "add", ">>": "rshift", "/": "truediv", "%": "mod", "<<": "lshift", "&": "and", "@": "matmul",
    "-": "sub", "*": "mul", "//": "floordiv", "**": "pow", "^": "xor",
}  # fmt: skip
_COMPARE = {
    "==": ("__eq__", "__eq__"), "!=": ("__ne__", "__ne__"), "<": ("__lt__", "__gt__"), ">": ("__gt__", "__lt__"),
    "<=": ("__le__", "__ge__"), ">=": ("__ge__", "__le__"),
}  # fmt: skip
_NEGATIVE = {"!=": "==", "not in": "in"}


def binary(m: Machine, f: Frame, operator: str, left: Value, right: Value) -> Value | None:
    """`left + right` by `__add__` of the one or `__radd__` of the other; None when neither has it."""
    word = BINARY.get(operator)
    if word is None:
        return None
    made = _call(m, f, left, f"__{word}__", right)
    return made if made is not None else _call(m, f, right, f"__r{word}__", left)


def in_place(m: Machine, f: Frame, operator: str, left: Value, right: Value) -> Value | None:
    """`left += right` by `__iadd__`."""
    return _call(m, f, left, f"__i{BINARY.get(operator, '')}__", right)


def length(m: Machine, f: Frame, value: Value) -> None:
    """`len(value)`."""
    for one in alternatives(value):
        _call(m, f, one, "__len__")


def unary(m: Machine, f: Frame, value: Value) -> None:
    """`-value`, `~value`: whichever the class has."""
    for name in ("__neg__", "__invert__", "__pos__"):
        for one in alternatives(value):
            _call(m, f, one, name)


def decided(m: Machine, f: Frame, value: Value) -> bool | None:
    """Is a value true, by `__bool__` or `__len__` if it has them?"""
    if value.__class__ is Instance:
        for name in ("__bool__", "__len__"):
            made = _call(m, f, value, name)
            if made is not None:
                return truth(m, made)
    _look_into(f, value)
    return truth(m, value)


def _look_into(f: Frame, value: Value, key: Value | None = None) -> None:
    """Whether a list is empty, and what is in it, may be otherwise at the next call; of a dict perhaps only a KEY."""
    for one in alternatives(value) if value.__class__ is Union else (value,):
        if isinstance(one, Sequence | Mapped):
            f.read(one, item_of(key) if key is not None and isinstance(one, Mapped) else None)


def compared(m: Machine, f: Frame, operator: str, left: Value, right: Value) -> bool | None:
    """The result of a comparison, by the methods of objects if they have them."""
    _look_into(f, left)
    _look_into(f, right, left if operator in ("in", "not in") else None)
    if left.__class__ not in _OURS and right.__class__ not in _OURS:
        return compare(m, operator, left, right)
    made = [_compared(m, f, operator, one, other) for one in alternatives(left) for other in alternatives(right)]
    found = [one for one in made if one is not None]
    return truth(m, join(found)) if found and len(found) == len(made) else compare(m, operator, left, right)


_OURS = (Instance, Union)


def _compared(m: Machine, f: Frame, operator: str, left: Value, right: Value) -> Value | None:
    if operator in ("in", "not in"):
        if _call(m, f, right, "__contains__", left) is None and isinstance(right, Instance):
            abstract_mappings.method(m, f, right, "__contains__", Arguments((left,)), f.here())
        return None
    names = _COMPARE.get(operator)
    if names is None:
        return None
    made = _call(m, f, left, names[0], right)
    made = made if made is not None else _call(m, f, right, names[1], left)
    if made is None and operator in _NEGATIVE:
        _compared(m, f, _NEGATIVE[operator], left, right)
    return made


def _call(m: Machine, f: Frame, owner: Value, name: str, *arguments: Value) -> Value | None:
    """The result of a special method of an object of the project; None when it has no such method."""
    if not isinstance(owner, Instance):
        return None
    method = attributes.find(m, f, owner, name)
    return None if method is None else calls.call(m, f, method, Arguments(arguments), f.here())
