"""From a graph to places and routes: one pure job, done in place for small pictures and in a worker for large ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..routing.router import route
from ..routing.wires import Box, Point, Route
from .arrange import arrange
from .engines import engine
from .graph import Graph
from .stable import beside, settle, with_room

_FEW = 300


@dataclass(frozen=True)
class Job:
    """`fixed` cards stay where they are: placed by hand, or in the picture already. `yielding` are those of them that
    make room when another has grown."""

    graph: Graph
    fixed: Mapping[str, Point] = field(default_factory=dict[str, Point])
    yielding: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Composition:
    places: Mapping[str, Point]
    routes: Mapping[str, Route]


def _wished(graph: Graph, fixed: Mapping[str, Point]) -> dict[str, Point]:
    """Where cards would like to stand: a few new ones beside what they touch, many in an arrangement of all."""
    new = [node for node in graph.nodes if node.id not in fixed]
    return beside(graph, new, fixed) if len(new) <= len(fixed) / 3 else arrange(graph, engine())


def compose(job: Job) -> Composition:
    graph, fixed = job.graph, job.fixed
    if all(node.id in fixed for node in graph.nodes):
        places = {node.id: fixed[node.id] for node in graph.nodes}
    else:
        places = settle(graph, _wished(graph, fixed), fixed)
    if job.yielding and len(graph.nodes) <= _FEW:
        places = with_room(graph, places, job.yielding)
    boxes = {node.id: Box(*places[node.id], node.width, node.height) for node in graph.nodes}
    return Composition(places, route(boxes, graph.wires))
