"""From the values of arguments to the names of resources: constants, variables, texts with holes, parts of ARNs and
URLs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...catalog.names import name_in
from ...catalog.records import Form, Name
from ..values import (
    Arguments,
    Const,
    EnvVar,
    Instance,
    LibMethod,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from . import attributes, containers

if TYPE_CHECKING:
    from .machine import Frame, Machine

_HOLE = "\0"
_LEAST = 3
"""Characters of a name that must be known for a wildcard to mean it."""
_PORT = re.compile(r"(?<=\})(?::\d+)$")
"""A port behind a variable."""
_HOST = re.compile(r"([\w-]+\.)+[a-z]{2,}\0")
"""A whole host, and behind it what the code does not decide: `"https://api.example.com" + path`."""
Given = dict[str, Value]


@dataclass(unsafe_hash=True, slots=True)  # many are made: see `values`
class Named:
    """A name, the variable that carries it, or why there is none; `object` when another object stands for it."""

    name: str | None = None
    env: str | None = None
    reason: str = ""
    object: LibObject | None = None
    pattern: str = ""
    """The name as far as it is known, with `*` for what is not."""
    asked: tuple[str, Place | None] | None = None
    """Where it is not decided: the argument that was to name it, and the call that gave the value."""


def bind(parameters: tuple[str, ...], a: Arguments) -> Given:
    """Arguments by parameter name. What a star of unknown length brought stands for every name under `**`."""
    given = dict(zip(parameters, a.positional, strict=False)) | dict(a.named)
    for index in range(len(parameters), len(a.positional)):
        given[f"*{index}"] = a.positional[index]
    if a.rest:
        given["**"] = a.rest[0]
    return given


def names(m: Machine, f: Frame, name: Name, given: Given, owner: LibObject | None) -> list[Named]:
    """Every name that the arguments may mean; at least one entry."""
    for argument in name.arguments:
        values = list(reach(m, f, argument, given, owner))
        values = [one for one in values if one != Const(None)]
        if values:
            found = list(dict.fromkeys(found for one in values for found in of_value(one, name.form)))
            sure = [one for one in found if one.name or one.env or one.object]
            return [_asking(argument, values, one) for one in sure or found[:1]]
    if "**" in given and name.arguments:
        return of_value(given["**"], name.form)
    if name.env:
        return [Named(name_in(name.form, name.default) if name.default else None, name.env[0])]
    if name.default:
        return [Named(name_in(name.form, name.default))]
    if name.arguments:
        return [Named(reason=f"no argument `{name.arguments[0].partition('.')[0].rstrip('[]{}')}`")]
    return [Named()]


def _asking(argument: str, values: list[Value], named: Named) -> Named:
    """With the argument and the call that gave what it is, where it is not decided."""
    if named.name or named.env:
        return named
    calls = (one.place for value in values for one in alternatives(value) if isinstance(one, Unknown))
    call = named.object.place if named.object is not None else next(calls, None)
    return replace(named, asked=(argument.partition(".")[0].rstrip("[]{}"), call))


def is_list(name: Name) -> bool:
    """Do its arguments carry several names at once: `Entries[].QueueUrl`?"""
    return any(mark in argument for argument in name.arguments for mark in ("[]", "{}"))


def reach(m: Machine, f: Frame, path: str, given: Given, owner: LibObject | None) -> Iterator[Value]:
    """The values at an argument path: `config.index_id`, `Entries[].Name`, `Items{}`, `self.x`."""
    head, _, tail = path.partition(".")
    if head == "self":
        if owner is not None:
            parameters = owner.call.parameters if owner.call is not None else ()
            yield from reach(m, f, tail, bind(parameters, owner.arguments), None)
        return
    key = head.removesuffix("[]").removesuffix("{}")
    value = given.get(key)
    if value is None:
        return
    yield from _inside(m, f, value, head[len(key) :], tail)


def _argument(made: LibObject, key: str) -> Value | None:
    """What a library's object was made with, or what it takes instead (`DeepSeekProvider()`: its `base_url`)."""
    if made.call is None:
        return bind((), made.arguments).get(key)
    given = bind(made.call.parameters, made.arguments).get(key)
    name = made.call.name
    return Const(name.default) if given is None and name.default and key in name.arguments else given


def _inside(m: Machine, f: Frame, value: Value, mark: str, tail: str) -> Iterator[Value]:
    for one in alternatives(value):
        found: list[Value]
        if mark == "[]" and isinstance(one, Mapped):  # every value of a dict
            found = [*one.items.values(), *([one.rest] if one.rest is not None else [])]
        elif mark == "[]" and isinstance(one, Const | EnvVar | Text):  # one text in place of a list of them
            found = []
        elif mark == "[]":
            items, rest = containers.elements(m, f, one)
            found = [*items, *([rest] if rest is not None else [])]
        elif mark == "{}":
            items_of, rest = containers.pairs(m, f, one)
            found = [key if isinstance(key, Value) else Const(key) for key in items_of]
            found += [Unknown("a key of a dict")] if rest is not None else []
        else:
            found = [one]
        for item in found:
            if not tail:
                yield item
                continue
            head, _, after = tail.partition(".")
            key = head.removesuffix("[]").removesuffix("{}")
            if isinstance(item, Mapped):
                inner = item.items.get(key, item.rest)
            elif isinstance(item, Instance):
                inner = attributes.get(m, f, item, key)
            elif isinstance(item, LibObject):
                inner = _argument(item, key)
            else:
                inner = item if isinstance(item, Unknown) else None
            if inner is not None:
                yield from _inside(m, f, inner, head[len(key) :], after)


