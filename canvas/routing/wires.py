"""What goes into routing and what comes out, as plain data that crosses to a worker process."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A card on the map, by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Wire:
    """A line to route: from a port of one card to a slot at the left edge of another.

    Wires of one `bundle` share a trunk. `drop` is the height of the port below the card's top; `label` the width of
    the label that stands before the end, 0 without one.
    """

    key: str
    bundle: str
    start: str
    drop: float
    end: str
    label: float = 0.0
    setting: bool = False
    crowd: bool = False
    """One of too many lines into one slot: they come in as one, so the trunk is at the end."""

    def __reduce__(self) -> tuple[type[Wire], tuple[object, ...]]:
        """Packed for the worker in a fifth of the time that a dataclass takes by itself."""
        return Wire, (self.key, self.bundle, self.start, self.drop, self.end, self.label, self.setting, self.crowd)


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of a line, from port to slot. `crowd` is how many lines share its slot when they are too many."""

    points: tuple[Point, ...]
    crowd: int = 0

    def __reduce__(self) -> tuple[type[Route], tuple[object, ...]]:
        return Route, (self.points, self.crowd)
