"""Questions about what only scripts use: beside something that is deployed they are information, since no role waits
for the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...architecture import Entry, Link, Problem, Resource
from ...fit import PROPERTY


def weighed(problems: Iterable[Problem], resources: Iterable[Resource], entries: Iterable[Entry],
            links: Sequence[Link]) -> list[Problem]:  # fmt: skip
    """The problems, with the severity that they have for what is deployed."""
    deployed = {one.id for one in resources if PROPERTY in one.properties}
    inside = {entry.id for entry in entries if entry.runs_in in deployed}
    needed = {end for link in links if link.entry in inside for end in (link.start, link.end)}
    return [
        replace(one, severity="info")
        if deployed and one.asks_for_a_name and one.severity == "warning" and one.subject not in needed
        else one
        for one in problems
    ]
