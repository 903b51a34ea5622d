"""Texts with holes: concatenation, formatting and the methods of `str`, as exact as their parts allow.

A hole is an environment variable (`${STAGE}`) or something unknown. A text of constants only is a `Const` again.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from ..values import (
    Arguments,
    Const,
    EnvVar,
    Instance,
    Mapped,
    Place,
    Sequence,
    Text,
    Union,
    Unknown,
    Value,
    alternatives,
    join,
)  # fmt: skip
from . import attributes, calls, containers, formats, holes
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

LONGEST = 4000
_WIDE = 12
_PARTS = 100
"""Parts of one text; no name has more, and a text that grows line by line would be copied ever again."""


def concat(values: Iterable[Value]) -> Value:
    """The texts one after the other; alternatives multiply, within bounds."""
    values = list(values)
    if Union not in [value.__class__ for value in values]:
        return _text([part for value in values for part in _parts(value)])
    results: list[tuple[str | EnvVar | Unknown, ...]] = [()]
    for value in values:
        if value.__class__ is not Union:
            tail = _parts(value)
            results = [(*head, *tail) for head in results]
            continue
        options = [_parts(one) for one in alternatives(value)]
        results = [(*head, *tail) for head in results for tail in options]
        if len(results) > _WIDE:
            return Unknown("a text with many alternatives")
    return _text(results[0]) if len(results) == 1 else join(_text(parts) for parts in results)


def _parts(value: Value) -> tuple[str | EnvVar | Unknown, ...]:
    if type(value) is Const:
        if value.value.__class__ is str:
            return (value.value,)
        if isinstance(value.value, bytes):
            return (value.value.decode("utf-8", "replace"),)
        return (str(value.value),)
    if type(value) is Text:
        return value.parts
    if isinstance(value, EnvVar | Unknown):
        return (value,)
    return (Unknown("a value"),)


def _text(parts: Iterable[str | EnvVar | Unknown]) -> Value:
    merged: list[str | EnvVar | Unknown] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(last := merged[-1], str):
            merged[-1] = last + part
        elif part:
            merged.append(part)
    if not merged:
        return Const("")
    if len(merged) == 1:
        only = merged[0]
        return Const(only[:LONGEST]) if isinstance(only, str) else only
    if len(merged) > _PARTS:
        merged[_PARTS:] = [Unknown("the rest of a long text")]
    return Text(tuple(merged))


def as_text(m: Machine, f: Frame, value: Value) -> Value:
    """`str(value)`."""
    if value.__class__ in _TEXTS:
        return value
    if isinstance(value, Union):
        return join(as_text(m, f, one) for one in value.values)
    if isinstance(value, Instance):
        methods = [attributes.find(m, f, value, name) for name in ("__str__", "__repr__", "__format__")]
        made = [calls.call(m, f, method, Arguments(), f.here()) for method in methods if method is not None]
        if made:  # which of them depends on the format
            return made[0]
        inner = value.attributes.get("value")
        return inner if inner is not None and "enum" in value.cls.marks else Unknown("a value")
    return Unknown("a value", f.here())


_TEXTS = frozenset({Const, Text, EnvVar, Unknown})
"""What is a text already, as far as it is known."""


def percent(m: Machine, f: Frame, left: Value, right: Value) -> Value:
    """`"a-%s" % b`."""
    if not isinstance(left, Const) or not isinstance(left.value, str):
        return Unknown("a formatted text")
    values = right.items if isinstance(right, Sequence) and right.kind == "tuple" else [right]
    pieces = re.split(r"%(\(\w+\))?([-#0 +]*\d*(?:\.\d+)?[srdifx])", left.value)
    made: list[Value] = [Const(pieces[0])]
    for count, (key, spec, tail) in enumerate(zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=False)):
        if key:
            value = right.items.get(key[1:-1]) if isinstance(right, Mapped) else None
        else:
            value = values[count] if count < len(values) else None
        made += [formats.percent(m, f, value, spec) if value is not None else _UNKNOWN, Const(tail)]
    return concat(made)


_UNKNOWN = Unknown("a formatted text")


def path(m: Machine, left: Value, right: Value) -> Value:
    """`Path("a") / "b"`; division of anything else is unknown."""
    texts = (Const, Text, EnvVar)
    if isinstance(left, Const) and not isinstance(left.value, str):
        return Unknown("a number")
    if isinstance(left, texts) and isinstance(right, texts):
        return concat((left, Const("/"), right))
    return Unknown("a path")


def part_of_path(m: Machine, text: str, name: str) -> Value | None:
    """`parent`, `parents`, `name` or `stem` of a path; None for any other attribute."""
    match name:
        case "parent":
            return Const(posixpath.dirname(text) or ".")
        case "parents":
            above = [text]
            while len(above) < 9:
                above.append(posixpath.dirname(above[-1]) or ".")
            return m.sequence([Const(one) for one in above[1:]], None, "tuple")
        case "name":
            return Const(posixpath.basename(text))
        case "stem":
            return Const(posixpath.splitext(posixpath.basename(text))[0])
        case "suffix":
            return Const(posixpath.splitext(text)[1])
        case "parts":
            return m.sequence([Const(one) for one in PurePosixPath(text).parts], None, "tuple")
        case _:
            return None


def call_method(m: Machine, f: Frame, owner: Value, name: str, a: Arguments, place: Place) -> Value:
    """A method of a text."""
    if isinstance(owner, Const) and isinstance(owner.value, str | bytes):
        exact = _exact(m, f, owner.value, name, a)
        if exact is not None:
            return exact
    if isinstance(owner, Text):
        pieces = _of_text(m, owner, name, a)
        if pieces is not None:
            return pieces
    match name:
        case "format":
            return _format(m, f, owner, a)
        case "format_map" if a.positional and isinstance(a.positional[0], Mapped):
            return _format(m, f, owner, Arguments(named=tuple(a.positional[0].items.items())))
        case "join":
            return _join(m, f, owner, a)
        case "strip" | "lstrip" | "rstrip" | "lower" | "upper" | "encode" | "decode" | "replace" | "removeprefix" \
                | "removesuffix" | "expanduser" | "resolve" | "as_posix" | "absolute" | "get_secret_value" \
                | "encoded_string" | "unicode_string" | "render_as_string":  # fmt: skip
            return _through(owner, name, a)
        case "read_text" | "open":
            from . import data_files

            read = data_files.text_of_path if name == "read_text" else data_files.open_path
            return read(m, f, owner, place)
        case "split" | "rsplit" | "splitlines" | "partition" | "rpartition":
            return _pieces(m, owner, name, a)
        case _:
            from . import paths

            return paths.method(owner, name, a) or Unknown(f"the result of {name}()", place)


def _pieces(m: Machine, owner: Value, name: str, a: Arguments) -> Value:
    """The parts of a text; those of a variable are the parts of its default."""
    default = owner.default if isinstance(owner, EnvVar) else None
    if isinstance(owner, EnvVar) and isinstance(default, Const) and isinstance(default.value, str):
        made = _plain(default.value, name, a)
        if made is not None:
            return m.sequence([EnvVar(owner.name, Const(piece)) for piece in made.value])
    return m.sequence([], owner if isinstance(owner, EnvVar) else Unknown("a part of a text"))


def _through(owner: Value, name: str, a: Arguments) -> Value:
    """Methods that keep what a text stands for, applied to its default and fixed parts."""
    if isinstance(owner, EnvVar):
        default = owner.default
        if isinstance(default, Const) and isinstance(default.value, str):
            changed = _plain(default.value, name, a)
            texts = changed is not None and isinstance(changed.value, str | bytes)
            return EnvVar(owner.name, changed if texts else default)
        return owner
    return owner


def _of_text(m: Machine, owner: Text, name: str, a: Arguments) -> Value | None:
    """The exact result of a method whose arguments are constants, with the holes in its pieces."""
    closed = holes.closed(owner)
    made = _plain(closed[0], name, a) if closed is not None else None
    if closed is None or made is None:
        return None
    if isinstance(made.value, str):
        return holes.opened(made.value, closed[1]) if name != "zfill" else None
    if isinstance(made.value, list | tuple):
        return m.sequence([holes.opened(piece, closed[1]) for piece in cast("Iterable[str]", made.value)])
    begins = a.positional[0].value if name == "startswith" and isinstance(a.positional[0], Const) else None
    known = isinstance(begins, str) and isinstance(owner.parts[0], str) and len(begins) <= len(owner.parts[0])
    return made if known else None


def _exact(m: Machine, f: Frame, text: str | bytes, name: str, a: Arguments) -> Value | None:
    if name in ("split", "rsplit", "splitlines", "partition", "rpartition"):
        made = _plain(text, name, a)
        if made is not None:
            return m.sequence([Const(one) for one in made.value])
        return None
    made = _plain(text, name, a)
    return made if made is None or not isinstance(made.value, list | tuple) else None


_PLAIN = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "title",
        "capitalize",
        "replace",
        "removeprefix",
        "removesuffix",
        "split",
        "rsplit",
        "splitlines",
        "partition",
        "rpartition",
        "encode",
        "decode",
        "startswith",
        "endswith",
        "zfill",
        "swapcase",
        "casefold",
        "count",
        "find",
        "isdigit",
        "isupper",
        "islower",
        "isalpha",
        "isidentifier",
    ]
)


def _plain(text: str | bytes, name: str, a: Arguments) -> Const | None:
    """The result of a harmless method on constants."""
    constants = [one.value for one in a.positional if isinstance(one, Const)]
    named = {key: one.value for key, one in a.named if isinstance(one, Const)}
    whole = len(constants) == len(a.positional) and len(named) == len(a.named) and not a.rest
    if name not in _PLAIN or not whole or len(text) > LONGEST:
        return None
    if name == "zfill" and constants and not (isinstance(constants[0], int) and constants[0] < 100):
        return None
    try:
        return Const(getattr(text, name)(*constants, **named))
    except (TypeError, ValueError, LookupError, AttributeError):
        return None


def _format(m: Machine, f: Frame, owner: Value, a: Arguments) -> Value:
    if isinstance(owner, Union):
        return join(_format(m, f, one, a) for one in owner.values)
    made: list[Value] = []
    count = 0
    for part in _parts(owner):
        if not isinstance(part, str):
            made.append(part)
            continue
        pieces = re.split(r"\{([^{}]*)\}", part)
        made.append(Const(pieces[0]))
        for field, tail in zip(pieces[1::2], pieces[2::2], strict=False):
            named, _, spec = field.partition(":")
            name, *inside = re.split(r"[.\[]", named.partition("!")[0])
            index = count if name == "" else int(name) if name.isdigit() else None
            count += name == ""
            value = a.get(name) if index is None else a.positional[index] if index < len(a.positional) else None
            for key in inside:
                value = _part(m, f, value, key) if value is not None else None
            made += [formats.formatted(m, f, value, spec) if value is not None else _UNKNOWN, Const(tail)]
    return concat(made)


def _part(m: Machine, f: Frame, value: Value, key: str) -> Value:
    """`{value.key}` and `{value[key]}` of a format."""
    if not key.endswith("]"):
        return attributes.get(m, f, value, key)
    word = key.removesuffix("]")
    return containers.item(m, f, value, Const(int(word) if word.isdigit() else word), f.here())


def _join(m: Machine, f: Frame, owner: Value, a: Arguments) -> Value:
    items, rest = containers.elements(m, f, a.positional[0]) if a.positional else ([], None)
    parts = items if rest is None else [*items, rest]
    if len({one.name if isinstance(one, EnvVar) else "" for one in parts}) == 1 and isinstance(parts[0], EnvVar):
        return _joined_again(owner, parts[0].name, parts if rest is None else [])
    if rest is not None:
        return Unknown("a joined text")
    made: list[Value] = []
    for one in items:
        made += [owner, as_text(m, f, one)] if made else [as_text(m, f, one)]
    return concat(made) if made else Const("")


def _joined_again(owner: Value, name: str, parts: list[Value]) -> EnvVar:
    """Pieces of one variable, put together: `"-".join(os.environ["ARN"].split("-")[:-1])`."""
    texts = [one.default.value for one in parts if isinstance(one, EnvVar) and isinstance(one.default, Const)]
    known = [text for text in texts if isinstance(text, str)]
    if isinstance(owner, Const) and isinstance(owner.value, str) and parts and len(known) == len(parts):
        return EnvVar(name, Const(owner.value.join(known)))
    return EnvVar(name)


def join_path(parts: Iterable[Value]) -> Value:
    """`os.path.join` and `Path(a, b)`."""
    made: list[Value] = []
    for part in parts:
        if isinstance(part, Const) and isinstance(part.value, str) and part.value.startswith("/"):
            made = []
        made += [Const("/"), part] if made else [part]
    joined = concat(made) if made else Const(".")
    if isinstance(joined, Const) and isinstance(joined.value, str):
        return Const(posixpath.normpath(joined.value) if joined.value else "")
    return joined