def of_value(value: Value, form: Form) -> list[Named]:
    """The names that a value may carry."""
    if isinstance(value, Union):
        found = [named for one in value.values if one != Const(None) for named in of_value(one, form)]
        sure = [one for one in found if one.name or one.env or one.object]
        return sure or found[:1]
    if isinstance(value, Const):
        return [
            Named(name_in(form, value.value))
            if isinstance(value.value, str) and value.value
            else Named(reason="it is empty" if value.value in ("", None) else f"it is {value.value!r}")
        ]
    if isinstance(value, EnvVar):
        return _of_variable(value, form)
    if isinstance(value, Text):
        return [_of_text(value, form)]
    if isinstance(value, LibMethod):
        return [Named(object=value.receiver)]
    if isinstance(value, LibObject):
        return [Named(object=value)]
    if isinstance(value, Instance) and isinstance(value.attributes.get("value"), Const):
        return of_value(value.attributes["value"], form)
    if isinstance(value, Sequence) and len(value.items) == 1 and value.rest is None:
        return of_value(value.items[0], form)
    return [Named(reason=value.why if isinstance(value, Unknown) else "a value that is no text")]


def _of_variable(value: EnvVar, form: Form) -> list[Named]:
    if value.default is None:
        return [Named(None, value.name)]
    inner = of_value(value.default, form)
    return [Named(one.name, value.name, "" if one.name else one.reason) for one in inner]


def _of_text(value: Text, form: Form) -> Named:
    reasons = [part.reason for part in value.parts if isinstance(part, Unknown)]
    match value.parts:
        case ("s3://", Unknown() as bucket, *_):
            reasons[0] = bucket.why
        case _:
            pass
    text = "".join(_piece(part) for part in value.parts)
    name = name_in(form, text)
    if form == "host" and _HOLE in name:
        match value.parts[1:] if value.parts[0] in ("http://", "https://") else value.parts:
            case (EnvVar() as address, Unknown(), *_):  # `API_URL + path`
                return _of_variable(address, form)[0]
            case _ if _HOST.fullmatch(name):
                return Named(name[:-1])
            case _:
                pass
    if _HOLE in name or not name:
        return Named(reason=reasons[0] if reasons else "it is empty", pattern=_pattern(name, form))
    holes = [part for part in value.parts if isinstance(part, EnvVar)]
    name = _PORT.sub("", name) if form == "host" else name  # `f"{HOST}:443"`: the variable alone decides
    only = name.startswith("${") and name.endswith("}") and name.count("${") == 1
    if only:
        return Named(None, name[2:-1])
    carrier = holes[0] if len(holes) == 1 or (form == "host" and holes and holes[0] is value.parts[0]) else None
    if carrier is None or carrier.default is None or name not in (_piece(carrier), name_in(form, _piece(carrier))):
        return Named(name)
    return Named(name, carrier.name)  # `f"{API_URL}/search"`: the variable alone decides


def _pattern(name: str, form: Form) -> str:
    """`docs-*` for a name with holes; nothing when little of it is known, or its place in an address is open."""
    name = re.sub(r"\$\{[^}]*\}", _HOLE, name)
    known = name.replace(_HOLE, "")
    plain = len(known) >= _LEAST and "/" not in known and ":" not in known and form in ("plain", "tail")
    return re.sub(f"{_HOLE}+", "*", name) if plain else ""


def _piece(part: str | EnvVar | Unknown) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, EnvVar):
        if isinstance(part.default, Const) and isinstance(part.default.value, int | float):
            return str(part.default.value)
        known = of_value(part.default, "plain") if part.default is not None else []
        return known[0].name if known and known[0].name else f"${{{part.name}}}"
    return _HOLE


def text_of(value: Value) -> str | None:
    """The text of a value as far as it is known from its beginning; None when nothing is."""
    if isinstance(value, Const):
        return value.value if isinstance(value.value, str) else None
    if isinstance(value, EnvVar):
        return text_of(value.default) if value.default is not None else None
    if isinstance(value, Text):
        known = "".join(_piece(part) for part in value.parts).partition(_HOLE)[0]
        return known or None
    if isinstance(value, Instance) and "enum" in value.cls.marks:
        return text_of(value.attributes["value"])
    return None


def property_of(value: Value | None) -> str | int | bool | float | None:
    """A plain value for a property."""
    if isinstance(value, Const) and isinstance(value.value, str | int | bool | float):
        return value.value
    return text_of(value) if value is not None else None
