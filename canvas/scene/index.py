"""Qt's index of the scene. It takes in all new items when it is asked next, so it is asked often.

Its depth and its rectangle are given: it would be built anew, 20 ms for ten thousand items, whenever there are twice as
many items or the map grows.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene

_DEPTH = 11
_STEP = 8192.0
_NOWHERE = QPointF(-1e7, -1e7)


def prepare_index(scene: QGraphicsScene) -> None:
    scene.setBspTreeDepth(_DEPTH)
    scene.setSceneRect(QRectF(-_STEP, -_STEP, 3 * _STEP, 3 * _STEP))


def make_room(scene: QGraphicsScene, rect: QRectF) -> None:
    """The scene holds RECT, with much to spare when it has to grow."""
    held = scene.sceneRect()
    if not held.contains(rect):
        wanted = held.united(rect)
        left, top = math.floor(wanted.left() / _STEP) * _STEP, math.floor(wanted.top() / _STEP) * _STEP
        right, bottom = math.ceil(wanted.right() / _STEP) * _STEP, math.ceil(wanted.bottom() / _STEP) * _STEP
        scene.setSceneRect(QRectF(left, top, right - left, bottom - top))


def take_in(scene: QGraphicsScene) -> None:
    """Items that came since the last time are in the index now."""
    scene.items(_NOWHERE)
