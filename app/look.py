"""The theme that the program wears now. Widgets ask for a colour when they paint, so a change needs no bookkeeping.

`wear` sets the palette of the application at once, and the style sheet of one part of the window after the other: those
in sight first, while they stand still, then the rest between frames. A style sheet of the whole application would make
Qt polish every widget in one go, which takes 200 ms. `dress` is said once of each part, dialog and menu.
"""

from __future__ import annotations

from weakref import WeakSet

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ..canvas.look import fonts
from ..canvas.look.theme import Name, Theme
from ..canvas.slices import Slices, Steps
from .preferences import ThemeChoice
from .style import sheet

_worn: list[Theme] = []
_dressed: WeakSet[QWidget] = WeakSet()
_changing: list[Slices] = []


def current() -> Theme:
    return _worn[-1] if _worn else Theme.load("light")


def wear(name: Name) -> Theme:
    """Dress the whole application in a theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme.load(name)
    if not _worn:
        fonts.install()
        app.setStyle("Fusion")
        app.setFont(fonts.font("body"))
        _changing[:] = [Slices(app)]
    if _worn != [theme]:
        _worn[:] = [theme]
        app.setPalette(_palette(theme))
        _changing[0].cancel()
        _changing[0].run(_change())
    return theme


def dress(widget: QWidget) -> None:
    """Give a part of the window, a dialog or a menu the style sheet, now and with every change of the theme."""
    widget.setStyleSheet(sheet(current()))
    _dressed.add(widget)


def _change() -> Steps:
    parts = sorted((part for part in _dressed if isValid(part)), key=lambda part: not part.isVisible())
    windows = {part.window() for part in parts if part.isVisible()}
    for window in windows:
        window.setUpdatesEnabled(False)  # one new picture instead of a patchwork
    for part in parts:
        if not isValid(part):  # it went in the meantime
            continue
        if not part.isVisible():
            _update(windows)
        part.setStyleSheet(sheet(current()))
        yield
    _update(windows)


def _update(windows: set[QWidget]) -> None:
    while windows:
        if isValid(window := windows.pop()):
            window.setUpdatesEnabled(True)


def chosen(choice: ThemeChoice) -> Name:
    """The theme of a choice; `system` asks the system, and is light where it does not say."""
    if choice != "system":
        return choice
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def color(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the table, the text colour of a state (`state:create`) or the icon colour of a family.

    `toast:success` is a state's text on the ground of a toast, which is dark in the light theme and light in the dark.
    """
    group, _, key = name.rpartition(":")
    if group == "state":
        return current().state(key).text
    if group == "toast":
        return Theme.load("light" if current().name == "dark" else "dark").state(key).text
    if group == "family":
        return current().family(key).icon
    return current().color(name, alpha)


def _palette(theme: Theme) -> QPalette:
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.Base: "field",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.PlaceholderText: "text_3",
        QPalette.ColorRole.ToolTipBase: "tooltip",
        QPalette.ColorRole.ToolTipText: "on_tooltip",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.Mid: "border",
    }
    for role, name in roles.items():
        made.setColor(role, theme.color(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("disabled"))
    return made
