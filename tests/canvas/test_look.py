"""The look: every colour, font and icon that the program asks for is there, and contrast is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo

from archloom.canvas.look import fonts, icons
from archloom.canvas.look.icons import UnknownIconError
from archloom.canvas.look.theme import Theme
from archloom.canvas.look.tokens import HERE, tokens
from archloom.canvas.marks import ICONS
from archloom.resources.kinds import FAMILY_TITLES, KINDS


def luminance(color: QColor) -> float:
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("text", "card"), ("text_2", "card"), ("text_2", "canvas"), ("text_3", "window"), ("accent", "card")],
)
def test_text_meets_4_5_to_1(name, text: str, ground: str) -> None:
    theme = Theme.load(name)
    assert contrast(theme.color(text), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_icons_meet_3_to_1_on_their_tiles(name) -> None:
    for family in FAMILY_TITLES:
        colors = Theme.load(name).family(family)
        assert contrast(colors.icon, colors.tile) >= 3


def test_every_icon_that_is_named_is_there(qapp) -> None:
    names = {kind.icon for kind in KINDS.values()} | set(ICONS.values()) | set(tokens()["icons"]["ui"].values())
    for name in names:
        assert not icons.pixmap(name, 16, QColor("black")).isNull()


def test_an_unknown_icon_is_named(qapp) -> None:
    with pytest.raises(UnknownIconError, match="no-such-icon"):
        icons.pixmap("no-such-icon", 16, QColor("black"))


def test_both_fonts_are_the_shipped_ones(qapp) -> None:
    fonts.install()
    assert QFontInfo(fonts.font("card_name")).family() == "Inter"
    assert QFontInfo(fonts.font("row_code")).family() == "JetBrains Mono"


def test_figures_are_as_wide_as_each_other(qapp) -> None:
    metrics = fonts.metrics("secondary")
    assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


def test_fonts_and_icons_come_with_their_licences() -> None:
    folder = Path(HERE) / "assets"
    assert {path.name for path in folder.glob("fonts/*.txt")} == {"Inter-OFL.txt", "JetBrainsMono-OFL.txt"}
    assert "MIT" in (folder / "icons" / "LICENSE").read_text()


def test_the_tokens_are_valid_json_with_both_themes() -> None:
    assert set(json.loads((HERE / "tokens.json").read_text())["themes"]) == {"light", "dark"}
