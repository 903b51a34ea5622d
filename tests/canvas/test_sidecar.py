"""`.archloom/layout.json`: written so that it merges, read with care."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archloom.canvas import sidecar
from archloom.canvas.sidecar import LayoutFileError, from_text, to_text

PLACES = {"queue:ingest": (264.0, 360.0), "bucket:documents": (960.0, 480.0)}


def test_there_is_one_line_for_each_card_in_the_order_of_ids() -> None:
    assert to_text(PLACES).splitlines()[1:-1] == ['"bucket:documents": [960, 480],', '"queue:ingest": [264, 360]']


@given(st.dictionaries(st.text(min_size=1), st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999))))
def test_what_is_written_is_read_again(places: dict[str, tuple[int, int]]) -> None:
    assert from_text(to_text(places)) == places


def test_a_project_without_the_file_has_no_places(tmp_path: Path) -> None:
    assert sidecar.read(tmp_path) == {}


def test_places_survive_in_the_project(tmp_path: Path) -> None:
    sidecar.write(tmp_path, PLACES)
    assert sidecar.read(tmp_path) == PLACES


def test_no_places_leave_no_file(tmp_path: Path) -> None:
    sidecar.write(tmp_path, PLACES)
    sidecar.write(tmp_path, {})
    assert not (tmp_path / sidecar.FILE).exists()


@pytest.mark.parametrize(
    "text",
    ["", "<<<<<<< ours", "[]", '{"schema": 1}', '{"schema": 2, "cards": {}}', '{"schema": 1, "cards": {"a": 5}}'],
)
def test_anything_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(LayoutFileError, match=r"delete it|Update Archloom"):
        from_text(text)
