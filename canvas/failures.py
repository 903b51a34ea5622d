"""The callouts on the map: one at each card that failed, following its card."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from .controls.callout import Callout, Failure
from .map_view import MapView
from .measures import LOD_NAMES


class Failures:
    def __init__(self, view: MapView) -> None:
        self._view = view
        self._callouts: dict[str, Callout] = {}

    def show(self, key: str, failure: Failure | None) -> None:
        """FAILURE at the card of a resource or an entry; None takes it away."""
        card = self._view.picture.card_of.get(key, key)
        if old := self._callouts.pop(card, None):
            old.hide()
            old.deleteLater()
        if failure is not None and card in self._view.stage.items_by_id:
            callout = Callout(self._view.theme, failure, self._view)
            callout.clicked.connect(lambda link: self._view.failure_link.emit((key, link)))
            self._callouts[card] = callout
        self.place()

    def clear(self) -> None:
        for card in list(self._callouts):
            self.show(card, None)

    def place(self) -> None:
        """Puts every callout at its card, on the side where it covers the fewest other cards."""
        items, view = self._view.stage.items_by_id, self._view
        for key, callout in self._callouts.items():
            callout.setVisible(key in items and view.zoom >= LOD_NAMES)
            if key in items:
                others = [self._spot(other) for other in items if other != key]
                callout.point_at(self._spot(key), others)

    def _spot(self, key: str) -> QRectF:
        return QRectF(self._view.mapFromScene(self._view.stage.items_by_id[key].rect).boundingRect())

    def restyle(self) -> None:
        for callout in self._callouts.values():
            callout.theme = self._view.theme
            callout.update()
