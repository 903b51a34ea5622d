"""Neo4j's `session.execute_write(fn, …)`: fn is given a transaction of the session, and does what its queries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Function, LibMethod, Partial, Place, Value, alternatives, join
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

NAMES = ("execute_read", "execute_write", "read_transaction", "write_transaction")


@rule(*methods(("neo4j.Driver",), NAMES))
def run(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    work = [one for one in alternatives(a.positional[0]) if isinstance(one, Function | Bound | Partial)] \
        if a.positional else []  # fmt: skip
    if callee is None or not work:
        return None
    given = Arguments((callee.receiver, *a.positional[1:]), a.named, a.rest)
    return join(calls.call(m, f, one, given, place) for one in work)
