"""What is known about conditions: True, False, or None when the code does not decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..values import (
    Bound,
    Builtin,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    Lib,
    LibMethod,
    LibObject,
    Mapped,
    Method,
    Module,
    Partial,
    Sequence,
    Super,
    Text,
    Union,
    Unknown,
    Value,
)  # fmt: skip

if TYPE_CHECKING:
    from .machine import Machine

PYTHON = (3, 12)
"""The Python that projects are deployed with."""
_OBJECTS = (Function, Bound, Class, Module, Partial, Builtin)
_UNDECIDED = frozenset({EnvVar, LibMethod, LibObject, Method, Super, Unknown})
_NEVER_NONE = frozenset({*_OBJECTS, Instance, Sequence, Mapped, Text, Lib})


def truth(m: Machine, value: Value) -> bool | None:
    """Is a value true?"""
    if type(value) is Const:
        return bool(value.value)
    if type(value) is Union:
        first, *others = value.values
        known = truth(m, first)
        return known if known is not None and all(truth(m, one) is known for one in others) else None
    if value.__class__ in _UNDECIDED:
        return None
    if isinstance(value, _OBJECTS):
        return True
    if isinstance(value, Instance):
        return None if "__bool__" in value.cls.attributes or "__len__" in value.cls.attributes else True
    if isinstance(value, Lib):
        return False if value.path in ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING") else None
    if isinstance(value, Sequence):
        return _filled(m, value, bool(value.items))
    if isinstance(value, Mapped):
        return _filled(m, value, any(key not in value.maybe for key in value.items) or None if value.items else False)
    if isinstance(value, Text):
        return True if any(isinstance(part, str) and part for part in value.parts) else None
    return None


def _filled(m: Machine, value: Sequence | Mapped, filled: bool | None) -> bool | None:
    if filled is not False:
        return filled
    return None if value.rest is not None or (m.run and value.born != m.run) else False


def compare(m: Machine, operator: str, left: Value, right: Value) -> bool | None:
    """The result of a comparison of two values."""
    match operator:
        case "==" | "is":
            return same(left, right)
        case "!=" | "is not":
            known = same(left, right)
            return None if known is None else not known
        case "in":
            return contains(m, left, right)
        case "not in":
            known = contains(m, left, right)
            return None if known is None else not known
        case _:
            return _ordered(operator, left, right)


def same(left: Value, right: Value) -> bool | None:
    if type(right) is Const:
        if type(left) is Const:
            return left.value == right.value
        return False if right.value is None and left.__class__ in _NEVER_NONE else None
    if isinstance(left, Class | Instance | Function) and isinstance(right, Class | Instance | Function):
        members = isinstance(left, Instance) and isinstance(right, Instance) and "enum" in left.cls.marks
        return True if left is right else False if members else None
    return None


def contains(m: Machine, one: Value, many: Value) -> bool | None:
    """`one in many`."""
    if isinstance(many, Class):
        return _is_member(one, many) if "enum" in many.marks else None
    if not isinstance(one, Const):
        return None
    fixed = not (m.run and many.born != m.run) if isinstance(many, Mapped | Sequence) else False
    if isinstance(many, Mapped):
        if one.value in many.items:
            return None if one.value in many.maybe else True
        return False if many.rest is None and fixed else None
    if isinstance(many, Sequence):
        if any(isinstance(item, Const) and item.value == one.value for item in many.items):
            return True
        decided = many.rest is None and all(isinstance(item, Const) for item in many.items)
        return False if decided and (fixed or many.kind != "list") else None
    if isinstance(many, Const) and isinstance(many.value, str) and isinstance(one.value, str):
        return one.value in many.value
    return None


def _is_member(one: Value, enumeration: Class) -> bool | None:
    """`Kind.NEW in Kind`; so is the value of a member. A member of another enumeration may have the same value."""
    if isinstance(one, Instance) and one.cls is enumeration:
        return True
    value = one.attributes.get("value") if isinstance(one, Instance) and "enum" in one.cls.marks else one
    own = [each for each in enumeration.attributes.values() if isinstance(each, Instance) and each.cls is enumeration]
    values = [each.attributes.get("value") for each in own]
    if value in values:
        return True if one is value else None
    known = isinstance(value, Const) and own and all(isinstance(each, Const) for each in values)
    return False if known and "_missing_" not in enumeration.attributes else None


def _ordered(operator: str, left: Value, right: Value) -> bool | None:
    a, b = _number(left), _number(right)
    if isinstance(a, tuple):
        return _by(operator, a, b if isinstance(b, tuple) else (b,)) if isinstance(b, int | tuple) else None
    if not isinstance(a, int | float) or not isinstance(b, int | float):
        return None
    return _by(operator, a, b)


def _by(operator: str, a: Any, b: Any) -> bool | None:
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}.get(operator)


def _number(value: Value) -> Any:
    """What can be ordered: numbers, Python's own version, tuples of numbers."""
    if isinstance(value, Lib):
        versions = {"": PYTHON, ".major": PYTHON[0], ".minor": PYTHON[1]}
        return versions.get(value.path.removeprefix("sys.version_info"))
    if isinstance(value, Sequence):
        numbers = tuple(one.value for one in value.items if isinstance(one, Const) and isinstance(one.value, int))
        return numbers if value.kind == "tuple" and value.rest is None and len(numbers) == len(value.items) else None
    return value.value if isinstance(value, Const) else None
