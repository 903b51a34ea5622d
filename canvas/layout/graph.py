"""What a layout engine is given and what it gives back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ..routing.wires import Wire


@dataclass(frozen=True, slots=True)
class Node:
    """A card to place. A `leaf` is something that code uses: without lines of its own it stands in the last column."""

    id: str
    width: float
    height: float
    leaf: bool = False

    def __reduce__(self) -> tuple[type[Node], tuple[object, ...]]:
        """Packed for the worker in a fifth of the time that a dataclass takes by itself."""
        return Node, (self.id, self.width, self.height, self.leaf)


@dataclass(frozen=True)
class Graph:
    """Cards and lines in a fixed order. `weights` says how much a line wants to be straight, 1 when it is silent."""

    nodes: tuple[Node, ...]
    wires: tuple[Wire, ...]
    weights: Mapping[str, float]

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        return _neighbours((wire.start, wire.end) for wire in self.wires)

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        return _neighbours((wire.end, wire.start) for wire in self.wires)

    @property
    def linked(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.id in self.after or node.id in self.before)

    @property
    def alone(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.id not in self.after and node.id not in self.before)


def _neighbours(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        if one != other:
            found[one][other] = None
    return {key: tuple(others) for key, others in found.items()}


class LayoutEngine(Protocol):
    """Orders the cards of each rank and gives them heights; x follows from the ranks and the lines between them."""

    def heights(self, graph: Graph, ranks: Mapping[str, int]) -> dict[str, float]:
        """Card id -> top, for every card with a rank. Cards of one rank do not overlap."""
        ...
