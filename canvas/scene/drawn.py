"""Lines that are ready to be shown: made in steps, hidden in the scene, so that showing them takes a moment only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from ..labels import Label
from ..paint.lines import bounds_of
from ..picture import Line, Picture
from ..routing.router import crowd_bundle
from ..routing.wires import Point, Route
from ..sizes import bundle_of
from .line_items import Bundle, LabelItem

BundleKey = tuple[str, bool]
"""The lines of one port, or the crowd that shares a slot, are painted as one; faded ones apart."""
Points = list[tuple[Point, ...]]
_ROOM = 8


@dataclass
class Drawn:
    picture: Picture
    routes: dict[str, Route]
    faded: frozenset[str]
    members: dict[BundleKey, dict[str, Line]] = field(default_factory=dict[BundleKey, dict[str, Line]])
    bundle_of: dict[str, BundleKey] = field(default_factory=dict[str, BundleKey])
    bundles: dict[BundleKey, Bundle] = field(default_factory=dict[BundleKey, Bundle])
    points: dict[BundleKey, Points] = field(default_factory=dict[BundleKey, Points])
    bounds: dict[str, QRectF] = field(default_factory=dict[str, QRectF])
    extent: QRectF = field(default_factory=QRectF)
    labels: dict[str, Label] = field(default_factory=dict[str, Label])
    new_bundles: list[Bundle] = field(default_factory=list[Bundle])
    new_labels: dict[str, LabelItem] = field(default_factory=dict[str, LabelItem])


def key_of(line: Line, found: Route, faded: frozenset[str]) -> BundleKey:
    bundle = bundle_of(line)
    return (crowd_bundle(bundle, line.end) if found.crowd else bundle), line.key in faded


def around(found: Route) -> QRectF:
    return bounds_of(found.points).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)


def without_room(rect: QRectF) -> QRectF:
    """What `around` was given for: the lines themselves."""
    return rect.adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM) if not rect.isNull() else rect


def routes_of(picture: Picture, routes: Mapping[str, Route]) -> dict[str, Route]:
    """Those of the lines that the picture has."""
    return {line.key: routes[line.key] for line in picture.lines if line.key in routes}
