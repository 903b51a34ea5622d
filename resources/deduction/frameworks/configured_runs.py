"""`with_config`: the callbacks of a configuration run with what it is given to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import holding, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, LibMethod, LibObject, Place, Value
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("langchain.with_config")
def with_config(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`graph.with_config(RunnableConfig(callbacks=[handler]))`: the same object, which tells its handlers."""
    if callee is not None:
        tell(m, callee.receiver, a)
    return None


def tell(m: Machine, runnable: LibObject, a: Arguments) -> None:
    """Keeps the handlers of a configuration in what is configured."""
    given = naming.bind(("config",), a)
    for word in ("config", "callbacks"):
        for one in perform.callbacks(given[word]) if word in given else ():
            holding.hold(m, runnable, "callbacks", one)
