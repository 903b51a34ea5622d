"""graphlay behind the protocol: it orders the cards of our ranks and gives them heights."""

from __future__ import annotations

from collections.abc import Mapping

import graphlay

from ..measures import GAP, ROW_GAP
from .graph import Graph

_BALANCED = 80


class Graphlay:
    """Few crossings at about 0.2 ms a card in fast mode; its columns and routes are not used."""

    def heights(self, graph: Graph, ranks: Mapping[str, int]) -> dict[str, float]:
        request = graphlay.Graph()
        for node in graph.nodes:
            if node.id in ranks:
                request.node(node.id, width=node.width, height=node.height, rank={"fixed": ranks[node.id]})
        for pair, weight in _pairs(graph, ranks).items():
            request.edge(*pair, weight=weight)
        options = {
            "spacing": {"layer_gap": GAP, "node_gap": ROW_GAP, "dummy_gap": 12.0},
            "effort": "balanced" if len(graph.wires) <= _BALANCED else "fast",
        }
        centres = graphlay.layout(request, options=options).positions()
        return {key: centres[key][1] - graph.by_id[key].height / 2 for key in ranks}


def _pairs(graph: Graph, ranks: Mapping[str, int]) -> dict[tuple[str, str], float]:
    """One edge for all lines between two cards, in the direction of the ranks."""
    found: dict[tuple[str, str], float] = {}
    for wire in graph.wires:
        pair = (wire.start, wire.end)
        if ranks[wire.start] > ranks[wire.end]:
            pair = (wire.end, wire.start)
        if ranks[wire.start] != ranks[wire.end]:
            found[pair] = found.get(pair, 0.0) + graph.weights.get(wire.key, 1.0)
    return found
