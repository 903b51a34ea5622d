"""Phosphor icons (MIT) from `assets/icons`, tinted when they are drawn.

A name is a Phosphor file (`table`, `plus-bold`, `check-circle-fill`) or an action of `tokens.json` (`preview` is
`git-diff`). `draw` paints with vectors and suits export; `pixmap` and `icon` are cached per name, size and colour.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from .tokens import HERE, tokens

_FOLDER = HERE / "assets" / "icons"
_SIZES = (14, 16, 20, 24)
_RATIOS = (1.0, 1.5, 2.0, 3.0)


class UnknownIconError(KeyError):
    """No such file and no such action."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no icon {name!r} in canvas/look/assets/icons and no such action in tokens.json")


@cache
def _text(name: str) -> str:
    for candidate in (name, tokens()["icons"]["ui"].get(name, name)):
        path = _FOLDER / f"{candidate}.svg"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise UnknownIconError(name)


@lru_cache(maxsize=2048)
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_text(name).replace("currentColor", color).encode()))


def draw(painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
    """Paints the icon into RECT, as vectors."""
    _renderer(name, color.name()).render(painter, rect)


def pixmap(name: str, size: int, color: QColor, dpr: float = 1.0) -> QPixmap:
    """A pixmap of SIZE device-independent pixels."""
    return _pixmap(name, size, color.name(), dpr)


@lru_cache(maxsize=4096)
def _pixmap(name: str, size: int, color: str, dpr: float) -> QPixmap:
    renderer = _renderer(name, color)
    made = QPixmap(round(size * dpr), round(size * dpr))
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return made


def icon(name: str, color: QColor, disabled: QColor | None = None) -> QIcon:
    """An icon for buttons and trees, crisp from 14 to 24 pixels at every usual scale."""
    return _icon(name, color.name(), disabled.name() if disabled else None)


@lru_cache(maxsize=1024)
def _icon(name: str, color: str, disabled: str | None) -> QIcon:
    made = QIcon()
    for size in _SIZES:
        for ratio in _RATIOS:
            made.addPixmap(_pixmap(name, size, color, ratio))
            if disabled:
                made.addPixmap(_pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
    return made
