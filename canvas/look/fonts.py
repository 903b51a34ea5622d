"""Inter and JetBrains Mono, shipped in `assets/fonts` so that pictures are the same everywhere.

`install()` needs a QGuiApplication and may be called often. `font("card_name")` gives a style of the type table in
`tokens.json`; sizes are pixels, figures tabular, code without ligatures, no hinting (text keeps its width when the
canvas zooms).
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from .tokens import HERE, tokens

_FOLDER = HERE / "assets" / "fonts"


@cache
def install() -> None:
    """Makes the shipped fonts known to Qt. A file that Qt refuses is left to the families that stand after it."""
    for path in sorted(_FOLDER.glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))


@cache
def _font(style: str) -> QFont:
    entry = tokens()["type"][style]
    table = tokens()["fonts"]
    made = QFont(table[entry["font"]])
    made.setPixelSize(entry["size"])
    made.setWeight(QFont.Weight(entry["weight"]))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    for feature in table["features"][entry["font"]]:
        made.setFeature(QFont.Tag(feature.lstrip("-")), 0 if feature.startswith("-") else 1)
    return made


def font(style: str) -> QFont:
    """A copy of a named style. Raises KeyError for a name that the table lacks."""
    return QFont(_font(style))


@cache
def metrics(style: str) -> QFontMetricsF:
    """Shared metrics of a style; call `install()` before."""
    install()
    return QFontMetricsF(_font(style))
