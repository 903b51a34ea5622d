"""Decorators: the ones of Python itself, frameworks' rules, the project's own, and libraries that only wrap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..values import (
    Arguments,
    Builtin,
    Class,
    Const,
    Function,
    Lib,
    LibMethod,
    LibObject,
    Method,
    Partial,
    Unknown,
    Value,
)  # fmt: skip
from . import around, calls, dispatch, libraries, running
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

MARKS = {
    "property": "property", "staticmethod": "staticmethod", "classmethod": "classmethod",
    "functools.cached_property": "property", "abc.abstractproperty": "property",
    "django.utils.functional.cached_property": "property", "cached_property.cached_property": "property",
    "contextlib.contextmanager": "contextmanager", "contextlib.asynccontextmanager": "contextmanager",
    "abc.abstractmethod": "abstract", "typing.overload": "overload", "pydantic.computed_field": "",
    "dataclasses.dataclass": "dataclass", "pydantic.dataclasses.dataclass": "dataclass", "attr.s": "dataclass",
    "attrs.define": "dataclass", "attr.define": "dataclass", "attrs.frozen": "dataclass", "attr.attrs": "dataclass",
    "attr.dataclass": "dataclass", "attrs.mutable": "dataclass", "attr.frozen": "dataclass",
    "attr.mutable": "dataclass", "functools.total_ordering": "", "enum.unique": "",
    "typing.final": "", "typing.runtime_checkable": "",
    "functools.singledispatch": "dispatch", "functools.singledispatchmethod": "dispatch",
    "functools.cache": "cached", "functools.lru_cache": "cached", "typing.override": "", "functools.wraps": "",
    "typing_extensions.override": "",
}  # fmt: skip
"""Decorators of Python that change how a function or class is used; "" changes nothing that matters here."""


def apply(m: Machine, f: Frame, decorator: Value, target: Value) -> Value:
    """What `@decorator` makes of a function or class."""
    path = _path(decorator)
    if path in MARKS:
        return mark(m, target, MARKS[path], decorator)
    if isinstance(decorator, Method) and decorator.name in ("setter", "getter", "deleter"):
        m.deeds += 1
        m.attributes[(decorator.receiver, decorator.name)] = target
        return decorator.receiver
    if isinstance(decorator, Method) and decorator.name == "register" and dispatch.is_open(decorator.receiver):
        return dispatch.register(m, decorator.receiver, target)
    if isinstance(decorator, Lib | LibMethod | LibObject | Partial):
        made = libraries.decorate(m, f, decorator, target)
        return _signed(decorator, target) if made is None or isinstance(made, Unknown) else made
    entered = around.by_manager(m, f, decorator, target)
    if entered is not None:
        return entered
    made = calls.call(m, f, decorator, Arguments((target,)), f.here())
    return target if isinstance(made, Unknown) or made == Const(None) else made


def _signed(decorator: Value, target: Value) -> Value:
    """A method that a library only marks: one of its own base classes may look for it (`running.signature`)."""
    if not isinstance(target, Function) or target.owner is None or not isinstance(decorator, Lib | LibObject):
        return target
    return replace(target, marks=target.marks | {running.signature(decorator.path)})


def _path(decorator: Value) -> str:
    """The dotted path of a decorator, whether it is used plain or called with options."""
    if isinstance(decorator, Lib):
        return decorator.path
    if isinstance(decorator, Builtin):
        return decorator.name
    if isinstance(decorator, LibObject) and decorator.path in MARKS:
        return decorator.path
    return ""


def mark(m: Machine, target: Value, word: str, decorator: Value) -> Value:
    if isinstance(target, Class):
        if word:
            target.marks.add(word)
        return target
    if not isinstance(target, Function):
        return target
    made = replace(target, marks=target.marks | {word}) if word else target
    if isinstance(decorator, LibObject) and decorator.path == "functools.wraps" and decorator.arguments.positional:
        made = replace(made, wraps=decorator.arguments.positional[0])
    return made
