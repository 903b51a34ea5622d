"""The style sheet of the parts of the window, made from a theme. Widgets carry properties, no colour stands elsewhere.

`tone` colours a text (`text_2`, `accent`, `state:error`), `surface` fills an area, `rule` draws one hairline, `look`
names a form of button, `state` colours a chip.
"""

from __future__ import annotations

from functools import cache
from string import Template

from ..canvas.look.theme import Theme
from ..canvas.look.tokens import tokens

TONES = ("text", "text_2", "text_3", "accent", "on_accent", "disabled", "on_tooltip", "code_keyword")
STATES = ("create", "update", "replace", "delete", "running", "neutral", "success", "warning", "error")
SURFACES = ("window", "canvas", "card", "field", "code_bg", "hover", "selection")

_RULES = """
QDialog { background: $window; }
QWidget { color: $text; }
QLabel { background: transparent; }
QFrame[rule="top"] { border: 0; border-top: 1px solid $border; }
QFrame[rule="bottom"] { border: 0; border-bottom: 1px solid $border; }
QFrame[rule="left"] { border: 0; border-left: 1px solid $border; }
QFrame[rule="right"] { border: 0; border-right: 1px solid $border; }
QFrame[rule="box"] { border: 1px solid $border; border-radius: 6px; }
QFrame[rule="line"] { border: 0; background: $border; }
QFrame[row="true"] { border-radius: 6px; }
QFrame[row="true"]:hover, QFrame[row="true"]:focus { background: $hover; }
QFrame[float="true"] { background: $raised; border: 1px solid $border_strong; border-radius: 8px; }
QFrame[toast="true"] { background: $tooltip; border: 0; border-radius: 8px; }

QPushButton { background: $card; border: 1px solid $border_strong; border-radius: 6px; padding: 0 11px; color: $text; }
QPushButton:hover { background: $hover; border-color: $control; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 10px; }
QPushButton:disabled { background: $hover; border-color: $border; color: $disabled; }
QPushButton[look="main"] { background: $accent; border: 1px solid $accent; color: $on_accent; }
QPushButton[look="main"]:hover, QPushButton[look="main"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="main"]:focus { border: 2px solid $accent_hover; }
QPushButton[look="main"]:disabled { background: $pressed; border-color: $pressed; color: $disabled; }
QPushButton[look="danger"] { color: $error_text; }
QPushButton[look="grave"] { background: $error_soft; border-color: $error_stroke; color: $error_text; }
QPushButton[look="grave"]:hover, QPushButton[look="grave"]:pressed { border-color: $error_text; }
QPushButton[look="grave"]:focus { border: 2px solid $error_text; }
QPushButton[look="grave"]:disabled { background: $hover; border-color: $border; color: $disabled; }
QPushButton[look="link"] { background: transparent; border: 0; padding: 0; color: $accent; text-align: left; }
QPushButton[look="link"]:hover { color: $accent_hover; text-decoration: underline; }
QPushButton[look="link"]:disabled { color: $disabled; }
QPushButton[look="quiet"] { background: transparent; border: 0; padding: 0 6px; color: $text_2; }
QPushButton[look="quiet"]:hover { background: $hover; color: $text; }
QPushButton[look="toast"] { background: transparent; border: 0; padding: 0 8px; color: $on_tooltip; }
QPushButton[look="toast"]:hover { text-decoration: underline; }

QToolButton { background: transparent; border: 0; border-radius: 6px; padding: 0; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit { background: $field; border: 1px solid $border_strong; border-radius: 5px;
  color: $text; selection-background-color: $selection; selection-color: $text; padding: 0 7px; }
QTextEdit[code="true"] { background: $code_bg; border: 0; border-radius: 0; padding: 0; }
QLineEdit:hover { border-color: $control; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid $accent; }
QLineEdit[bad="true"] { border: 1px solid $error_stroke; }
QLineEdit:disabled, QLineEdit:read-only { background: $window; color: $text_2; }
QLineEdit[bare="true"] { background: transparent; border: 0; padding: 0; }
QPlainTextEdit[bare="true"], QTextEdit[bare="true"] { border: 0; border-radius: 0; padding: 0; background: $code_bg; }
QPlainTextEdit[bare="true"]:focus { border: 0; }

QAbstractItemView { background: $window; border: 0; outline: 0; selection-background-color: $selection;
  selection-color: $text; }
QHeaderView { background: $window; border: 0; }
QHeaderView::section { background: $window; border: 0; border-bottom: 1px solid $border; padding: 0 8px;
  color: $text_2; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar { background: transparent; border: 0; }
QScrollBar:vertical { width: 10px; } QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $border_strong; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; border: 1px solid $border_strong; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 5px; min-width: 150px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: $window; border-bottom: 1px solid $border; padding: 2px 6px; }
QMenuBar::item { padding: 3px 8px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QToolTip { background: $tooltip; color: $on_tooltip; border: 0; padding: 4px 6px; }
QSplitter::handle { background: $border; }
QDockWidget { color: $text; }
QDockWidget > QWidget { background: $window; }
QProgressBar { background: $pressed; border: 0; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QComboBox { background: $field; border: 1px solid $border_strong; border-radius: 5px; padding: 0 7px; }
"""

_CHIP = 'QLabel[state="$name"] { background: $soft; color: $text; border-radius: 4px; padding: 0 6px; }\n'


@cache
def sheet(theme: Theme) -> str:
    """The whole sheet, about 6 kB."""
    return Template(_RULES).substitute(_values(theme)) + _tones(theme) + _surfaces(theme) + _chips(theme)


def _values(theme: Theme) -> dict[str, str]:
    error = theme.state("error")
    made = {name: theme.color(name).name() for name in tokens()["themes"][theme.name]["colors"]}
    return made | {
        "error_text": error.text.name(), "error_stroke": error.stroke.name(), "error_soft": error.soft.name(),
    }  # fmt: skip


def _tones(theme: Theme) -> str:
    plain = "".join(f'*[tone="{name}"] {{ color: {theme.color(name).name()}; }}\n' for name in TONES)
    states = "".join(f'*[tone="state:{name}"] {{ color: {theme.state(name).text.name()}; }}\n' for name in STATES)
    other = Theme.load("light" if theme.name == "dark" else "dark")  # a toast is dark in the light theme
    states += "".join(f'*[tone="toast:{name}"] {{ color: {other.state(name).text.name()}; }}\n' for name in STATES)
    return plain + states


def _surfaces(theme: Theme) -> str:
    plain = "".join(f'QFrame[surface="{name}"] {{ background: {theme.color(name).name()}; }}\n' for name in SURFACES)
    soft = "".join(
        f'QFrame[surface="state:{name}"] {{ background: {theme.state(name).soft.name()}; }}\n' for name in STATES
    )
    return plain + soft


def _chips(theme: Theme) -> str:
    made = ""
    for name in STATES:
        colors = theme.state(name)
        made += Template(_CHIP).substitute(name=name, soft=colors.soft.name(), text=colors.text.name())
    return made
