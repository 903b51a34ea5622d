"""Times and places in few words."""

from __future__ import annotations

from pathlib import Path

from .words import tr


def ago(seconds: float) -> str:
    """`just now`, `12 s ago`, `5 minutes ago`, `2 days ago`."""
    if seconds < 5:
        return tr("just now")
    for size, one, many in (
        (86400, tr("1 day ago"), tr("{} days ago")),
        (3600, tr("1 hour ago"), tr("{} hours ago")),
        (60, tr("1 minute ago"), tr("{} minutes ago")),
    ):
        if seconds >= size:
            count = int(seconds // size)
            return one if count == 1 else many.format(count)
    return tr("{} s ago").format(int(seconds))


def shortened(path: Path) -> str:
    """A path with `~` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
