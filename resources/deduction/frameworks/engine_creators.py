"""`create_engine("postgresql+pg8000://", creator=connect)`: the engine is for what its creator connects to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Function, LibMethod, LibObject, Partial, Place, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ENGINE = "sqlalchemy.create_engine"


@rule(ENGINE)
def engine(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    creator = a.get("creator") or a.get("async_creator")
    for one in alternatives(creator) if creator is not None else ():
        if isinstance(one, Function | Bound | Partial):
            for connection in alternatives(calls.call(m, f, one, Arguments(), place)):
                if isinstance(connection, LibObject) and (touches := m.stands_for(connection)):
                    made = m.library_object(ENGINE, "sqlalchemy.Engine", place, a)
                    m.made[made.number] = touches
                    return made
    return None
