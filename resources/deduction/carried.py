"""One variable that carries different resources to different functions, as project files say.

`TABLE_NAME` is the orders' table to one Lambda function and the users' to another, where code that both share reads it.
What an entry uses under such a variable is what its own function was given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .entries import Draft, innermost
from .reach import Reached

Given = Mapping[str, Mapping[str, str]]
"""Function -> variable -> what it carries there."""


def ambiguous(given: Given) -> frozenset[str]:
    """The variables that do not mean the same everywhere."""
    meant: dict[str, set[str]] = {}
    for variables in given.values():
        for variable, name in variables.items():
            meant.setdefault(variable, set()).add(name)
    return frozenset(variable for variable, names in meant.items() if len(names) > 1)


def settle(uses: Mapping[Draft, Sequence[Reached]], given: Given) -> dict[Draft, Sequence[Reached]]:
    """The uses of each entry under the names that its function was given."""
    unclear = ambiguous(given)
    if not unclear:
        return dict(uses)
    return {draft: _named(found, {key: name for key, name in _own(draft, given).items() if key in unclear})
            for draft, found in uses.items()}  # fmt: skip


def _own(draft: Draft, given: Given) -> Mapping[str, str]:
    function = innermost(draft.target)
    return given.get(function.qualname, {}) if function is not None else {}


def _named(found: Sequence[Reached], names: Mapping[str, str]) -> Sequence[Reached]:
    return [_as_given(one, names) for one in found] if names else found


def _as_given(one: Reached, names: Mapping[str, str]) -> Reached:
    touch = one.use.touch
    name = names.get(touch.env or "")
    if touch.name is not None or name is None or one.use.link != "permission":
        return one
    return replace(one, use=replace(one.use, touch=replace(touch, name=name)))
