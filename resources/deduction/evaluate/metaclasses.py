"""Metaclasses of the project: what `__new__` and `__init__` do to a class that is defined, and what a class has of its
metaclass: methods and properties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Bound, Class, Const, Function, Mapped, Value
from . import attributes, calls
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

KEPT = "__metaclass__"
_UNDER_WAY = "class under way"


def of(m: Machine, f: Frame, cls: Class) -> Class | None:
    """The metaclass, inherited as the class's attributes are."""
    found = attributes.find_in_class(m, f, cls, KEPT)
    return found[0] if found is not None and isinstance(found[0], Class) else None


def defined(m: Machine, f: Frame, cls: Class, options: dict[str, Value]) -> Value:
    """The class that the metaclass makes of a definition."""
    meta = of(m, f, cls)
    if meta is None:
        return cls
    body = m.mapped(dict(cls.attributes))
    given = Arguments((Const(cls.name), m.sequence(list(cls.bases), None, "tuple"), body), tuple(options.items()))
    maker = attributes.find_in_class(m, f, meta, "__new__")
    made: Value = cls
    if maker is not None and isinstance(maker[0], Function):
        m.scratch[_UNDER_WAY, meta.number] = cls
        made = calls.call(m, f, maker[0], Arguments((meta, *given.positional), given.named), f.here())
        del m.scratch[_UNDER_WAY, meta.number]
    initializer = attributes.find_in_class(m, f, meta, "__init__")
    if initializer is not None and isinstance(initializer[0], Function):
        calls.call(m, f, Bound(initializer[0], cls), given, f.here())
    return made if isinstance(made, Class) else cls


def made_by_type(m: Machine, a: Arguments) -> Class | None:
    """`super().__new__(mcls, name, bases, namespace)`: the class that is being defined."""
    if len(a.positional) < 4 or not isinstance(a.positional[0], Class):
        return None
    cls: Class | None = m.scratch.get((_UNDER_WAY, a.positional[0].number))
    if cls is not None and isinstance(body := a.positional[3], Mapped):
        for name, value in body.items.items():
            if isinstance(name, str) and cls.attributes.get(name) is not value:
                m.write(cls, cls.attributes, name, value)
    return cls


def attribute(m: Machine, f: Frame, cls: Class, name: str) -> Value | None:
    """What the metaclass gives the class: a bound method, the value of a property, a plain attribute."""
    meta = of(m, f, cls)
    found = attributes.find_in_class(m, f, meta, name) if meta is not None else None
    return attributes.bound(m, f, found[0], cls) if found is not None else None
