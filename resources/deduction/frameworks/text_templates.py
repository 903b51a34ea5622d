"""`string.Template("$stage-orders").substitute(stage="dev")`: a text put together from its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..evaluate import containers, naming, strings
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, Place, Unknown, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

_HOLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@rule(*methods(("string.Template",), ("substitute", "safe_substitute")))
def substitute(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    given = callee.receiver.arguments.positional if callee is not None else ()
    text = naming.text_of(given[0]) if given else None
    if text is None:
        return None
    named = dict(a.named)
    if a.positional:
        items, _ = containers.pairs(m, f, a.positional[0])
        named = {key: value for key, value in items.items() if isinstance(key, str)} | named
    pieces = _HOLE.split(text)
    made: list[Value] = [Const(pieces[0])]
    for braced, plain, tail in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        made += [named.get(braced or plain) or Unknown("a hole of a template", place), Const(tail)]
    return strings.concat(strings.as_text(m, f, one) for one in made)
