"""SQLAlchemy's `await connection.run_sync(fn, …)`: fn is called with the synchronous side of the same connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, Place, Value
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

OWNERS = ("sqlalchemy.Engine", "sqlalchemy.ext.asyncio.AsyncEngine", "sqlalchemy.orm.Session", "sql.Connection")


@rule(*methods(OWNERS, ("run_sync",)))
def run_sync(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    if callee is None or not a.positional:
        return None
    return calls.call(m, f, a.positional[0], Arguments((callee.receiver, *a.positional[1:]), a.named, a.rest), place)
