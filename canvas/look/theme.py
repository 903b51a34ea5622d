"""A theme: the colours of `tokens.json` under their names, as QColor.

    theme = Theme.load("dark")
    theme.color("accent"); theme.family("data").tile; theme.state("create").soft

Words that the deployment uses for a state (`failed`, `done`, `waits`, `drift`) are taken too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtGui import QColor

from .tokens import tokens

Name = Literal["light", "dark"]

_STATE_WORDS = {"waits": "neutral", "done": "success", "failed": "error", "drift": "warning", "same": "neutral"}


@dataclass(frozen=True)
class FamilyColors:
    icon: QColor
    tile: QColor


@dataclass(frozen=True)
class StateColors:
    text: QColor
    soft: QColor
    stroke: QColor


class Theme:
    """Immutable; `load` gives one shared object per name."""

    def __init__(self, name: Name) -> None:
        table = tokens()["themes"][name]
        self.name: Name = name
        self.dark = name == "dark"
        self._colors = {key: QColor(value) for key, value in table["colors"].items()}
        self._families = {
            key: FamilyColors(QColor(value["icon"]), QColor(value["tile"])) for key, value in table["families"].items()
        }
        self._states = {
            key: StateColors(QColor(value["text"]), QColor(value["soft"]), QColor(value["stroke"]))
            for key, value in table["states"].items()
        }

    @staticmethod
    def load(name: Name) -> Theme:
        return _load(name)

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A colour of the table, a copy that may be changed. Raises KeyError for an unknown name."""
        made = QColor(self._colors[name])
        if alpha < 1.0:
            made.setAlphaF(alpha)
        return made

    def family(self, name: str) -> FamilyColors:
        return self._families.get(name, self._families["outside"])

    def state(self, name: str) -> StateColors:
        return self._states[_STATE_WORDS.get(name, name)]

    def shadow(self) -> QColor:
        """The one flat line under a card."""
        return self.color("shadow", tokens()["alpha"]["card_foot_dark" if self.dark else "card_foot_light"])


@cache
def _load(name: Name) -> Theme:
    return Theme(name)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`share` 0 gives ONE, 1 gives OTHER."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        one.redF() * keep + other.redF() * share,
        one.greenF() * keep + other.greenF() * share,
        one.blueF() * keep + other.blueF() * share,
    )
