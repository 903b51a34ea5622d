"""What the rules of frameworks keep for each other while a project is evaluated, beside the heap.

It counts what may have changed it, so that a call that left nothing here can be told from one that did, and knows since
when each key is there. What is kept by an object (`held`, `chosen`) changes together with that object and does not
count, nor do under which other names a library reads a variable and what a field's annotation says, which never change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .values import Value

if TYPE_CHECKING:
    from .evaluate.machine import Machine

BY_OBJECT = frozenset({"held", "chosen"})
OTHERS = "others"
FIELD = "field"
_SILENT = BY_OBJECT | {OTHERS, FIELD}
_FIXED = (str, tuple, frozenset, bool, int, type(None), Value)


class Scratch(dict[Any, Any]):
    """A dict that counts what may have changed it, or what it holds."""

    __slots__ = ("_machine", "born", "marks")

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine
        self.marks = 0
        self.born: dict[Any, int] = {}
        """The number that things had when a key came to be there."""

    def __setitem__(self, key: Any, value: Any) -> None:
        if not is_silent(key) and (key not in self or super().__getitem__(key) is not value):
            self.marks += 1
        if super().get(key, self) is not value:
            self.born[key] = self._machine.numbered()
        super().__setitem__(key, value)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if not is_silent(key):
            self.marks += 1
        if key not in self:
            self.born[key] = self._machine.numbered()
        return super().setdefault(key, default)

    def get(self, key: Any, default: Any = None) -> Any:
        found = super().get(key, default)
        if found is not default:
            self.marks += is_changeable(key, found)
        return found

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.marks += is_changeable(key, found)
        return found

    def peek(self, key: Any, default: Any = None) -> Any:
        """The same without counting: nobody changes what this gives."""
        return super().get(key, default)

    def pop(self, key: Any, *default: Any) -> Any:
        self.marks += 1
        return super().pop(key, *default)


def is_silent(key: Any) -> bool:
    return key.__class__ is tuple and key[0] in _SILENT


def is_changeable(key: Any, found: Any) -> bool:
    """May whoever gets this change it unseen?"""
    return not isinstance(found, _FIXED) and not is_silent(key)
