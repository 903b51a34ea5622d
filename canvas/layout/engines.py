"""Which engine arranges a picture: ours, which is exact about ports, with graphlay's order as one of its starts."""

from __future__ import annotations

from functools import cache

from .graph import LayoutEngine
from .layered import Layered


@cache
def engine() -> LayoutEngine:
    """The engine for pictures; without graphlay when there is no wheel of it for this machine."""
    try:
        from .graphlay_engine import Graphlay
    except ImportError:
        return Layered()
    return Layered(Graphlay())
