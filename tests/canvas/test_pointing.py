"""What the pointer does without a press: hovering, tips, the context menu, and two fingers on a trackpad."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QGraphicsItem

from archloom.canvas.selection import ContextRequest, Selection
from archloom.canvas.tips import line_tip
from archloom.canvas.view import CanvasView

from .conftest import Mouse

WEB, TABLE, DOCS = "web_app:app.main.app", "kv_store:conversations", "bucket:documents"


@pytest.fixture
def lined(view: CanvasView) -> tuple[str, QPoint]:
    """A line of the picture, and a place on it."""
    key, route = next((key, one) for key, one in sorted(view.stage.lines.routes.items()) if key.endswith(f"|{TABLE}"))
    (_, y), (x, _) = route.points[-2:]
    return key, view.mapFromScene(QPointF(x - 100, y))


def hover(view: CanvasView, spot: QPoint) -> None:
    place, none = QPointF(spot), Qt.MouseButton.NoButton
    QApplication.sendEvent(view.viewport(), QMouseEvent(
        QEvent.Type.MouseMove, place, view.viewport().mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip


def ask_for_menu(view: CanvasView, spot: QPoint, reason=QContextMenuEvent.Reason.Mouse) -> list[ContextRequest]:
    asked: list[ContextRequest] = []
    view.context_requested.connect(asked.append)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, spot, view.viewport().mapToGlobal(spot)))
    view.context_requested.disconnect(asked.append)
    return asked


def test_a_card_under_the_pointer_is_lifted_until_the_pointer_leaves(view: CanvasView, mouse: Mouse) -> None:
    hover(view, mouse.on(TABLE))
    assert view.stage.hovered == TABLE
    assert view.stage.items_by_id[TABLE].look.hovered

    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.stage.hovered is None
    assert not view.stage.items_by_id[TABLE].look.hovered


def test_a_port_offers_to_draw_a_line(view: CanvasView, mouse: Mouse) -> None:
    hover(view, mouse.port(DOCS))
    assert view.stage.pointed is not None
    assert view.stage.pointed[0] == DOCS
    assert view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor


def test_a_line_under_the_pointer_says_its_actions_and_its_code(view: CanvasView, lined: tuple[str, QPoint]) -> None:
    key, spot = lined
    hover(view, spot)
    assert view.stage.hovered_line == key
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor

    assert view.architecture is not None
    said = line_tip(view.architecture, view.stage.picture, key).split("\n")
    assert any(one.startswith("dynamodb:") for one in said)
    assert any(".py:" in one for one in said)


def test_the_ground_offers_nothing(view: CanvasView, mouse: Mouse) -> None:
    hover(view, mouse.on(TABLE))
    hover(view, QPoint(3, 3))
    assert (view.stage.hovered, view.stage.pointed, view.stage.hovered_line) == (None, None, None)


def test_the_menu_of_a_card_selects_it_first(view: CanvasView, mouse: Mouse) -> None:
    [asked] = ask_for_menu(view, mouse.on(TABLE))
    assert asked.selection == Selection(resources=(TABLE,))
    assert QPoint(asked.x, asked.y) == view.viewport().mapToGlobal(mouse.on(TABLE))


def test_the_menu_of_one_of_several_cards_is_for_all_of_them(view: CanvasView, mouse: Mouse) -> None:
    view.select([TABLE, DOCS])
    [asked] = ask_for_menu(view, mouse.on(TABLE))
    assert set(asked.selection.resources) == {TABLE, DOCS}


def test_the_menu_of_a_line_is_for_its_links(view: CanvasView, lined: tuple[str, QPoint]) -> None:
    key, spot = lined
    [asked] = ask_for_menu(view, spot)
    assert asked.selection.links == tuple(view.stage.picture.line_by_key[key].links)


def test_the_menu_of_the_ground_is_for_nothing(view: CanvasView) -> None:
    view.select([TABLE])
    [asked] = ask_for_menu(view, QPoint(3, 3))
    assert asked.selection == Selection()


def test_the_menu_by_key_is_for_what_is_selected(view: CanvasView, mouse: Mouse) -> None:
    view.select([TABLE])
    [asked] = ask_for_menu(view, mouse.on(DOCS), QContextMenuEvent.Reason.Keyboard)
    assert asked.selection == Selection(resources=(TABLE,))


def test_two_fingers_zoom_about_the_place_between_them(view: CanvasView) -> None:
    spot, before = QPointF(400, 300), view.mapToScene(QPoint(400, 300))
    QApplication.sendEvent(view.viewport(), QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, spot, spot, spot, 0.25,
        QPointF(),
    ))  # fmt: skip
    moved = view.mapToScene(QPoint(400, 300)) - before
    assert view.zoom == pytest.approx(1.25)
    assert abs(moved.x()) < 2
    assert abs(moved.y()) < 2


def test_the_line_that_is_being_drawn_is_seen_until_it_is_let_go(view: CanvasView, mouse: Mouse) -> None:
    def drawn() -> list[QGraphicsItem]:
        return [item for item in view.stage.floating if item.scene() is view.stage]

    start = mouse.port(WEB)
    mouse.press(start)
    mouse.move(start, start + QPoint(80, 60))
    assert any(item.boundingRect().width() > 50 for item in drawn())

    mouse.release(start + QPoint(80, 60))
    assert drawn() == []


def test_distributing_makes_the_gaps_equal_and_keeps_the_outer_cards(view: CanvasView) -> None:
    keys = sorted(view.stage.items_by_id, key=lambda key: view.stage.items_by_id[key].y())[:4]
    tops = {key: view.stage.items_by_id[key].y() for key in keys}
    view.select(keys)
    view.distribute(vertical=True)

    boxes = sorted((view.stage.items_by_id[key].box for key in keys), key=lambda box: box.y)
    gaps = [below.y - above.bottom for above, below in pairwise(boxes)]
    assert gaps == pytest.approx([gaps[0]] * 3)
    assert (boxes[0].y, boxes[-1].y) == (min(tops.values()), max(tops.values()))
