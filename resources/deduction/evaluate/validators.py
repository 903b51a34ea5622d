"""Validators of pydantic's models: what `@field_validator("name")` makes of a field, what `@model_validator` adds.

Only a result that names something counts: a text, a variable, data. What a validator makes of a value that nobody
knows says less than the value itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..frameworks.registry import rule
from ..values import (
    TRUE,
    Arguments,
    Bound,
    Class,
    Const,
    EnvVar,
    Function,
    Instance,
    LibMethod,
    Mapped,
    Place,
    Sequence,
    Text,
    Value,
)  # fmt: skip
from . import attributes, calls
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MARK = "validator"
_HOMES = ("pydantic", "pydantic.functional_validators", "pydantic.v1", "pydantic.class_validators")
_FIELD = ("field_validator", "validator")
_TELLING = (Const, Text, EnvVar, Mapped, Sequence, Instance)


@rule(*(f"{home}.{word}" for home in _HOMES for word in (*_FIELD, "model_validator")))
def validator(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """A decorator that keeps for which fields the function is."""
    made = m.library_object("decorator", "", place, a)

    def keep(m: Machine, f: Frame, target: Value) -> Value:
        if not isinstance(target, Function):
            return target
        m.scratch[MARK, id(target.facts)] = a
        return replace(target, marks=target.marks | {MARK})

    made.rule = keep
    return made


def _all(m: Machine, cls: Class) -> Iterator[tuple[Function, Arguments]]:
    for one in reversed(attributes.mro(m, cls)):
        for value in list(one.attributes.values()) if isinstance(one, Class) else ():
            if isinstance(value, Function) and MARK in value.marks:
                yield value, m.scratch[MARK, id(value.facts)]


def validate(m: Machine, f: Frame, made: Instance, given: set[str], place: Place) -> None:
    """Each field that was given goes through its validators; settings validate what they have by default too."""
    for function, a in _all(m, made.cls):
        names = [one.value for one in a.positional if isinstance(one, Const)]
        always = "settings" in made.cls.marks or a.get("always") == TRUE
        for name in [one for one in names if one in made.attributes and (always or one in given)]:
            value = calls.call(m, f, Bound(function, made.cls), Arguments((made.attributes[name],)), place)
            if isinstance(value, _TELLING) and value != Const(None):
                made.attributes[name] = value


def finish(m: Machine, f: Frame, made: Instance, place: Place) -> None:
    """`@model_validator(mode="after")`."""
    for function, a in _all(m, made.cls):
        if a.get("mode") == Const("after") and not a.positional:
            calls.call(m, f, Bound(function, made), Arguments(), place)
