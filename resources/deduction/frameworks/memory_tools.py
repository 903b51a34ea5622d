"""LangMem's tools and managers use the store that they are given, else that of the graph they run in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import calls, holding, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Place, Value, alternatives
from .langgraph_runtime import store
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

MEMORIES = "langgraph.Memories"
"""The catalog's name of what a tool does with its store; nothing in code has this path."""
MAKERS = {
    "create_manage_memory_tool": ("put", "delete"),
    "create_search_memory_tool": ("search",),
    "create_memory_store_manager": ("search", "put"),
    "create_memory_searcher": ("search",),
}
"""What each does with the store."""


def _maker(name: str, methods: tuple[str, ...]) -> None:
    path = f"langmem.{name}"

    @rule(path)
    def make(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
        row = m.catalog.call(path)
        if row is None:
            return None
        made = perform.perform(m, f, row, path, name, a, place)
        memories = m.library_object(MEMORIES, MEMORIES, place, a)
        for owner in alternatives(made):
            if isinstance(owner, LibObject):
                for method in methods:
                    holding.hold(m, owner, "memories", LibMethod(memories, method))
        return made


for _name, _methods in MAKERS.items():
    _maker(_name, _methods)


@rule(MEMORIES)
def use(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """When it runs: the graph may be compiled with its store only after the tool was made."""
    if callee is not None:
        for one in alternatives(callee.receiver.arguments.get("store") or store(m, f)):
            if isinstance(one, LibObject):
                calls.call(m, f, LibMethod(one, callee.name), Arguments(), place)
    return Const(None)
