"""Objects with named parts that functions make, copy or take apart: namespaces, named tuples, dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Class, Instance, Place, Unknown, Value
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine


def _namespace(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .classes import plain

    return plain(m, f, "SimpleNamespace", dict(a.named), place)


def _named_tuple(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    from .classes import record

    return record(m, f, a, place)


def _replace(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else Unknown("an object", place)
    if not isinstance(one, Instance):
        return one
    made = m.instance(one.cls, place)
    made.attributes = one.attributes | dict(a.named)
    if "dataclass" in one.cls.marks:
        from .classes import finish

        finish(m, f, made, place)
    return made


def _fields(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    """`dataclasses.fields(object or class)`: the names of the annotated fields, with their plain defaults."""
    from .fields import described

    one = a.positional[0] if a.positional else None
    cls = one.cls if isinstance(one, Instance) else one
    if not isinstance(cls, Class):
        return Unknown("the fields of an object", place)
    return m.sequence(described(m, f, cls, place), None, "tuple")


def _as_dict(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else None
    if isinstance(one, Instance):
        return m.mapped(dict(one.attributes), one.rest)
    return Unknown("a dict", place)


TABLE: dict[str, Handler] = {
    "threading.local": _namespace, "types.SimpleNamespace": _namespace, "argparse.Namespace": _namespace,
    "collections.namedtuple": _named_tuple, "typing.NamedTuple": _named_tuple, "dataclasses.fields": _fields,
    "attrs.fields": _fields, "dataclasses.replace": _replace, "copy.replace": _replace,
    "dataclasses.asdict": _as_dict, "attrs.evolve": _replace,
}  # fmt: skip
