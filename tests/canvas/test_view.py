"""What the view shows: changes of the architecture, marks, themes, and how it looks to the pixel."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archloom.canvas.controls.callout import Callout, Failure
from archloom.canvas.look.theme import Theme
from archloom.canvas.marks import Mark
from archloom.canvas.paint.card import more_rect
from archloom.canvas.question.code_preview import added_lines
from archloom.canvas.scene import guarded
from archloom.canvas.scene.card_item import CardItem
from archloom.canvas.view import CanvasView
from archloom.resources.architecture import Architecture, Entry, Link, ProjectInfo, Resource, Span

from . import builders
from .conftest import Mouse

TABLE = "kv_store:conversations"


def without(architecture: Architecture, key: str) -> Architecture:
    return Architecture.of(
        architecture.project,
        [found for found in architecture.resources if found.id != key],
        architecture.entries,
        [found for found in architecture.links if found.resource != key],
    )


def test_a_gone_card_leaves_and_nothing_else_moves(view: CanvasView, docs_chatbot: Architecture) -> None:
    before = view.stage.places()
    view.show_architecture(without(docs_chatbot, TABLE))
    after = view.stage.places()
    assert after == {key: place for key, place in before.items() if key != TABLE}


def test_a_card_that_cannot_be_painted_is_told_once_and_the_rest_is_painted(
    view: CanvasView, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(guarded, "_told", set())
    store, broken = view.stage.store, view.stage.items_by_id[TABLE]
    painted, pixmap_for = [], store.pixmap_for

    def spoiled(item: CardItem) -> object:
        if item is broken:
            raise ZeroDivisionError("spoiled")
        painted.append(item.card.id)
        return pixmap_for(item)

    monkeypatch.setattr(store, "pixmap_for", spoiled)
    image = QImage(400, 300, QImage.Format.Format_ARGB32)
    for _ in range(2):
        painter = QPainter(image)
        view.stage.render(painter)
        painter.end()
    assert {*painted, TABLE} == set(view.stage.items_by_id)
    assert [record.message for record in caplog.records] == ["CardItem could not be painted"]


def test_a_new_card_comes_without_moving_the_others(view: CanvasView, docs_chatbot: Architecture) -> None:
    before = view.stage.places()
    more = dataclasses.replace(docs_chatbot, resources=(*docs_chatbot.resources, builders.resource("topic:news")))
    view.show_architecture(more)
    after = view.stage.places()
    assert {key: after[key] for key in before} == before
    assert view.stage.added == {"topic:news"}


def test_the_selection_survives_a_change_of_the_code(view: CanvasView, docs_chatbot: Architecture) -> None:
    view.select([TABLE, "bucket:documents"])
    view.show_architecture(without(docs_chatbot, TABLE))
    assert view.selection.resources == ("bucket:documents",)


def test_hand_made_places_are_used_at_once(qtbot: QtBot, docs_chatbot: Architecture) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    view.show_architecture(docs_chatbot, positions={TABLE: (2000.0, 40.0), "gone:x": (0.0, 0.0)})
    assert view.stage.places()[TABLE] == (2000.0, 40.0)


def test_an_empty_project_shows_an_empty_map(qtbot: QtBot) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    view.show()
    view.show_architecture(Architecture(ProjectInfo("empty", 0, 0)))
    view.fit()
    view.arrange()
    assert view.picture.cards == ()


def test_another_project_starts_from_an_empty_map(view: CanvasView) -> None:
    view.clear()
    view.show_architecture(builders.made([builders.resource("bucket:docs")]))
    assert list(view.stage.places()) == ["bucket:docs"]


def test_a_large_picture_is_arranged_in_a_worker_process(qtbot: QtBot) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.arranged, timeout=60_000):
        view.show_architecture(builders.many(240))
        assert view.showing.busy
    assert len(view.stage.places()) == 240


def test_marks_reach_cards_by_resource_or_entry_and_lines_by_link(view: CanvasView) -> None:
    link = ("permission", "entry:app.main.chat", TABLE)
    view.set_marks(
        {TABLE: Mark("create", "Create"), "entry:app.main.index_document": Mark("done"), link: Mark("create")}
    )
    items = view.stage.items_by_id
    assert items[TABLE].look.mark == Mark("create", "Create")
    assert items["function:app.main.index_document"].look.mark == Mark("done")
    assert view.stage.line_marks == {f"permission|entry:app.main.chat|{TABLE}": Mark("create")}
    view.set_marks({})
    assert items[TABLE].look.mark is None


def test_a_project_of_many_secrets_unfolds_on_a_double_click(view: CanvasView) -> None:
    secrets = [builders.resource(f"secret:KEY_{i}") for i in range(8)]
    view.clear()
    view.show_architecture(builders.made(secrets))
    assert [card.name for card in view.picture.cards] == ["8 secrets"]
    view.open_code("group:security")
    assert len(view.picture.cards) == 8


def test_folded_routes_unfold_at_their_count_and_fold_again(view: CanvasView) -> None:
    app = "web_app:app.main.app"
    entries = [builders.entry(f"app.main.r{at}", app, "http", f"GET /r{at}") for at in range(12)]
    below = [builders.resource("function:app.other")]
    view.clear()
    view.show_architecture(builders.made([builders.resource(app, "fastapi"), *below], entries))
    item = view.stage.items_by_id[app]
    assert len(item.card.rows) == 1
    count = item.pos() + more_rect(item.card.rows[0], 0, item.size[0]).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.mapFromScene(count))
    assert len(view.stage.items_by_id[app].card.rows) == 12
    assert not item.rect.intersects(view.stage.items_by_id["function:app.other"].rect)
    assert view.as_it_stands()["unfolded"] == {f"rows:{app}"}  # an export shows them too
    view.select([app])
    view.fold()
    assert len(view.stage.items_by_id[app].card.rows) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_looks_as_it_was_approved(view: CanvasView, theme, golden: Golden) -> None:
    view.set_theme(Theme.load(theme))
    view.select([("permission", "entry:app.main.chat", TABLE)])
    golden.check(view, f"docs-chatbot-{theme}")


def test_the_picture_as_a_plan_looks_as_it_was_approved(view: CanvasView, golden: Golden) -> None:
    view.set_marks(
        {
            "web_app:app.main.app": Mark("running", "Updating · 0:07", "code · 5 of 12.7 MB", 0.4),
            "queue:ingest": Mark("update", "Update", "timeout 30 → 180 s"),
            "vector_store:passages": Mark("replace", "Replace · loses data", "1,024 → 1,536 dims"),
            "schedule:nightly-refresh": Mark("failed", "Failed · 0:03", "AccessDenied"),
            "function:app.main.index_document": Mark("done", "Updated"),
            "function:app.jobs.refresh_index": Mark("create", "Create"),
            TABLE: Mark("delete", "Delete"),
            "bucket:documents": Mark("waits", "Waits"),
            ("permission", "entry:app.main.health", TABLE): Mark("delete"),
            ("permission", "entry:app.main.chat", TABLE): Mark("update"),
            ("permission", "entry:app.jobs.refresh_index", "bucket:documents"): Mark("create"),
        }
    )
    golden.check(view, "docs-chatbot-plan")


class Golden:
    """Compares with an approved picture: at most 1 in 400 pixels may differ by more than 24 in a channel."""

    folder = Path(__file__).parent / "golden"

    def __init__(self, approve: bool) -> None:
        self._approve = approve

    def check(self, view: CanvasView, name: str) -> None:
        while view.grab() and view.stage.store.late:
            view.stage.store.paint_late()  # a slow machine paints cards over several frames
        image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        path = self.folder / f"{name}.png"
        if self._approve:
            self.folder.mkdir(exist_ok=True)
            image.save(str(path))
        approved = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
        assert image.size() == approved.size()
        share = differing(image, approved)
        assert share < 1 / 400, f"{share:.2%} of {name} differ; look at it and approve with --approve-pictures"


def differing(one: QImage, other: QImage) -> float:
    a, b = bytes(one.constBits()), bytes(other.constBits())
    if a == b:
        return 0.0
    pixels = sum(any(abs(a[at + channel] - b[at + channel]) > 24 for channel in range(3)) for at in range(0, len(a), 4))
    return pixels / (len(a) // 4)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--approve-pictures", default=False)))


def test_a_different_picture_is_noticed() -> None:
    one, other = (QImage(10, 10, QImage.Format.Format_RGB32) for _ in range(2))
    one.fill(QColor("white"))
    other.fill(QColor("white"))
    other.setPixelColor(3, 3, QColor("black"))
    assert differing(one, other) == 0.01


def four_into_one() -> Architecture:
    """Four lines into one card: so near to each other that their labels have to alternate."""
    place = Span("main.py", 1)
    names = ("a", "b", "c", "d")
    resources = [Resource(f"function:{name}", "function", "lambda", name, None, "declared", place) for name in names]
    resources.append(Resource("kv_store:t", "kv_store", "dynamodb", "t", None, "declared", place))
    entries = [Entry(f"entry:{name}", "function", name, name, f"function:{name}", place) for name in names]
    links = [Link("permission", entry.id, "kv_store:t", ("get",), ("dynamodb:GetItem",)) for entry in entries]
    return Architecture.of(ProjectInfo("four", 1, 10), resources, entries, links)


def test_labels_of_one_card_give_way_to_each_other_when_one_line_moves(view: CanvasView) -> None:
    view.show_architecture(four_into_one())
    lines = view.stage.lines
    for key in sorted(lines.routes):
        lines.update_routes({key: lines.routes[key]})
    shown = [item.label for item in lines._labels.values()]
    assert len(shown) == 4
    assert not [pair for pair in combinations(shown, 2) if pair[0].touches(pair[1])]


def test_a_failure_is_told_at_its_card_with_links(view: CanvasView, qtbot: QtBot) -> None:
    clicked: list = []
    view.failure_link.connect(clicked.append)
    failure = Failure("AWS refused to create it", "User deployer may not iam:PassRole.", "Next: …", (("copy", "Copy"),))
    view.show_failure("schedule:nightly-refresh", failure)
    callout = view.findChild(Callout)
    assert callout is not None
    assert callout.isVisible()
    callout.grab()  # links have their places once they are painted
    qtbot.mouseClick(callout, Qt.MouseButton.LeftButton, pos=callout._places[0][1].center().toPoint())
    assert clicked == [("schedule:nightly-refresh", "copy")]
    view.zoom_to(0.3)
    assert not callout.isVisible()
    view.clear_failures()
    assert view.failures._callouts == {}


@pytest.mark.parametrize(
    ("diff", "place", "lines"),
    [
        (
            "--- a/app/main.py\n+++ b/app/main.py\n@@ -1,2 +1,3 @@\n x\n+from archloom.resources import allow\n y\n"
            "@@ -20,2 +21,3 @@\n @app.get\n+@allow(docs.get)\n def f():\n",
            "app/main.py:22",
            ("from archloom.resources import allow", "@allow(docs.get)"),
        ),
        ("@allow(docs.get)", "", ("@allow(docs.get)",)),
        ("", "", ()),
    ],
)
def test_the_popover_shows_what_a_diff_adds_and_where(diff: str, place: str, lines: tuple[str, ...]) -> None:
    assert added_lines(diff) == (place, lines)


def test_the_minimap_moves_the_map(view: CanvasView, qtbot: QtBot) -> None:
    view.zoom_to(2.0)
    qtbot.mouseClick(view.furniture.minimap, Qt.MouseButton.LeftButton, pos=QPoint(150, 20))
    assert view.visible_map().contains(view.stage.items_by_id["tracing:langsmith"].rect.center())


def test_what_was_never_moved_is_fitted_again_when_the_window_changes(view: CanvasView) -> None:
    view.show_first()
    view.resize(800, 500)
    assert view.visible_map().contains(view.stage.content_rect())
    view.pan_by(40, 0)
    seen = view.visible_map().topLeft()
    view.resize(900, 500)
    assert view.visible_map().topLeft() == seen


def test_a_fitted_map_leaves_no_card_under_the_minimap(view: CanvasView, docs_chatbot: Architecture) -> None:
    many = [builders.resource(f"topic:t{i}") for i in range(20)]
    view.show_architecture(dataclasses.replace(docs_chatbot, resources=(*docs_chatbot.resources, *many)))
    view.arrange()
    view.fit()
    minimap = QRectF(view.furniture.minimap.geometry())
    places = [view.mapFromScene(item.rect).boundingRect() for item in view.stage.items_by_id.values()]
    assert not any(minimap.intersects(QRectF(place)) for place in places)


def test_a_line_that_goes_around_is_in_sight_too(view: CanvasView) -> None:
    nodes = [builders.resource("function:app.a"), builders.resource("queue:jobs", "sqs")]
    entries = [builders.entry("app.a", "function:app.a", "queue")]
    links = [builders.link("trigger", "queue:jobs", "entry:app.a"), builders.uses("entry:app.a", "queue:jobs", "send")]
    view.clear()
    view.show_architecture(builders.made(nodes, entries, links))
    lowest = max(y for route in view.stage.lines.routes.values() for _, y in route.points)
    assert lowest > max(item.box.bottom for item in view.stage.items_by_id.values())
    assert view.stage.content_rect().bottom() >= lowest


def test_showing_a_card_leaves_the_zoom_as_it_is(view: CanvasView) -> None:
    view.camera.set_zoom(1.5)
    view.reveal("bucket:documents")
    view.reveal("web_app:app.main.app")
    assert view.zoom == 1.5
    assert view.visible_map().contains(view.stage.items_by_id["web_app:app.main.app"].rect)


def test_a_card_that_is_shown_is_not_under_a_control(view: CanvasView) -> None:
    minimap, item = view.furniture.minimap.geometry(), view.stage.items_by_id[TABLE]
    view.stage.move_cards({TABLE: (lambda place: (place.x(), place.y()))(view.mapToScene(minimap.center()))})
    assert QRectF(minimap).intersects(QRectF(view.mapFromScene(item.rect).boundingRect()))
    view.reveal(TABLE)
    assert not QRectF(minimap).intersects(QRectF(view.mapFromScene(item.rect).boundingRect()))


def test_the_legend_can_be_closed_and_the_minimap_folds_in_a_low_window(view: CanvasView) -> None:
    view.furniture.legend.closed.emit()
    assert not view.furniture.legend.isVisible()
    view.resize(1200, 500)
    assert not view.furniture.minimap.isVisible()
    assert view.furniture.zoom_bar.map_button.isVisible()


def test_nothing_changes_under_a_held_mouse(view: CanvasView, mouse: Mouse, docs_chatbot: Architecture) -> None:
    start = mouse.on(TABLE)
    mouse.press(start)
    mouse.move(start, start + QPoint(0, 60))
    view.show_architecture(without(docs_chatbot, TABLE))
    assert TABLE in view.stage.items_by_id
    mouse.release(start + QPoint(0, 60))
    assert TABLE not in view.stage.items_by_id


def test_a_question_stays_open_while_both_its_ends_are_there(
    view: CanvasView, mouse: Mouse, docs_chatbot: Architecture
) -> None:
    mouse.drag(mouse.port("web_app:app.main.app", 69), mouse.on("bucket:documents"))
    view.show_architecture(without(docs_chatbot, TABLE))
    assert view.popover is not None
    view.show_architecture(without(docs_chatbot, "bucket:documents"))
    assert view.popover is None


def test_a_map_that_was_made_unseen_is_fitted_when_it_is_shown(qtbot: QtBot, docs_chatbot: Architecture) -> None:
    view = CanvasView()
    qtbot.addWidget(view)
    view.show_architecture(docs_chatbot)
    view.resize(900, 600)
    view.show()
    assert view.visible_map().contains(view.stage.content_rect())
