"""Stand-ins for what a whole project knows and entries find out: who asks one too early is evaluated again.

A call remembers only what it read of things older than itself (`invoking`), so they are older than everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..values import LibObject

if TYPE_CHECKING:
    from .machine import Machine


def elder(m: Machine, word: str) -> LibObject:
    """The one stand-in under this word; tell `m.changing(it, word)` and `f.read(it, word)`."""
    made = m.scratch.get(("elder", word))
    if made is None:
        made = m.scratch["elder", word] = LibObject(0, 0, ("", 0, 0, 0, 0), word, "")
    return made
