"""Marks: what a deployment says about a card or a line. Qt-free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MarkState = Literal["create", "update", "replace", "delete", "waits", "running", "done", "failed", "drift", "deployed"]

ICONS: dict[str, str] = {
    "create": "plus-bold",
    "update": "pencil-simple-bold",
    "replace": "swap-bold",
    "delete": "minus-bold",
    "waits": "circle-dashed-bold",
    "done": "check-bold",
    "failed": "x-bold",
    "drift": "arrows-left-right-bold",
}
STROKED = {"create", "update", "replace", "running", "failed"}
"""States that give a card a border of 2 in their own stroke."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`word` stands on the flag (`Updating · 0:42`), `detail` takes the card's second line (`512 MB → 1,024 MB`).

    `progress` is 0 to 1, None where it is not known. `goes` says that the thing under way is a deletion, so that the
    card keeps its dashed outline while it waits or runs.
    """

    state: MarkState
    word: str = ""
    detail: str = ""
    progress: float | None = None
    goes: bool = False
