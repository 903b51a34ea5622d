"""LangChain's `configurable_alternatives`: a run's configuration chooses one of several runnables by its key.

`llm.configurable_alternatives(ConfigurableField(id="llm"), default_key="a", b=other, c=lambda: third)` may be any of
them; `with_config(configurable={"llm": "b"})` of that object is the one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls, holding
from ..evaluate.machine import Frame
from ..values import Arguments, Bound, Const, Function, LibMethod, LibObject, Mapped, Partial, Place, Value, join
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

OPTIONS = ("default_key", "prefix_keys")


@rule("langchain.configurable_alternatives")
def configurable_alternatives(
    m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None
) -> Value | None:
    """An object that runs one of them; a function makes its alternative when it is chosen."""
    if callee is None:
        return None
    default = a.get("default_key")
    keyed: dict[str, Value] = {str(default.value) if isinstance(default, Const) else "default": callee.receiver}
    for key, value in a.named:
        if key not in OPTIONS:
            makes = isinstance(value, Function | Bound | Partial)
            keyed[key] = calls.call(m, f, value, Arguments(), place) if makes else value
    made = m.library_object(callee.receiver.path, "langchain.Runnable", place, callee.receiver.arguments)
    made.call = callee.receiver.call
    m.made[made.number] = m.stands_for(callee.receiver)
    holding.hold(m, made, "self", join(keyed.values()))
    m.scratch["alternatives", made.number] = keyed
    return made


def chosen(m: Machine, owner: LibObject, configuration: Value | None) -> Value | None:
    """The alternative that `{"llm": "b"}` chooses; None when OWNER has none, or it is not decided."""
    keyed: dict[str, Value] = m.scratch.get(("alternatives", owner.number), {})
    words = configuration.items.values() if isinstance(configuration, Mapped) else ()
    found = [keyed[one.value] for one in words if isinstance(one, Const) and one.value in keyed]
    return found[0] if len(found) == 1 else None
