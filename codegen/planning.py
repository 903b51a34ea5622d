"""`plan`: an edit worked out on the files as they are, and checked before anyone may write it.

The edit is made in memory, the changed texts are deduced again in place of the files, and the new architecture must be
the old one with exactly that change. If the files differ from those that the old architecture was deduced from, it is
deduced again first and the edit is made on that.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path

from ..resources import contract
from ..resources.architecture import Architecture
from .change import Change, Refusal, Refused
from .edits import Edit
from .workspace import Workspace

Deduce = Callable[[Mapping[str, bytes | None]], Architecture]
"""Deduces the project with these bytes in place of its files: what an incremental deducer offers."""


def plan(root: Path, architecture: Architecture, edit: Edit, *, deducer: Deduce | None = None) -> Change | Refused:
    """The change that makes this edit, or why it is not made and what to do instead. Nothing is written.

    ROOT is the project's folder, ARCHITECTURE what was last deduced from it; DEDUCER saves reading all of it again.
    """
    again = deducer or _from_disk(root)
    made = _attempt(root, architecture, edit, again)
    if isinstance(made, Change):
        return made
    current = again({})
    if contract.same(current, architecture):
        return made
    return _attempt(root, current, edit, again)


def warm_up() -> None:
    """Loads what the first edit needs (libcst, 0.2 s), for a worker that has nothing to do yet."""
    importlib.import_module(f"{__package__}.rewrites")


def _from_disk(root: Path) -> Deduce:
    from ..resources.deduction import deduce

    return lambda overlay: deduce(root, overlay=overlay)


def _attempt(root: Path, before: Architecture, edit: Edit, again: Deduce) -> Change | Refused:
    from .answers import keep_answers
    from .expected import unexpected
    from .moves import moved
    from .rewrites import rewrite  # loads libcst

    workspace = Workspace(root)
    try:
        rewrite(workspace, before, edit)
        keep_answers(workspace)
        files = workspace.changes()
    except Refusal as refusal:
        return refusal.refused
    if not files:
        return Refused("The code says that already; there is nothing to change.")
    after = again(workspace.overlay)
    if wrong := unexpected(moved(before, files), after, edit):
        return Refused(f"The edit would do something else: {wrong}.", None, "Edit the code by hand.")
    return Change(edit, files, before, after)
