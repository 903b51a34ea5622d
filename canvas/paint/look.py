"""How a card looks besides what is on it: selected, hovered, marked, lit. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..marks import Mark

Target = Literal["", "valid", "over", "invalid"]


@dataclass(frozen=True, slots=True)
class CardLook:
    """Everything about a card that is not in the picture: what is selected, hovered, marked, lit."""

    hovered: bool = False
    selected: bool = False
    focused: bool = False
    faded: bool = False
    linked: bool = False
    """At the end of a selected line: accent border without the ring."""
    added: bool = False
    target: Target = ""
    mark: Mark | None = None
    row: str | None = None
    """The selected row."""
    used: frozenset[str] = frozenset()
    """Ports with a line: ids of rows, or the card's own."""
    lit: frozenset[str] = frozenset()
    """Ports of selected lines, filled with the accent."""
    pointed: str | None = None
    """The port under the cursor."""
    turn: float = 0.0
    """How far the spinner of a running card has turned, 0 to 1."""

    @property
    def faint(self) -> bool:
        return self.faded or self.target == "invalid"

    @property
    def goes(self) -> bool:
        """Is the card about to be deleted?"""
        return self.mark is not None and (self.mark.state == "delete" or self.mark.goes)


REST = CardLook()
