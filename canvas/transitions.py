"""From one picture to the next: new cards fade in, gone ones fade out, cards that are arranged anew glide.

One animation at a time; a new one brings the old one to its end first. With motion off everything happens at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation

from .look.tokens import tokens
from .routing.router import route
from .routing.wires import Box, Point
from .scene.card_item import CardItem
from .scene.stage import Stage
from .sizes import wires_of

_MOTION = tokens()["motion"]
_ROUTED_LIVE = 40
_FADING = 300
"""More cards than these come and go at once."""


class Transitions(QObject):
    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self.enabled = True
        self._stage = stage
        self._running: QVariantAnimation | None = None
        self._end: Callable[[], None] | None = None
        self._glow = QTimer(self)
        self._glow.setSingleShot(True)
        self._glow.setInterval(_MOTION["written_highlight"])
        self._glow.timeout.connect(self._dim)

    def finish(self) -> None:
        """Brings what is under way to its end."""
        running, self._running = self._running, None
        end, self._end = self._end, None
        if running is not None:
            running.stop()
        if end is not None:
            end()

    def _run(
        self, duration: int, curve: QEasingCurve.Type, step: Callable[[float], None], end: Callable[[], None]
    ) -> None:
        self.finish()
        if not self.enabled or not duration:
            step(1.0)
            end()
            return
        animation = QVariantAnimation(self)
        animation.setDuration(duration)
        animation.setEasingCurve(curve)
        animation.setStartValue(0.0)
        animation.setEndValue(1.0)
        animation.valueChanged.connect(step)
        animation.finished.connect(self.finish)
        self._running, self._end = animation, end
        step(0.0)
        animation.start()

    def _dim(self) -> None:
        self._stage.set_added(frozenset())
        self._stage.lines.glow(())

    def fade(self, entered: frozenset[str], gone: list[CardItem], lines: frozenset[str] = frozenset()) -> None:
        """ENTERED cards are in the scene already, GONE ones still; new LINES glow for a moment."""
        stage = self._stage
        items = [stage.items_by_id[key] for key in entered if key in stage.items_by_id]
        stage.set_added(entered)
        stage.lines.glow(lines)
        self._glow.start()

        def step(share: float) -> None:
            for item in items:
                item.setOpacity(share)
            for item in gone:
                item.setOpacity(1.0 - share)

        def end() -> None:
            step(1.0)
            stage.let_go(gone)
            stage.leaving.begin()

        if len(items) + len(gone) > _FADING:
            self.finish()
            end()
        else:
            self._run(_MOTION["fade_in"], QEasingCurve.Type.OutCubic, step, end)

    def glide(self, places: Mapping[str, Point], end: Callable[[], None]) -> None:
        """Moves cards from where they are to PLACES."""
        stage = self._stage
        before = stage.places()
        moving = {key: (before[key], place) for key, place in places.items() if key in before and before[key] != place}
        live = len(stage.items_by_id) <= _ROUTED_LIVE

        stage.lines.set_visible(live)

        def step(share: float) -> None:
            for key, ((x1, y1), (x2, y2)) in moving.items():
                if key in stage.items_by_id:
                    stage.items_by_id[key].setPos(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)
            if live and 0 < share < 1:
                boxes: dict[str, Box] = stage.boxes()
                stage.refresh_lines(route(boxes, wires_of(stage.picture)))

        def done() -> None:
            step(1.0)
            end()
            stage.lines.set_visible(True)

        self._run(_MOTION["layout"], QEasingCurve.Type.InOutCubic, step, done)
