"""What has left the picture: hidden at once, taken out of the scene between frames.

Taking ten thousand items out takes Qt 40 ms, hiding them 8. An item is asked again when its time has come: a bundle of
lines may have come back by then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene
from shiboken6 import isValid

from ..slices import Slices, Steps

_AT_ONCE = 200


class Leaving:
    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._items: deque[tuple[QGraphicsItem, Callable[[], bool]]] = deque()
        self._slices = Slices(scene)

    @property
    def busy(self) -> bool:
        return self._slices.busy

    def hide(self, items: Iterable[QGraphicsItem], has_left: Callable[[], bool] = lambda: True) -> None:
        """These are not seen any more; they go unless HAS_LEFT says by then that they are wanted again."""
        if not isValid(self._scene):  # the window is gone, and all of them with it
            return
        for item in items:
            if item.scene() is self._scene:
                item.setVisible(False)
                self._items.append((item, has_left))

    def forget(self, items: Iterable[QGraphicsItem], has_left: Callable[[], bool] = lambda: True) -> None:
        """As `hide`, of items that are not painted meanwhile: hidden when they go, or by `hide_all`."""
        self._items.extend((item, has_left) for item in items)

    def hide_all(self) -> None:
        """Something is shown again: what has left, and is still there, is not seen with it."""
        for item, has_left in self._items:
            if has_left():
                item.setVisible(False)

    def begin(self) -> None:
        """Take out what was hidden: a few at once, many in steps."""
        if not self._items or not isValid(self._scene) or self._slices.busy:
            return
        few = len(self._items) < _AT_ONCE
        self._slices.run(self._taking_out())
        if few:
            self._slices.finish()

    def _taking_out(self) -> Steps:
        while self._items:
            item, has_left = self._items.popleft()
            if has_left() and item.scene() is self._scene:
                self._scene.removeItem(item)
            yield
