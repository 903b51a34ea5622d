"""Which engine arranges a picture: ours is exact about ports, graphlay is faster in large pictures."""

from __future__ import annotations

from .graph import Graph, LayoutEngine
from .layered import Layered

_SMALL = 120


def engine_for(graph: Graph, name: str = "") -> LayoutEngine:
    """The engine of this name (`layered`, `graphlay`), or the better one for this size."""
    if name == "layered" or (not name and len(graph.nodes) <= _SMALL):
        return Layered()
    try:
        from .graphlay_engine import Graphlay
    except ImportError:  # no wheel for this machine
        return Layered()
    return Graphlay()
