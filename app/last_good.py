"""While a file does not parse, the last good picture stays, and the problem is shown. Qt-free."""

from __future__ import annotations

from dataclasses import replace

from ..resources.architecture import Architecture, Problem

CODE = "syntax-error"


def broken(architecture: Architecture) -> tuple[Problem, ...]:
    """The files that do not parse."""
    return tuple(problem for problem in architecture.problems if problem.code == CODE)


def kept(good: Architecture | None, found: Architecture) -> Architecture:
    """What to show: what was FOUND, or what was GOOD before a file of it broke, with that problem added."""
    faults = broken(found)
    if good is None or not ({fault.source.file for fault in faults} & (files_of(good) - files_of(found))):
        return found  # what the worker had of a broken file stands in for it
    known = tuple(problem for problem in good.problems if problem.code != CODE)
    return replace(good, project=found.project, problems=tuple(sorted((*known, *faults), key=lambda p: p.source)))


def files_of(architecture: Architecture) -> set[str]:
    """The files that something of the picture comes from."""
    things = {thing.source.file for thing in (*architecture.resources, *architecture.entries)}
    return things | {piece.span.file for link in architecture.links for piece in link.evidence}
