"""Drawing a connection without a mouse: C at a card, arrows or Tab to its end, Enter.

Valid cards light up as they do under the mouse; at a card that cannot be the end the reason stands beside it at once.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF

from ..map_view import MapView
from ..paint.look import Target
from ..scene.live_line import DrawnLine, LiveLine
from .targets import end_of, reasons, start_of


class ConnectByKeys:
    def __init__(self, view: MapView, card: str, port: str) -> None:
        self._view, self._stage, self._port = view, view.stage, port
        self._item = self._stage.items_by_id[card]
        self._from = start_of(self._item.card, port)
        self._reasons = reasons(view.architecture, self._stage.picture, self._from, card)
        self._over: str | None = None
        self._line = LiveLine(self._stage, self._item, port)
        self._stage.set_asked(port, None)
        self._show()

    def _target(self, key: str) -> Target:
        if self._reasons[key] is not None:
            return "invalid"
        return "over" if key == self._over else "valid"

    def _show(self) -> None:
        self._stage.set_targets({key: self._target(key) for key in self._reasons})

    def at(self, card: str) -> None:
        """The focus has come to this card."""
        self._over = card if card in self._reasons else None
        self._show()
        rect = self._stage.items_by_id[card].rect
        reason = self._reasons.get(card)
        if reason:
            self._view.show_hint(reason, QPointF(self._view.mapFromScene(rect.bottomLeft())))
        else:
            self._view.hide_hint()
        self._line.follow(rect.center(), self._over if self._over and not reason else None)

    def finish(self) -> bool:
        """Enter: opens the question when the line may end here; False when it may not."""
        if self._over is None or self._reasons[self._over] is not None:
            return False
        card = self._stage.items_by_id[self._over].card
        end = end_of(self._view.architecture, self._from, card, None)
        if end is None:
            return False
        self._close()
        self._view.line_drawn.emit(DrawnLine(self._from, end, self._port, card.id, self._line))
        return True

    def cancel(self) -> None:
        self._close()
        self._line.remove()

    def _close(self) -> None:
        """The focus goes back to where the line began, which is what is selected."""
        self._stage.set_focused(self._item.card.id, shown=self._stage.focused_shown)
        self._view.hide_hint()
        self._stage.set_targets({})
        self._stage.set_asked(None, None)
