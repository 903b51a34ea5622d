"""The outline follows the picture: whatever came before, it lists what a new one would list."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from archloom.app.panels.outline import Outline
from archloom.resources.architecture import Architecture

from ..canvas import builders

NAMES = ["kv_store:a", "kv_store:b", "bucket:c", "queue:d", "queue:e", "secret:f", "schedule:g"]
PAGES = "web_app:main.pages"


def shop(names: list[str], routes: int = 0) -> Architecture:
    """These resources, and an app with so many routes."""
    entries = [builders.entry(f"main.r{at}", PAGES, "http", f"GET /r{at}") for at in range(routes)]
    apps = [builders.resource(PAGES, "fastapi")] if routes else []
    return builders.made([*map(builders.resource, names), *apps], entries)


def listed(outline: Outline) -> list[str]:
    """Every row that can be seen, from top to bottom."""
    found: list[str] = []
    index: QModelIndex = outline.tree.model().index(0, 0)
    while index.isValid():
        found.append(index.data())
        index = outline.tree.indexBelow(index)
    return found


def fresh(architecture: Architecture, qtbot: QtBot) -> list[str]:
    outline = Outline()
    qtbot.addWidget(outline)
    outline.show_architecture(architecture)
    return listed(outline)


@pytest.fixture
def outline(qtbot: QtBot) -> Outline:
    made = Outline()
    qtbot.addWidget(made)
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pictures=some.lists(
        some.tuples(some.lists(some.sampled_from(NAMES), unique=True), some.integers(0, 3)), min_size=1, max_size=4
    )
)
def test_it_lists_what_a_new_one_would_list(qtbot: QtBot, pictures: list[tuple[list[str], int]]) -> None:
    outline = Outline()
    qtbot.addWidget(outline)
    for names, routes in pictures:
        outline.show_architecture(shop(names, routes))
        assert listed(outline) == fresh(shop(names, routes), qtbot)


def test_what_stays_is_chosen_as_before_and_what_is_folded_stays_folded(outline: Outline) -> None:
    outline.show_architecture(shop(["kv_store:a", "queue:d", "queue:e"]))
    outline.select(["queue:e"])
    outline.tree.collapse(outline.tree.model().index(0, 0))
    told: list[object] = []
    outline.selected.connect(told.append)
    outline.show_architecture(shop(["kv_store:a", "kv_store:b", "queue:d", "queue:e"]))
    assert outline.selection() == ("queue:e",)
    assert not told
    assert not outline.tree.isExpanded(outline.tree.model().index(0, 0))


def test_rows_chosen_together_are_all_chosen(outline: Outline) -> None:
    outline.show_architecture(shop(NAMES, 3))
    outline.select(["queue:d", "entry:main.r1", "queue:e", "kv_store:b", "not there"])
    assert set(outline.selection()) == {"queue:d", "queue:e", "kv_store:b", "entry:main.r1"}
