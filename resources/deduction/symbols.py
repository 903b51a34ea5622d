"""The dotted names under which modules hold objects, which is how code can refer to them."""

from __future__ import annotations

from .evaluate import Machine
from .scope import Touch
from .values import Instance, LibObject


def symbols(m: Machine) -> tuple[dict[Touch, str], dict[int, str]]:
    """Module-level names: of the resources that objects stand for, and of the objects themselves."""
    touches: dict[Touch, str] = {}
    objects: dict[int, tuple[bool, str]] = {}
    for file in sorted(m.modules):
        dotted = m.project.dotted(file)
        for name, value in m.modules[file].scope.names.items():
            if isinstance(value, LibObject | Instance):
                foreign = value.place is None or value.place[0] != file
                if value.number not in objects or (objects[value.number][0] and not foreign):
                    objects[value.number] = foreign, f"{dotted}.{name}"
    named = {number: symbol for number, (_, symbol) in objects.items()}
    for number, found in m.made.items():
        if number in named:
            for touch in found:
                touches.setdefault(touch, named[number])
    return touches, named
