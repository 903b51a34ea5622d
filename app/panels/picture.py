"""The picture of the architecture that is shown, made once for all the panels that list it."""

from __future__ import annotations

from ...canvas.picture import Picture, picture_of
from ...resources.architecture import Architecture

_last: list[tuple[Architecture, Picture]] = []


def picture_for(architecture: Architecture) -> Picture:
    """As `picture_of`, which takes 50 ms for 400 resources; the last answer is kept."""
    if not _last or _last[0][0] is not architecture:
        _last[:] = [(architecture, picture_of(architecture))]
    return _last[0][1]
