"""Which engine arranges a picture.

Ours is exact about ports, so small pictures are straight. graphlay finds fewer crossings in larger ones, but its time
grows with the square of a column (14 s for 2,000 cards in two columns, ours 1 s), so the largest are ours again.
"""

from __future__ import annotations

from .graph import Graph, LayoutEngine
from .layered import Layered

_SMALL, _LARGE = 120, 600


def engine_for(graph: Graph, name: str = "") -> LayoutEngine:
    """The engine of this name (`layered`, `graphlay`), or the better one for this size."""
    if name == "layered" or (not name and not _SMALL < len(graph.nodes) <= _LARGE):
        return Layered()
    try:
        from .graphlay_engine import Graphlay
    except ImportError:  # no wheel for this machine
        return Layered()
    return Graphlay()
