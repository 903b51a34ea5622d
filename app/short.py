"""Times and places in few words. Qt-free."""

from __future__ import annotations

from pathlib import Path


def ago(seconds: float) -> str:
    """`just now`, `12 s ago`, `5 minutes ago`, `2 days ago`."""
    if seconds < 5:
        return "just now"
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'} ago"
    return f"{int(seconds)} s ago"


def shortened(path: Path) -> str:
    """A path with `~` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
