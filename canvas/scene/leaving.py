"""What has left the picture: hidden at once, taken out of the scene between frames.

Taking ten thousand items out takes Qt 40 ms, hiding them 8. An item is asked again when its time has come: a bundle of
lines may have come back by then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

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
        for item in items:
            if item.scene() is self._scene:
                item.setVisible(False)
                self._items.append((item, has_left))

    def begin(self) -> None:
        """Take out what was hidden: a few at once, many in steps."""
        if not self._items or self._slices.busy:
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
