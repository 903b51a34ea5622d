"""Texts with holes as plain texts: each hole becomes one character that stands for it, so that splitting, stripping and
slicing are Python's own, and the pieces get their holes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..values import Const, EnvVar, Sequence, Text, Unknown, Value
from . import strings

_FIRST = 0xE000
"""Characters for private use, which no name has."""
_MOST = 100

Hole = EnvVar | Unknown


def closed(value: Value) -> tuple[str, list[Hole]] | None:
    """A text and the holes that its marks stand for; None when it is no text or has too many."""
    if isinstance(value, Const):
        return (value.value, []) if isinstance(value.value, str) else None
    if not isinstance(value, Text):
        return None
    holes = [part for part in value.parts if not isinstance(part, str)]
    marks = iter(range(_FIRST, _FIRST + len(holes)))
    text = "".join(part if isinstance(part, str) else chr(next(marks)) for part in value.parts)
    return (text, holes) if len(holes) <= _MOST else None


def is_mark(letter: str) -> bool:
    """Does the character stand for a hole?"""
    return _FIRST <= ord(letter) < _FIRST + _MOST


def opened(text: str, holes: list[Hole]) -> Value:
    """A piece of a closed text with its holes."""
    pieces: list[Value] = [Const("")]
    for letter in text:
        index = ord(letter) - _FIRST
        if 0 <= index < len(holes):
            pieces.append(holes[index])
        elif isinstance(pieces[-1], Const):
            pieces[-1] = Const(pieces[-1].value + letter)
        else:
            pieces.append(Const(letter))
    return strings.concat(pieces)


def form(value: Value) -> re.Pattern[str] | None:
    """What a text with holes can be; None when no part of it is known."""
    parts = value.parts if isinstance(value, Text) else ()
    known = "".join(re.escape(part) if isinstance(part, str) else ".+" for part in parts)
    return re.compile(known) if any(isinstance(part, str) and part for part in parts) else None


def through(value: Value, change: Callable[[str], str]) -> Value | None:
    """What a function of texts makes of a text with holes; of a variable, what it makes of its default."""
    if isinstance(value, EnvVar):
        inner = through(value.default, change) if value.default is not None else None
        return EnvVar(value.name, inner) if inner is None or isinstance(inner, Const) else inner
    found = closed(value)
    return opened(change(found[0]), found[1]) if found is not None else None


def part(owner: Value, index: Value) -> Value | None:
    """`text[3:]` and `text[0]` with constant bounds."""
    if isinstance(index, Const) and isinstance(index.value, int):
        place = index.value
        return through(owner, lambda text: text[place : place + 1 or None])
    if not isinstance(index, Sequence) or index.kind != "slice":
        return None
    parts: list[Any] = [one.value if isinstance(one, Const) else "" for one in index.items]
    if not all(part is None or isinstance(part, int) for part in parts) or 0 in parts[2:]:
        return None
    return through(owner, lambda text: text[slice(*parts)])
