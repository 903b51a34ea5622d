"""From a graph to places and routes: one pure job, done in place for small pictures and in a worker for large ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..routing.router import route
from ..routing.wires import Box, Point, Route
from .arrange import arrange
from .engines import engine_for
from .graph import Graph
from .stable import settle


@dataclass(frozen=True)
class Job:
    """`fixed` cards stay where they are: placed by hand, or in the picture already."""

    graph: Graph
    fixed: Mapping[str, Point] = field(default_factory=dict[str, Point])
    engine: str = ""


@dataclass(frozen=True)
class Composition:
    places: Mapping[str, Point]
    routes: Mapping[str, Route]


def compose(job: Job) -> Composition:
    graph, fixed = job.graph, job.fixed
    if all(node.id in fixed for node in graph.nodes):
        places = {node.id: fixed[node.id] for node in graph.nodes}
    else:
        places = settle(graph, arrange(graph, engine_for(graph, job.engine)), fixed)
    boxes = {node.id: Box(*places[node.id], node.width, node.height) for node in graph.nodes}
    return Composition(places, route(boxes, graph.wires))
