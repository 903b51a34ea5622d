"""LangChain's cache of answers: `set_llm_cache(RedisCache(…))`. Every language model of the process asks it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate.machine import Frame
from ..values import Arguments, Const, LibMethod, LibObject, Place, Value, alternatives
from .registry import rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

CACHES = "llm caches"


@rule("langchain.set_llm_cache")
def set_llm_cache(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value:
    value = a.get("value") or next(iter(a.positional), Const(None))
    known: dict[LibObject, None] = m.scratch.setdefault(CACHES, {})
    for one in alternatives(value):
        if isinstance(one, LibObject) and one not in known:
            m.deeds += 1
            known[one] = None
    return Const(None)
