"""Format specifications: `f"{n:03d}"`, `"%05d" % n`, `"{:>8}".format(x)`, and `__format__` of the project's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..values import Arguments, Const, Instance, Value
from . import attributes, calls, strings
from .machine import Frame

if TYPE_CHECKING:
    from .machine import Machine

_WIDE = re.compile(r"\d{3}")
"""A width that no name has."""


def formatted(m: Machine, f: Frame, value: Value, spec: str) -> Value:
    """`format(value, spec)`; what is no constant stays as it is."""
    if isinstance(value, Instance):
        method = attributes.find(m, f, value, "__format__")
        if method is not None:
            return strings.as_text(m, f, calls.call(m, f, method, Arguments((Const(spec),)), f.here()))
    text = strings.as_text(m, f, value)
    if not spec or not isinstance(text, Const) or _WIDE.search(spec):
        return text
    try:
        return Const(format(text.value, spec))
    except (TypeError, ValueError):
        return text


def percent(m: Machine, f: Frame, value: Value, spec: str) -> Value:
    """What `%05d` makes of a value."""
    text = strings.as_text(m, f, value)
    if not isinstance(text, Const) or _WIDE.search(spec):
        return text
    try:
        return Const(f"%{spec}" % (text.value,))
    except (TypeError, ValueError):
        return text
