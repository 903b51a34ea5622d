"""What each entry reached and which links came of it, kept from one assembly of a project to the next.

After an edit most entries reach what they reached before. Their walk is not made again, and their links are taken as
they are while all that they mention has the ids that it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .entries import Draft
from .links import Links, Spans
from .reach import Noted, Reached
from .scope import Touch

Ids = tuple[str | None, ...]


@dataclass(slots=True)
class Gathered:
    """What came of one entry."""

    uses: Sequence[Reached]
    touches: list[Touch]
    """All that they mention, each once."""
    ids: Ids
    """Those of the entry, of what runs it, of what triggers it and of the touches."""
    links: Links


class Gathering:
    """What came of each entry of a project."""

    def __init__(self) -> None:
        self.spans = Spans()
        self._reached: dict[Draft, tuple[list[Reached], Noted]] = {}
        self._gathered: dict[Draft, Gathered] = {}

    def forget(self, drafts: Iterable[Draft]) -> None:
        """These entries may reach something else now."""
        for draft in drafts:
            self._reached.pop(draft, None)
            self._gathered.pop(draft, None)

    def reached(self, draft: Draft) -> tuple[list[Reached], Noted] | None:
        return self._reached.get(draft)

    def walked(self, draft: Draft, found: list[Reached], noted: Noted) -> None:
        self._reached[draft] = found, noted

    def of(self, draft: Draft) -> Gathered | None:
        return self._gathered.get(draft)

    def keep(self, draft: Draft, gathered: Gathered) -> None:
        self._gathered[draft] = gathered
