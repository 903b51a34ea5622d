"""Zoom: out, percentage (a click goes to 100 %), in, fit; and the minimap's switch where the map is low."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..look import fonts
from ..look.theme import Theme
from .panel import Divider, FlatButton, Panel


class ZoomBar(Panel):
    zoom_in = Signal()
    zoom_out = Signal()
    zoom_reset = Signal()
    fit = Signal()
    minimap_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.map_button = FlatButton(theme, self, self.tr("Minimap"), "map-trifold")
        self.divider = Divider(self)
        out = FlatButton(theme, self, self.tr("Zoom out"), "minus", tip=self.tr("Zoom out (−)"))
        self.percent = FlatButton(theme, self, self.tr("Zoom to 100 %"), text="100 %", tip=self.tr("100 % (Ctrl+1)"))
        self.percent.setFixedWidth(round(fonts.metrics("control").horizontalAdvance("100 %")) + 12)
        into = FlatButton(theme, self, self.tr("Zoom in"), "plus", tip=self.tr("Zoom in (+)"))
        fit = FlatButton(theme, self, self.tr("Fit"), "frame-corners", tip=self.tr("Fit (Ctrl+0)"))
        for widget in (self.map_button, self.divider, out, self.percent, into, Divider(self), fit):
            self.row.addWidget(widget)
        for button, signal in (
            (self.map_button, self.minimap_toggled), (out, self.zoom_out), (self.percent, self.zoom_reset),
            (into, self.zoom_in), (fit, self.fit),
        ):  # fmt: skip
            button.clicked.connect(signal)
        self.show_map_button(False)

    def show_map_button(self, shown: bool) -> None:
        self.map_button.setVisible(shown)
        self.divider.setVisible(shown)
        self.adjustSize()

    def set_zoom(self, zoom: float) -> None:
        self.percent.setText(f"{round(zoom * 100)} %")
        self.percent.setAccessibleDescription(self.percent.text())
        self.percent.update()
