"""How one card looks, from all that the stage knows of it: selected, hovered, marked, faded, lit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..paint.look import CardLook

if TYPE_CHECKING:
    from .stage import Stage


def look_of(stage: Stage, key: str) -> CardLook:
    picked, card = stage.picked, stage.items_by_id[key].card
    lines = stage.picture.line_by_key
    ways = [lines[line] for line in picked.lines if line in lines]
    row = next((row.id for row in card.rows if not picked.rows.isdisjoint(row.ids)), None) if picked.rows else None
    asked = card.row_of(stage.asked[0])
    row = row or (asked and asked.id)
    row = row or next((line.row for line in ways if line.start == key and line.row), None)
    mark = stage.marks.get(key)
    return CardLook(
        hovered=stage.hovered == key,
        selected=key in picked.cards,
        focused=stage.focused_shown and stage.focused == key,
        faded=stage.kept is not None and key not in stage.kept,
        linked=key == stage.asked[1]
        or any(not picked.rows.isdisjoint(row.ids) for row in card.hidden)
        or any(line.end == key or (line.start == key and line.row is None) for line in ways),
        added=key in stage.added,
        target=stage.targets.get(key, "") if stage.targets else "",
        mark=mark,
        row=row,
        used=stage.used.get(key, frozenset()),
        lit=frozenset(line.port for line in ways if line.start == key),
        turn=stage.spinner.turn if mark is not None and mark.state == "running" else 0.0,
        pointed=stage.pointed[1] if stage.pointed and stage.pointed[0] == key else None,
    )
