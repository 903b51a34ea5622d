"""What a person does on the map, with real mouse and key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archloom.canvas.selection import AddRequest, ConnectRequest, Selection
from archloom.canvas.view import MIME_KIND, CanvasView
from archloom.resources.architecture import Span

from .conftest import Mouse

WEB, INGEST, TABLE, DOCS = "web_app:app.main.app", "queue:ingest", "kv_store:conversations", "bucket:documents"
NIGHTLY, CHAT, HEALTH = "schedule:nightly-refresh", "entry:app.main.chat", "entry:app.main.health"
HEALTH_ROW, CHAT_ROW = 69, 97


def heard(signal) -> list:
    found: list = []
    signal.connect(found.append)
    return found


# selecting


def test_a_click_selects_a_card_and_says_so(view: CanvasView, mouse: Mouse) -> None:
    said = heard(view.selected)
    mouse.click(mouse.on(TABLE))
    assert said == [Selection(resources=(TABLE,))]


def test_a_click_on_a_row_selects_its_handler(view: CanvasView, mouse: Mouse) -> None:
    item = view.stage.items_by_id[WEB]
    mouse.click(view.mapFromScene(QPointF(item.x() + 90, item.y() + CHAT_ROW)))
    assert view.selection == Selection(entries=(CHAT,))


def test_a_click_on_a_line_selects_its_links(view: CanvasView, mouse: Mouse) -> None:
    (_, y), (x, _) = view.stage.lines.routes[f"permission|{CHAT}|{TABLE}"].points[-2:]
    mouse.click(view.mapFromScene(QPointF(x - 100, y)))
    assert view.selection == Selection(links=(("permission", CHAT, TABLE),))


def test_a_click_on_the_ground_selects_nothing(view: CanvasView, mouse: Mouse) -> None:
    mouse.click(mouse.on(TABLE))
    mouse.click(QPoint(600, 100))
    assert not view.selection


def test_shift_click_adds_and_takes_away(view: CanvasView, mouse: Mouse) -> None:
    mouse.click(mouse.on(TABLE))
    mouse.click(mouse.on(DOCS), Qt.KeyboardModifier.ShiftModifier)
    assert set(view.selection.resources) == {TABLE, DOCS}
    mouse.click(mouse.on(TABLE), Qt.KeyboardModifier.ShiftModifier)
    assert view.selection.resources == (DOCS,)


def test_a_rubber_band_selects_the_cards_that_it_touches(view: CanvasView, mouse: Mouse) -> None:
    item = view.stage.items_by_id[INGEST]
    corner = view.mapFromScene(item.rect.topLeft())
    mouse.drag(corner + QPoint(-12, 68), corner + QPoint(100, 30))
    assert view.selection.resources == (INGEST,)


def test_escape_takes_a_rubber_band_back(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    mouse.click(mouse.on(TABLE))
    corner = view.mapFromScene(view.stage.items_by_id[INGEST].rect.topLeft())
    mouse.press(corner + QPoint(-12, 68))
    mouse.move(corner + QPoint(-12, 68), corner + QPoint(100, 30))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    mouse.release(corner)
    assert view.selection.resources == (TABLE,)


def test_ids_of_the_architecture_select_cards_rows_and_lines(view: CanvasView) -> None:
    view.select([TABLE, CHAT, ("trigger", INGEST, "entry:app.main.index_document"), "gone:x"])
    assert view.selection == Selection((TABLE,), (CHAT,), (("trigger", INGEST, "entry:app.main.index_document"),))


# connecting


def test_a_drag_from_a_route_to_a_card_asks_for_operations_and_then_for_the_connection(
    view: CanvasView, mouse: Mouse, qtbot: QtBot
) -> None:
    asked = heard(view.connect_requested)
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    assert view.popover is not None
    assert view.popover.chosen == ("get", "put")
    qtbot.keyClick(view.popover, Qt.Key.Key_Return)
    assert asked == [ConnectRequest(HEALTH, DOCS, ("get", "put"), "permission")]
    assert view.popover is None


def test_space_ticks_the_current_operation(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    assert view.popover is not None
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(view.popover, key)
    assert view.popover.chosen == ("put", "delete")


def test_escape_closes_the_popover_and_asks_for_nothing(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    asked = heard(view.connect_requested)
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    qtbot.keyClick(view.popover, Qt.Key.Key_Escape)
    assert asked == []
    assert view.popover is None


def test_the_popover_shows_the_code_that_will_be_written(view: CanvasView, mouse: Mouse) -> None:
    requests: list[ConnectRequest] = []

    def preview(request: ConnectRequest) -> str:
        requests.append(request)
        return "@allow(documents.get, documents.put)"

    view.preview_of = preview
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    assert requests == [ConnectRequest(HEALTH, DOCS, ("get", "put"), "permission")]


def test_a_popover_that_grows_still_leaves_its_card_in_sight(view: CanvasView, mouse: Mouse) -> None:
    known: list[str] = []
    view.preview_of = lambda _request: "\n".join(known)
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    popover = view.popover
    assert popover is not None
    before = popover.height()
    known += [f"line {number}" for number in range(6)]
    popover.refresh()
    assert popover.height() > before
    assert view.rect().contains(popover.geometry())
    card = view.mapFromScene(view.stage.items_by_id[DOCS].rect).boundingRect()
    assert not popover.geometry().intersects(card)


def test_a_popover_hides_neither_end_of_its_line(view: CanvasView, mouse: Mouse) -> None:
    start = view.stage.items_by_id[WEB]
    view.stage.move_cards({DOCS: (start.x(), start.y() - 100)})  # what is below the target is the start
    mouse.drag(mouse.port(WEB, HEALTH_ROW), mouse.on(DOCS))
    popover = view.popover
    assert popover is not None
    for end in (WEB, DOCS):
        assert not popover.geometry().intersects(view.mapFromScene(view.stage.items_by_id[end].rect).boundingRect())


def test_while_drawing_valid_cards_are_lit_and_the_others_dimmed(view: CanvasView, mouse: Mouse) -> None:
    start = mouse.port(WEB, HEALTH_ROW)
    mouse.press(start)
    mouse.move(start, mouse.on(DOCS))
    looks = {key: item.look.target for key, item in view.stage.items_by_id.items()}
    assert (looks[DOCS], looks[TABLE], looks[NIGHTLY]) == ("over", "valid", "invalid")
    mouse.release(QPoint(600, 100))
    assert {item.look.target for item in view.stage.items_by_id.values()} == {""}


def test_a_card_that_cannot_be_connected_says_why_after_a_moment(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    start = mouse.port(WEB, HEALTH_ROW)
    mouse.press(start)
    mouse.move(start, mouse.on(NIGHTLY))
    assert not view.furniture.hint.isVisible()
    qtbot.waitUntil(view.furniture.hint.isVisible, timeout=2000)
    assert view.furniture.hint.text == "nightly-refresh starts work; nothing can call it."
    mouse.release(mouse.on(NIGHTLY))
    assert not view.furniture.hint.isVisible()
    assert view.popover is None


def test_a_drag_from_a_queue_to_a_function_asks_for_a_trigger(view: CanvasView, mouse: Mouse) -> None:
    mouse.drag(mouse.port(NIGHTLY), mouse.on("function:app.main.index_document"))
    assert view.popover is not None
    assert (view.popover.request.flow, view.popover.chosen) == ("trigger", ("run",))


# moving


def test_a_dragged_card_stays_where_it_is_put_and_its_lines_follow(view: CanvasView, mouse: Mouse) -> None:
    said = heard(view.positions_changed)
    before = view.stage.places()[INGEST]
    mouse.drag(mouse.on(INGEST), mouse.on(INGEST) + QPoint(20, 180))
    x, y = view.stage.places()[INGEST]
    assert y > before[1] + 150
    assert list(said[-1]) == [INGEST]
    points = view.stage.lines.routes[f"permission|entry:app.main.documents|{INGEST}"].points
    assert points[-1] == (x, y + 26)


def test_a_card_snaps_into_line_with_another(view: CanvasView, mouse: Mouse) -> None:
    refresh = view.stage.places()["function:app.jobs.refresh_index"]
    ingest = view.stage.places()[INGEST]
    mouse.drag(mouse.on(INGEST), mouse.on(INGEST) + QPoint(0, round(refresh[1] - ingest[1]) + 3))
    assert view.stage.places()[INGEST][1] == refresh[1]


def test_escape_puts_a_dragged_card_back(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    before = view.stage.places()
    mouse.press(mouse.on(INGEST))
    mouse.move(mouse.on(INGEST), mouse.on(INGEST) + QPoint(0, 180))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.stage.places() == before


def test_all_selected_cards_move_together(view: CanvasView, mouse: Mouse) -> None:
    before = view.stage.places()
    view.select([INGEST, NIGHTLY])
    mouse.drag(mouse.on(INGEST), mouse.on(INGEST) + QPoint(10, 140))
    after = view.stage.places()
    moves = {(after[key][0] - before[key][0], after[key][1] - before[key][1]) for key in (INGEST, NIGHTLY)}
    assert len(moves) == 1


def test_what_is_placed_by_hand_stays_when_the_code_changes(view: CanvasView, mouse: Mouse, docs_chatbot) -> None:
    mouse.drag(mouse.on(INGEST), mouse.on(INGEST) + QPoint(0, 180))
    before = view.stage.places()
    view.show_architecture(docs_chatbot)
    assert view.stage.places() == before


def test_arrange_takes_every_card_back(view: CanvasView, mouse: Mouse) -> None:
    before = view.stage.places()
    mouse.drag(mouse.on(INGEST), mouse.on(INGEST) + QPoint(0, 180))
    view.arrange()
    assert view.stage.places() == before
    assert view.positions == {}


def test_align_and_distribute_place_by_hand(view: CanvasView) -> None:
    view.select([INGEST, NIGHTLY, WEB])
    view.align("left")
    places = view.stage.places()
    assert len({places[key][0] for key in (INGEST, NIGHTLY, WEB)}) == 1
    assert set(view.positions) == {INGEST, NIGHTLY, WEB}


def test_the_map_scrolls_along_when_a_card_is_dragged_to_the_edge(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    mouse.press(mouse.on(INGEST))
    mouse.move(mouse.on(INGEST), QPoint(600, 755))
    before = view.centre().y()
    qtbot.waitUntil(lambda: view.centre().y() > before + 40, timeout=3000)
    at_edge = view.stage.places()[INGEST][1]
    mouse.release(QPoint(600, 755))
    assert at_edge > before + 300


# looking around


def test_the_middle_button_pans(view: CanvasView, mouse: Mouse) -> None:
    before = view.mapToScene(QPoint(0, 0))
    mouse.drag(QPoint(600, 400), QPoint(500, 370), Qt.MouseButton.MiddleButton)
    moved = view.mapToScene(QPoint(0, 0)) - before
    assert (round(moved.x()), round(moved.y())) == (100, 30)


def wheel(view: CanvasView, spot: QPoint, delta: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(spot)
    event = QWheelEvent(
        place, view.viewport().mapToGlobal(place), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_with_control_zooms_about_the_pointer(view: CanvasView) -> None:
    spot = QPoint(400, 300)
    before = view.mapToScene(spot)
    wheel(view, spot, 240, Qt.KeyboardModifier.ControlModifier)
    moved = view.mapToScene(spot) - before
    assert view.zoom > 1.3
    assert abs(moved.x()) < 2
    assert abs(moved.y()) < 2


def test_the_wheel_alone_scrolls(view: CanvasView) -> None:
    before = view.mapToScene(QPoint(0, 0)).y()
    wheel(view, QPoint(400, 300), -120)
    assert view.zoom == 1.0
    assert view.mapToScene(QPoint(0, 0)).y() == before + 60


def test_fit_shows_every_card(view: CanvasView) -> None:
    view.zoom_to(3.0)
    view.fit()
    assert view.visible_map().contains(view.stage.content_rect())


@pytest.mark.parametrize(
    ("zoom", "overview", "labels", "signs"),
    [(1.0, False, True, True), (0.6, False, False, True), (0.3, False, False, False), (0.15, True, False, False)],
)
def test_text_gives_way_as_the_map_goes_away(
    view: CanvasView, zoom: float, overview: bool, labels: bool, signs: bool
) -> None:
    view.zoom_to(zoom)
    lines = view.stage.lines
    assert view.stage.far is overview
    if not overview:
        seen = any(bundle._signs.isVisible() for bundle in lines._bundles.values())
        assert (lines.labels_shown, seen) == (labels, signs)


def test_alt_click_fades_what_a_card_does_not_reach(view: CanvasView, mouse: Mouse) -> None:
    mouse.click(mouse.on(NIGHTLY), Qt.KeyboardModifier.AltModifier)
    assert view.stage.items_by_id[WEB].look.faded
    assert not view.stage.items_by_id[DOCS].look.faded
    mouse.click(mouse.on(NIGHTLY), Qt.KeyboardModifier.AltModifier)
    assert not view.stage.items_by_id[WEB].look.faded


# keys


def test_arrows_go_to_the_nearest_card(view: CanvasView, qtbot: QtBot) -> None:
    view.select([INGEST])
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.selection.resources == ("function:app.main.index_document",)
    assert view.stage.items_by_id["function:app.main.index_document"].look.focused


def test_tab_goes_from_card_to_card_in_reading_order(view: CanvasView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.selection.resources == (NIGHTLY,)
    assert view.accessibleDescription() == "nightly-refresh, Schedule · daily at 02:00"


def test_enter_opens_the_code_of_the_focused_card(view: CanvasView, qtbot: QtBot) -> None:
    opened = heard(view.open_code_requested)
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [Span("app/main.py", 9)]


def test_delete_and_f2_ask_for_the_selection(view: CanvasView, qtbot: QtBot) -> None:
    deleted, renamed = heard(view.delete_requested), heard(view.rename_requested)
    view.select([TABLE])
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    assert (deleted, renamed) == ([Selection(resources=(TABLE,))], [TABLE])


def test_control_a_selects_every_card(view: CanvasView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.selection.resources) == 12


# adding


def test_a_kind_dropped_from_the_palette_asks_for_a_resource_there(view: CanvasView) -> None:
    asked = heard(view.add_requested)
    mime = QMimeData()
    mime.setData(MIME_KIND, b"bucket")
    spot = QPointF(600, 100)
    drop = QDropEvent(spot, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    view.dropEvent(drop)
    corner = view.to_map(spot) - QPointF(26, 26)
    assert asked == [AddRequest("bucket", corner.x(), corner.y())]


def test_a_double_click_on_a_card_opens_its_code(view: CanvasView, mouse: Mouse, qtbot: QtBot) -> None:
    opened = heard(view.open_code_requested)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=mouse.on("vector_store:passages"))
    assert opened == [Span("app/retrieval.py", 11)]


def test_a_connection_can_be_drawn_by_keys_alone(view: CanvasView, qtbot: QtBot) -> None:
    asked = heard(view.connect_requested)
    view.select([HEALTH])
    qtbot.keyClick(view, Qt.Key.Key_C)
    view.keys.go_to(NIGHTLY)
    assert view.furniture.hint.text == "nightly-refresh starts work; nothing can call it."
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.popover is None
    view.keys.go_to(DOCS)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.popover is not None
    qtbot.keyClick(view.popover, Qt.Key.Key_Return)
    assert asked == [ConnectRequest(HEALTH, DOCS, ("get", "put"), "permission")]


def test_escape_ends_a_connection_drawn_by_keys(view: CanvasView, qtbot: QtBot) -> None:
    view.select([HEALTH])
    qtbot.keyClick(view, Qt.Key.Key_C)
    assert view.stage.targets
    view.keys.go_to(DOCS)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.stage.targets
    assert not view.stage.floating
    assert view.stage.focused == WEB  # where the line began
