"""Neo4j's `session.execute_write(fn, …)`: fn is given a transaction of the session, and does what its queries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Function, LibMethod, LibObject, Partial, Place, Value, alternatives, join
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

NAMES = ("execute_read", "execute_write", "read_transaction", "write_transaction")
READING = "neo4j.Reading"


@rule(*methods(("neo4j.Driver",), NAMES))
def run(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    work = [one for one in alternatives(a.positional[0]) if isinstance(one, Function | Bound | Partial)] \
        if a.positional else []  # fmt: skip
    if callee is None or not work:
        return None
    session = _reading(m, callee.receiver, place) if "read" in callee.name else callee.receiver
    given = Arguments((session, *a.positional[1:]), a.named, a.rest)
    return join(calls.call(m, f, one, given, place) for one in work)


def _reading(m: Machine, session: LibObject, place: Place) -> LibObject:
    """A transaction in which the server refuses to write."""
    made = m.library_object(READING, READING, place, Arguments())
    m.made[made.number] = m.stands_for(session)
    return made
