"""Whose logs are meant: a function by its architecture id, by what follows the colon in it, or by its logical name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from ..errors import DeployError


def names(function: str, subjects: Mapping[str, str]) -> frozenset[str]:
    """The logical names of the functions that are meant; SUBJECTS is logical name -> architecture id."""
    return frozenset(
        name for name, subject in subjects.items() if function in (name, subject, subject.partition(":")[2])
    )


def check_function(function: str, subjects: Mapping[str, str], stack: str) -> None:
    """Raises DeployError with the functions that there are, when none is called so."""
    if names(function, subjects):
        return
    if not subjects:
        raise DeployError(f"function {function!r}", f"stack {stack} has no functions.", "Deploy first.")
    close = difflib.get_close_matches(function, [*subjects, *subjects.values()], 1, 0.5)
    hint = f"Did you mean {close[0]}?" if close else "Name one of these."
    raise DeployError(
        f"function {function!r}", f"stack {stack} has none of that name; it has {', '.join(sorted(subjects))}.", hint
    )
