"""`copy.copy` and `copy.deepcopy`: another object with the same content, so that what is changed in it is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import Arguments, Instance, Mapped, Place, Sequence, Union, Unknown, Value, join
from . import attributes, calls
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MOST = 64
"""Objects that one deep copy makes; a larger thing stays itself."""


def _copy(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else Unknown("an argument", place)
    return join(_shallow(m, f, part) for part in one.values) if isinstance(one, Union) else _shallow(m, f, one)


def _shallow(m: Machine, f: Frame, one: Value) -> Value:
    if isinstance(one, Instance):
        own = attributes.find(m, f, one, "__copy__")
        return _like(m, one) if own is None else calls.call(m, f, own, Arguments(), f.here())
    if isinstance(one, Mapped):
        f.read(one)
        return m.mapped(dict(one.items), one.rest)
    if isinstance(one, Sequence):
        f.read(one)
        return m.sequence(list(one.items), one.rest, one.kind)
    return one


def _like(m: Machine, one: Instance) -> Instance:
    made = m.instance(one.cls, one.place or ("", 0, 0, 0, 0))
    made.attributes, made.rest = dict(one.attributes), one.rest
    return made


def _deep_copy(m: Machine, f: Frame, a: Arguments, place: Place) -> Value:
    one = a.positional[0] if a.positional else Unknown("an argument", place)
    done: dict[int, Value] = {}
    made = _deeply(m, f, one, done)
    return made if len(done) <= MOST else one


def _deeply(m: Machine, f: Frame, one: Value, done: dict[int, Value]) -> Value:
    if not isinstance(one, Instance | Mapped | Sequence) or len(done) > MOST:
        return one
    if one.number not in done:
        if isinstance(one, Instance) and (own := attributes.find(m, f, one, "__deepcopy__")) is not None:
            return calls.call(m, f, own, Arguments((m.mapped({}),)), f.here())
        made = done[one.number] = _like(m, one) if isinstance(one, Instance) else _shallow(m, f, one)
        if isinstance(made, Sequence):
            made.items = [_deeply(m, f, part, done) for part in made.items]
        elif isinstance(made, Mapped):
            made.items = {key: _deeply(m, f, part, done) for key, part in made.items.items()}
        elif isinstance(made, Instance):
            made.attributes = {name: _deeply(m, f, part, done) for name, part in made.attributes.items()}
    return done[one.number]


TABLE: dict[str, Handler] = {"copy.copy": _copy, "copy.deepcopy": _deep_copy}
