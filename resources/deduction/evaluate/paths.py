"""Methods of paths that give another path: `Path("a/b.txt").with_suffix(".md")`. A path is a text."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import PurePosixPath

from ..values import Arguments, Const, Value
from .strings import concat, join_path

_OTHER: dict[str, Callable[[PurePosixPath, str], PurePosixPath]] = {
    "with_suffix": PurePosixPath.with_suffix, "with_stem": PurePosixPath.with_stem,
    "relative_to": PurePosixPath.relative_to,
}  # fmt: skip


def method(owner: Value, name: str, a: Arguments) -> Value | None:
    """Another path; None for any other method, and where the text does not say it."""
    if name == "joinpath":
        return concat([part for one in (owner, *a.positional) for part in (Const("/"), one)][1:])
    if not isinstance(owner, Const) or not isinstance(owner.value, str) or not a.positional:
        return None
    if name == "with_name":
        return join_path((Const(posixpath.dirname(owner.value)), a.positional[0]))
    change, given = _OTHER.get(name), a.positional[0]
    if change is None or not isinstance(given, Const) or not isinstance(given.value, str):
        return None
    try:
        return Const(str(change(PurePosixPath(owner.value), given.value)))
    except ValueError:
        return None
