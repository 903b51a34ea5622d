"""Zoom and position of a view: stepwise and free zoom, fit, pan, all animated by 120 ms when a button asks for it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from .look.tokens import tokens

SMALLEST, LARGEST = 0.04, 4.0
_STEPS = (0.05, 0.1, 0.15, 0.22, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_REST_MS = 140
_MARGIN, _NARROW = 40.0, 12.0
_READABLE = 0.5
_NEAR = 0.75
"""At this zoom cards say all that they have to say."""
_FIT_LARGEST = 1.0


class Camera(QObject):
    """`changed` carries the zoom; `settled` comes when it has rested for a moment."""

    changed = Signal(object)
    settled = Signal()

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self.zoom = 1.0
        self.animated = True
        self.moving = False
        self.at_first_sight = False
        """Nobody has moved the map since it was shown first."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._settle)
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(tokens()["motion"]["zoom_step"])
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._step)
        self._path: tuple[float, float, QPointF, QPointF, QPointF | None] = (1.0, 1.0, QPointF(), QPointF(), None)

    def set_zoom(self, zoom: float, spot: QPointF | None = None) -> None:
        """At once. The place of the map under SPOT (viewport; its middle without one) stays under it."""
        zoom = min(max(zoom, SMALLEST), LARGEST)
        if abs(zoom - self.zoom) < 1e-6:
            return
        spot = spot or QPointF(self._view.viewport().rect().center())
        place = self.to_map(spot)
        self._apply(zoom)
        shift = self._view.viewportTransform().map(place) - spot
        self._scroll(shift.x(), shift.y())
        self._touch()

    def _apply(self, zoom: float) -> None:
        self.at_first_sight = False
        self.zoom = zoom
        self._view.setTransform(QTransform.fromScale(zoom, zoom))

    def to_map(self, spot: QPointF) -> QPointF:
        inverse, _ = self._view.viewportTransform().inverted()
        return inverse.map(spot)

    def _scroll(self, dx: float, dy: float) -> None:
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + round(dx))
        down.setValue(down.value() + round(dy))

    def pan_by(self, dx: float, dy: float) -> None:
        self.at_first_sight = False
        self._scroll(-dx, -dy)
        self.changed.emit(self.zoom)

    def glide_to(self, zoom: float, spot: QPointF | None = None) -> None:
        """The same as `set_zoom`, in 120 ms."""
        zoom = min(max(zoom, SMALLEST), LARGEST)
        if not self.animated or not self._view.isVisible():
            self.set_zoom(zoom, spot)
            return
        self._animation.stop()
        self._path = (self.zoom, zoom, QPointF(), QPointF(), spot or QPointF(self._view.viewport().rect().center()))
        self._animation.start()

    def show_rect(
        self, rect: QRectF, largest: float = _FIT_LARGEST, *, animated: bool = True, below: float = 0.0
    ) -> None:
        """Fits a part of the map into the window, not larger than LARGEST; BELOW is left free at the bottom."""
        if rect.isEmpty():
            return
        zoom = min(max(min(self._fitting(rect, below), largest), SMALLEST), LARGEST)
        self.show_place(rect.center() + QPointF(0, below / 2 / zoom), zoom, animated=animated)

    def show_place(self, there: QPointF, zoom: float, *, animated: bool = True) -> None:
        """Puts a place of the map into the middle of the window."""
        self._animation.stop()
        if not (animated and self.animated and self._view.isVisible()):
            self._apply(zoom)
            self._view.centerOn(there)
            self._touch()
            return
        centre = self.to_map(QPointF(self._view.viewport().rect().center()))
        self._path = (self.zoom, zoom, centre, there, None)
        self._animation.start()

    def behind(self, place: QRectF, rect: QRectF) -> QRectF:
        """The part of the map that stands at a place of the viewport once RECT is fitted into it."""
        zoom = min(self._fitting(rect), _FIT_LARGEST)
        middle = QRectF(self._view.viewport().rect()).center()
        return QRectF((place.topLeft() - middle) / zoom + rect.center(), place.size() / zoom)

    def _fitting(self, rect: QRectF, below: float = 0.0) -> float:
        """The zoom at which a part of the map fills the window; 100 % when only a narrower margin is in its way."""
        room = self._view.viewport().size()

        def filling(margin: float) -> float:
            high = room.height() - 2 * margin - 40 - below
            return min((room.width() - 2 * margin) / rect.width(), high / rect.height())

        return 1.0 if filling(_MARGIN) < 1.0 <= filling(_NARROW) else filling(_MARGIN)

    def show_first(self, rect: QRectF, below: float = 0.0) -> None:
        """The first sight of a map: all of it if names can still be read then, otherwise its upper part, and near."""
        if rect.isEmpty() or self._fitting(rect, below) >= _READABLE:
            self.show_rect(rect, animated=False, below=below)
        else:
            self._animation.stop()
            room = self._view.viewport().size()
            wide = (room.width() - 2 * _MARGIN) / rect.width()
            self._apply(max(min(wide, _NEAR), _READABLE))
            top = rect.y() + (room.height() / 2 - _MARGIN - 24) / self.zoom
            left = rect.x() + (room.width() / 2 - _MARGIN) / self.zoom
            self._view.centerOn(rect.center().x() if wide >= self.zoom else left, top)
            self._touch()
        self.at_first_sight = True

    def _step(self, share: float) -> None:
        start, end, here, there, spot = self._path
        zoom = math.exp(math.log(start) + (math.log(end) - math.log(start)) * share)
        if spot is not None:
            self.set_zoom(zoom, spot)
            return
        self._apply(zoom)
        self._view.centerOn(here + (there - here) * share)
        self._touch()

    def next_step(self, direction: int) -> float:
        """The next larger (1) or smaller (-1) of the usual zooms."""
        if direction > 0:
            return next((step for step in _STEPS if step > self.zoom * 1.01), LARGEST)
        return next((step for step in reversed(_STEPS) if step < self.zoom * 0.99), SMALLEST)

    def _touch(self) -> None:
        self.moving = True
        self._rest.start()
        self.changed.emit(self.zoom)

    def _settle(self) -> None:
        self.moving = False
        self.settled.emit()

    def settle_now(self) -> None:
        """Ends every motion (tests, screenshots)."""
        if self._animation.state() == QVariantAnimation.State.Running:
            self._animation.setCurrentTime(self._animation.duration())
            self._animation.stop()
        self._rest.stop()
        self._settle()
