"""Items that paint: an error in one of them is told once and leaves a gap, and the rest of the map is painted.

Without it an exception that leaves a `paint` called by Qt, above all in `QGraphicsScene.render`, ends the program.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

LOG = logging.getLogger("archloom")

Item = TypeVar("Item")
P = ParamSpec("P")
_told: set[type] = set()


def guarded(paint: Callable[Concatenate[Item, P], None]) -> Callable[Concatenate[Item, P], None]:
    @functools.wraps(paint)
    def safe(item: Item, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            paint(item, *args, **kwargs)
        except Exception:
            if type(item) not in _told:
                _told.add(type(item))
                LOG.exception("%s could not be painted", type(item).__name__)

    return safe
