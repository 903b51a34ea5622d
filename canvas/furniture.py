"""The controls on the map and their places: 12 from the top, 16 from the other edges."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtWidgets import QWidget

from .controls.hint import Hint
from .controls.legend import Legend
from .controls.minimap import Minimap
from .controls.overlay_switch import OverlaySwitch
from .controls.tools import Tools
from .controls.zoom_bar import ZoomBar
from .look.theme import Theme
from .look.tokens import tokens

_INSET: int = tokens()["window"]["canvas_inset"]
_TOP = 12
_LOW = 600
_GAP = 12


class Furniture(QObject):
    """Makes the controls as children of the view and keeps them in place when it is resized."""

    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self.switch = OverlaySwitch(theme, view)
        self.tools = Tools(theme, view)
        self.minimap = Minimap(theme, view)
        self.zoom_bar = ZoomBar(theme, view)
        self.legend = Legend(theme, view)
        self.hint = Hint(theme, view)
        self._size = QSize()
        self._legend_wanted = True
        self._minimap_asked = False
        self.legend.closed.connect(lambda: self.show_legend(False))
        self.zoom_bar.minimap_toggled.connect(self._toggle_minimap)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.switch, self.tools, self.minimap, self.zoom_bar, self.legend

    def set_theme(self, theme: Theme) -> None:
        for widget in (self.switch, self.tools, self.minimap, self.zoom_bar, self.legend):
            widget.set_theme(theme)
            for child in widget.findChildren(QWidget):
                child.update()
        self.hint.theme = theme

    def show_legend(self, shown: bool) -> None:
        self._legend_wanted = shown
        self.place(self._size)

    def _toggle_minimap(self) -> None:
        self._minimap_asked = not self._minimap_asked
        self.place(self._size)

    def place(self, size: QSize) -> None:
        """Puts everything where it belongs in a view of this size."""
        self._size = size
        width, height = size.width(), size.height()
        low = height < _LOW
        self.switch.move(_INSET, _TOP)
        self.tools.move(width - _INSET - self.tools.width(), _TOP)
        self.tools.setVisible(width > self.switch.width() + self.tools.width() + 3 * _INSET)
        minimap = not low or self._minimap_asked
        self.zoom_bar.show_map_button(low)
        bottom = height - _INSET
        self.minimap.move(_INSET, bottom - self.minimap.height() - (self.zoom_bar.height() + 8 if low else 0))
        self.minimap.setVisible(minimap)
        left = _INSET + (self.minimap.width() + _GAP if minimap and not low else 0)
        self.zoom_bar.move(left, bottom - self.zoom_bar.height())
        room = width - left - self.zoom_bar.width() - 2 * _INSET
        self.legend.setVisible(self._legend_wanted and room > self.legend.width() and height > 240)
        self.legend.move(width - _INSET - self.legend.width(), bottom - self.legend.height())

    def covered(self) -> list[QRectF]:
        return [QRectF(widget.geometry()) for widget in self.widgets if widget.isVisible()]
