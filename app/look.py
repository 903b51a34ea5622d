"""The theme that the program wears now. Widgets ask for a colour when they paint, so a change needs no bookkeeping.

`wear` sets palette and style sheet of the application; Qt then sends every widget a StyleChange event, on which the few
that hold tinted icons tint them again.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from ..canvas.look import fonts, icons
from ..canvas.look.theme import Name, Theme
from .preferences import ThemeChoice
from .style import sheet

_worn: list[Theme] = []


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
    if _worn != [theme]:  # each of these polishes every widget again
        _worn[:] = [theme]
        app.setPalette(_palette(theme))
        app.setStyleSheet(sheet(theme))
    return theme


def chosen(choice: ThemeChoice) -> Name:
    """The theme of a choice; `system` asks the system, and is light where it does not say."""
    if choice != "system":
        return choice
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def color(name: str, alpha: float = 1.0) -> QColor:
    """A colour of the table, or the text colour of a state (`state:create`) or icon colour of a family."""
    group, _, key = name.rpartition(":")
    if group == "state":
        return current().state(key).text
    if group == "family":
        return current().family(key).icon
    return current().color(name, alpha)


def icon(name: str, tone: str = "text_2") -> QIcon:
    return icons.icon(name, color(tone), color("disabled"))


def pixmap(name: str, size: int, tone: str = "text_2", dpr: float = 1.0) -> QPixmap:
    return icons.pixmap(name, size, color(tone), dpr)


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
