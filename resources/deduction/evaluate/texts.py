"""Functions of the standard library from a text to a text, on constants: `textwrap.dedent`, `base64.b64decode`,
`os.path.splitext`, `os.path.expandvars`.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..values import Arguments, Const, Place, Unknown, Value
from . import environment, holes, strings
from .handlers import Handler
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


def _through(change: Callable[[str], str]) -> Handler:
    """What the function makes of a text, holes kept."""

    def apply(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
        return holes.through(a.positional[0], change) if a.positional else None

    return apply


def _split(split: Callable[[str], tuple[str, ...]]) -> Handler:
    """The parts of a text, holes kept."""

    def apply(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
        closed = holes.closed(a.positional[0]) if a.positional else None
        if closed is None:
            return None
        return m.sequence([holes.opened(one, closed[1]) for one in split(closed[0])], None, "tuple")

    return apply


def _ending(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
    """A path and its ending, which may stand in a hole: `f"uploads/{name}"` may end in anything."""
    closed = holes.closed(a.positional[0]) if a.positional else None
    if closed is None:
        return None
    root, ending = posixpath.splitext(closed[0])
    if any(holes.is_mark(letter) for letter in (ending or root)):
        return m.sequence([holes.opened(root, closed[1]), Unknown("the ending of a path", place)], None, "tuple")
    return m.sequence([holes.opened(root, closed[1]), Const(ending)], None, "tuple")


def _coded(change: Callable[[Any], bytes]) -> Handler:
    def apply(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
        one = a.positional[0] if a.positional else None
        if not isinstance(one, Const) or not isinstance(one.value, str | bytes) or len(one.value) > strings.LONGEST:
            return None
        try:
            return Const(change(one.value))
        except (binascii.Error, TypeError, ValueError):
            return None

    return apply


def _expanded(m: Machine, f: Frame, a: Arguments, place: Place) -> Value | None:
    """`os.path.expandvars("orders-$STAGE")`."""
    text = a.positional[0].value if a.positional and isinstance(a.positional[0], Const) else None
    if not isinstance(text, str):
        return None
    pieces = _VARIABLE.split(text)
    made: list[Value] = [Const(pieces[0])]
    for braced, plain, tail in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        made += [environment.variable(m, f, braced or plain, None, place), Const(tail)]
    return strings.concat(made)


TABLE: dict[str, Handler] = {
    "textwrap.dedent": _through(textwrap.dedent), "os.path.normpath": _through(posixpath.normpath),
    "os.fspath": _through(str), "os.path.splitext": _ending,
    "os.path.split": _split(posixpath.split), "base64.b64decode": _coded(base64.b64decode),
    "base64.b64encode": _coded(base64.b64encode),
    "base64.urlsafe_b64decode": _coded(base64.urlsafe_b64decode), "os.path.expandvars": _expanded,
}  # fmt: skip
