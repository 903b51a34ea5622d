"""The small pure parts: tables of what goes in and what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from archloom.app.deploying.routes import Route, routes
from archloom.app.difference import difference
from archloom.app.editor import command_for
from archloom.app.inspector.facts import Facts, is_implied
from archloom.app.last_good import kept
from archloom.app.panels.code_places import Mark, place_of
from archloom.app.panels.diff_view import added_lines, diff_lines
from archloom.app.panels.highlight import pieces
from archloom.app.panels.outline_rows import outline
from archloom.app.panels.quick_add import free_name
from archloom.app.preferences import Preferences
from archloom.app.start.when import when
from archloom.app.widgets.chips import split_label
from archloom.deployer.events import Output
from archloom.resources.architecture import Architecture, Entry, Evidence, Link, Problem, ProjectInfo, Resource, Span
from archloom.resources.kinds import KINDS

INFO = ProjectInfo("shop", 1, 20, 3)
ORDERS = Resource("kv_store:orders", "kv_store", "dynamodb", "orders", None, "declared", Span("main.py", 4))
APP = Resource("web_app:main.app", "web_app", "fastapi", "main", None, "deduced", Span("main.py", 2))
LIST = Entry("entry:main.list", "http", "GET /orders", "main.list", APP.id, Span("main.py", 12, 0, 14))
PLACE = Entry("entry:main.place", "http", "POST /orders", "main.place", APP.id, Span("main.py", 8, 0, 10))
USES = (Evidence(Span("main.py", 7), "get"), Evidence(Span("main.py", 9), "set"))
MAY = Link("permission", PLACE.id, ORDERS.id, ("get", "set"), ("dynamodb:GetItem", "dynamodb:PutItem"), evidence=USES)
SHOP = Architecture.of(INFO, [ORDERS, APP], [LIST, PLACE], [MAY])
CODE = "\n" * 6 + "@allow(orders.get)\ndef place(request):\n    orders.set(1)\n"


def test_the_outline_groups_by_family_and_lists_routes_in_the_order_of_the_code() -> None:
    groups = outline(SHOP)
    assert [group.title for group in groups] == ["Compute", "Data"]
    assert [(row.method, row.title) for row in groups[0].rows[0].rows] == [("POST", "/orders"), ("GET", "/orders")]


def test_the_code_pane_shows_the_use_first_and_names_what_each_line_needs() -> None:
    place = place_of(MAY, Facts(SHOP, lambda _file: CODE))
    assert place.span.line == 9
    assert place.marks == (
        Mark(Span("main.py", 7), "grants get, set"),
        Mark(Span("main.py", 9), "set · dynamodb:PutItem"),
    )


def test_a_difference_names_what_came_went_and_changed() -> None:
    changed = replace(ORDERS, properties={"ttl": "gone"})
    found = difference(SHOP, Architecture.of(INFO, [changed, APP], [PLACE], []))
    assert found.resources.changed == {"kv_store:orders"}
    assert found.entries.removed == {"entry:main.list"}
    assert found.links.removed == {"permission entry:main.place kv_store:orders"}


def test_the_same_architecture_read_in_another_time_is_no_difference() -> None:
    assert not difference(SHOP, replace(SHOP, project=replace(INFO, elapsed_ms=99)))


def test_a_file_that_breaks_keeps_the_last_good_picture_with_its_fault() -> None:
    fault = Problem("syntax-error", "error", "main.py is not valid Python.", Span("main.py", 3))
    shown = kept(SHOP, Architecture.of(INFO, problems=[fault]))
    assert shown.resources == SHOP.resources
    assert shown.problems == (fault,)


def test_a_broken_file_that_the_picture_does_not_use_changes_nothing_else() -> None:
    fault = Problem("syntax-error", "error", "other.py is not valid Python.", Span("other.py", 3))
    found = Architecture.of(INFO, [APP], problems=[fault])
    assert kept(SHOP, found) is found


def test_the_address_of_a_queue_is_not_offered_to_be_tried() -> None:
    url = "http://127.0.0.1:22039/123456789012/jobs"
    assert routes(Architecture(INFO), [Output("jobs.queue", url, "queue:jobs")]) == ()


def test_the_routes_behind_a_url_can_be_tried() -> None:
    found = routes(SHOP, [Output("main.url", "http://127.0.0.1:8000/", APP.id), Output("orders.table", "t", ORDERS.id)])
    assert found == (Route("POST", "http://127.0.0.1:8000/orders"), Route("GET", "http://127.0.0.1:8000/orders"))


def test_a_diff_counts_lines_in_the_new_text() -> None:
    before, after = "a\nb\nc\nd\ne\nf\n", "a\nb\nC\nd\ne\nf\ng\n"
    assert added_lines(before, after) == {3, 7}
    assert [(line.sign, line.text) for line in diff_lines(before, after, 0)] == [
        ("-", "c"), ("+", "C"), ("…", ""), ("+", "g"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(): pass", [(0, 3, "code_keyword"), (4, 1, "code_name"), (9, 4, "code_keyword")]),
        ("x.get(1)", [(2, 3, "code_name"), (6, 1, "code_number")]),
        ("@tool", [(0, 5, "code_decorator")]),
        ("'a' # b", [(0, 1, "code_string"), (1, 1, "code_string"), (2, 1, "code_string"), (4, 3, "code_comment")]),
    ],
)
def test_code_gets_its_colours(code: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(pieces(code, "main.py")[0]) == expected


def test_a_string_over_several_lines_is_coloured_on_each() -> None:
    assert [line[0][2] for line in pieces('"""a\nb\nc"""', "main.py")] == ["code_string"] * 3


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (datetime(2026, 5, 12, 9, 58), "2 minutes ago"),
        (datetime(2026, 5, 11, 23, 0), "yesterday"),
        (datetime(2026, 5, 9, 9, 0), "3 days ago"),
        (datetime(2026, 4, 28, 9, 0), "28 April"),
        (datetime(2025, 4, 28, 9, 0), "28 April 2025"),
    ],
)
def test_when_a_project_was_open(past: datetime, words: str) -> None:
    assert when(past, datetime(2026, 5, 12, 10, 0)) == words


@pytest.mark.parametrize(
    ("label", "parts"),
    [("POST /chat", ("POST", "/chat")), ("refresh_index", ("", "refresh_index")), ("make it", ("", "make it"))],
)
def test_a_label_is_split_into_method_and_path(label: str, parts: tuple[str, str]) -> None:
    assert split_label(label) == parts


def test_a_new_resource_gets_a_name_that_is_free() -> None:
    kind = KINDS["kv_store"]
    taken = Architecture.of(INFO, [replace(ORDERS, id="kv_store:items", name="items")])
    assert free_name(kind, SHOP) == "items"
    assert free_name(kind, taken) == "items-2"


def test_the_editor_of_a_person_is_called_with_file_and_line() -> None:
    file = Path("/projects/my shop/main.py")
    assert command_for(file, 7, "vim +{line} {file}") == ["vim", "+7", str(file)]


def test_recent_projects_are_remembered_once_the_last_one_first(tmp_path: Path) -> None:
    preferences = Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    for name in ("one", "two", "one"):
        preferences.remember(tmp_path / name)
    preferences.remember(tmp_path / "two", "deployed")
    assert [(item.name, item.deployment) for item in preferences.recent()] == [("two", "deployed"), ("one", "")]
    preferences.forget(str(tmp_path / "two"))
    assert [item.name for item in preferences.recent()] == ["one"]


def test_langserve_and_graphs_are_asked_below_invoke() -> None:
    graph = replace(APP, id="graph:agent", kind="graph")
    chain = replace(LIST, label="LangServe /translate")
    served = Architecture.of(INFO, [APP, graph], [chain])
    outputs = [Output("a.url", "http://a", APP.id), Output("b.url", "http://b/", graph.id)]
    assert [route.label for route in routes(served, outputs)] == [
        "POST http://a/translate/invoke", "POST http://b/invoke",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id_", "symbol", "implied"),
    [("function:main.tell", "main.tell", True), ("function:cleanup", "main.job", False), (ORDERS.id, None, False)],
)
def test_a_function_that_something_starts_bears_the_name_of_its_handler(
    id_: str, symbol: str | None, implied: bool
) -> None:
    assert is_implied(replace(ORDERS, id=id_, kind=id_.partition(":")[0], symbol=symbol)) is implied
