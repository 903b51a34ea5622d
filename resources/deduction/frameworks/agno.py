"""Agno: what serves agents over HTTP is a web application whose routes run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host
from ..evaluate import perform
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, LibObject, Place, Value
from . import hosts
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("agno.os.AgentOS", "agno.playground.Playground")
def served(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`AgentOS(agents=[agent])`: whichever route is called, it may run all that it was given."""
    row = m.catalog.call("agno.os.AgentOS")
    if row is None:
        return None
    made = perform.perform(m, f, row, "agno.os.AgentOS", "AgentOS", a, place)
    if isinstance(made, LibObject):
        hosts.add(m, "http", "AgentOS", made, Host("web_app", "agno", made, place), place)
    return made
