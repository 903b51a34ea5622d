"""Measures of the picture, from `tokens.json`, under the names that painting, layout and routing use. Qt-free."""

from __future__ import annotations

from .look.tokens import tokens

_CARD, _PORT, _LINE = tokens()["card"], tokens()["port"], tokens()["line"]

CARD_MIN: int = _CARD["width"]["min"]
CARD_MAX: int = _CARD["width"]["max"]
CARD_STEP: int = _CARD["width"]["step"]
HEAD: int = _CARD["head_height"]
ROW: int = _CARD["row_height"]
ROWS_EXTRA: int = _CARD["rows_extra"]
FIRST_ROW: int = _CARD["first_row_centre"]
PADDING: int = _CARD["padding_x"]
TILE: int = _CARD["tile"]
TILE_ICON: int = _CARD["tile_icon"]
TEXT_LEFT: int = PADDING + TILE + _CARD["tile_gap"]
METHOD_W: int = _CARD["method"]["w"]
METHOD_H: int = _CARD["method"]["h"]

PORT: int = _PORT["diameter"]
PORT_HOVER: int = _PORT["diameter_hover"]
PORT_HIT: int = _PORT["hit"]
PORT_IN: int = _PORT["in_diameter_while_dragging"]
HEAD_CENTRE: int = _PORT["head_centre_y"]
SLOT_PITCH: int = _PORT["slot_pitch"]
SLOT_PITCH_FOUR = 14
"""Four lines into one card: as close as their labels can stand above each other, all before the card."""
SLOTS_MAX: int = _PORT["slots_max"]
SETTING_OFFSET: int = _PORT["setting_offset_y"]

CORNER: int = _LINE["corner"]
LANE: int = _LINE["lane_pitch"]
ARROW: int = _LINE["arrow"][0]
DOT: int = _LINE["dot_radius"]
DOT_GAP: float = _LINE["dot_gap"]
RING: int = _LINE["ring_radius"]
STUB: int = _LINE["solid_stub"]
LABEL_GAP: int = _LINE["label_gap_to_card"]
LABEL_GAP_SELECTED: int = _LINE["label_gap_to_card_selected"]
LABEL_PADDING: int = _LINE["label_padding_x"]
GAP: int = _LINE["column_gap"]
GAP_LABELLED: int = _LINE["column_gap_labelled"]
ROW_GAP: int = _LINE["row_gap"]
CLEARANCE: int = _LINE["card_clearance"]
LABEL_ZONE: int = 96
"""From a card to the left: where labels stand and no line runs down or up."""

GRID: int = tokens()["window"]["grid"]
_, LOD_NAMES, LOD_ICONS, _ = (step["from"] for step in tokens()["lod"])


def card_height(rows: int) -> int:
    return HEAD + (ROW * rows + ROWS_EXTRA if rows else 0)


def row_centre(index: int) -> int:
    """The height of a row's port below the top of its card."""
    return FIRST_ROW + ROW * index
