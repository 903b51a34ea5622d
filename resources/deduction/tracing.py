"""LangSmith reports every run of a process that switches its tracing on, without a line of code at the run.

Evaluation notes each run of a model or retriever ("traced") and each assignment that switches tracing on ("switch");
here they meet: runs of a process without a switch are no uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .entries import Draft
from .evaluate.environment import TRACING, is_on
from .reach import Reached

_LINKS = {"traced": "permission", "traced key": "config"}
_OF_TRACING = frozenset({"switch", *_LINKS})


def settle(uses: Mapping[Draft, Sequence[Reached]], environment: Mapping[str, str]) -> dict[Draft, list[Reached]]:
    """The uses of each entry, with those of LangSmith where its process is traced."""
    everywhere = any(is_on(environment.get(name)) for name in TRACING)
    hosts = {draft.host.anchor for draft, found in uses.items() if any(one.use.link == "switch" for one in found)}
    return {draft: _traced(found) if everywhere or draft.host.anchor in hosts else _plain(found)
            for draft, found in uses.items()}  # fmt: skip


def _plain(found: Sequence[Reached]) -> list[Reached]:
    return [one for one in found if one.use.link not in _OF_TRACING]


def _traced(found: Sequence[Reached]) -> list[Reached]:
    return [replace(one, use=replace(one.use, link=_LINKS[one.use.link])) if one.use.link in _LINKS else one
            for one in found if one.use.link != "switch"]  # fmt: skip
