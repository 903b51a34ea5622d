"""Reflex: the methods of a `State` are handlers of events; pages name them and run none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..entries import Host
from ..evaluate import attributes, calls
from ..values import Class, Function
from . import hosts

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

STATES = frozenset({"reflex.State", "reflex.state.State", "reflex.base.State", "pynecone.State"})
_NO_HANDLERS = frozenset({"property", "staticmethod", "classmethod"})


def find(m: Machine) -> None:
    """Registers the handlers of every state."""
    for file, summary in m.project.summaries.items():
        if "reflex" in summary.imports or "pynecone" in summary.imports:
            for value in list(m.modules[file].scope.names.values()):
                if isinstance(value, Class) and value.file == file and _is_state(m, value):
                    _handlers(m, value)


def _is_state(m: Machine, cls: Class) -> bool:
    return any(base.path in STATES for base in attributes.library_bases(m, cls))


def _handlers(m: Machine, cls: Class) -> None:
    place = cls.place or (cls.file, 1, 0, 0, 0)
    host = Host("ui_app", "reflex", ("ui", cls.file), (cls.file, 1, 0, 0, 0), m.project.dotted(cls.file))
    for name, method in cls.attributes.items():
        if isinstance(method, Function) and not name.startswith("_") and not _is_value(method):
            hosts.add(m, "ui", name, method, host, calls.place_of(method) or place)


def _is_value(method: Function) -> bool:
    """`@rx.var def total(self)` is computed for the page."""
    if _NO_HANDLERS & method.marks:
        return True
    named = [one[1] if one[0] == "call" else one for one in method.facts[3]]
    return any(one[0] == "attr" and one[2] in ("var", "cached_var") for one in named)
