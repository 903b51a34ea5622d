"""What evaluation notes about a place of the code, before anybody knows what it means for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..values import Place

if TYPE_CHECKING:
    from ..evaluate.machine import Frame


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the code does. `code` is a word of `known`, `detail` the class, the path or the size of it."""

    code: str
    place: Place
    detail: str = ""
    lasting: bool = False
    """Is what it is done to as old as its module, so that requests share it?"""
    number: int = 0
    """The heap number of the object that it is done to; 0 when that is of no use."""


def note(f: Frame, made: Note) -> None:
    """Keeps a note on the call that is being evaluated, once."""
    if f.node.notes is None:
        f.node.notes = {}
    f.node.notes.setdefault(made)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A note that an entry reaches: what runs the entry, the entry's sort, and the calls that lead there."""

    host: str
    entry: str
    kind: str
    note: Note
    path: tuple[Place, ...]
