"""Edits by mouse and keyboard: the code changes, the picture follows, undo takes back every byte."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from archloom.app.dialogs.asking import Question
from archloom.app.panels.palette import MIME
from archloom.app.widgets.buttons import Button
from archloom.app.widgets.check import Check
from archloom.app.window import MainWindow
from archloom.canvas.measures import row_centre
from archloom.canvas.selection import AddRequest
from archloom.codegen import AddResource, RenameResource
from archloom.resources.architecture import Resource

from .conftest import WAIT, open_in

PLACE, SHOW = "entry:main.place", "entry:main.show"


def code(shop: Path) -> str:
    return (shop / "main.py").read_text()


def edited(window: MainWindow, qtbot: QtBot, count: int = 1) -> None:
    qtbot.waitUntil(lambda: len(window.project.edits()) == count, timeout=WAIT)


def select_permission(window: MainWindow, start: str, end: str) -> None:
    window.bench.view.select([("permission", start, end)])


def check_box(window: MainWindow, name: str) -> Check:
    return next(box for box in window.bench.inspector.findChildren(Check) if box.text() == name and box.isVisible())


def test_ticking_an_operation_writes_the_grant(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    select_permission(opened, SHOW, "kv_store:orders")
    qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    assert "@allow(orders.get, orders.delete)" in code(shop)
    assert opened.bench.canvas.toast.isVisible()
    assert opened.bench.canvas.toast.accessibleName() == "main.py +1 −1"


def test_undo_and_redo_restore_the_bytes(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = (shop / "main.py").read_bytes()
    select_permission(opened, SHOW, "kv_store:orders")
    qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    after = (shop / "main.py").read_bytes()
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    edited(opened, qtbot, 0)
    assert (shop / "main.py").read_bytes() == before
    QTest.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    edited(opened, qtbot, 1)
    assert (shop / "main.py").read_bytes() == after


def test_renaming_in_the_inspector_renames_in_the_code(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    opened.bench.view.select(["kv_store:notes"])
    opened.bench.view.setFocus()
    QTest.keyClick(opened.bench.view, Qt.Key.Key_F2)
    line = opened.bench.inspector.findChild(QLineEdit, "name")
    assert line is not None
    assert line.hasFocus()
    line.selectAll()
    QTest.keyClicks(line, "remarks")
    QTest.keyClick(line, Qt.Key.Key_Return)
    edited(opened, qtbot)
    assert 'KVStore("remarks")' in code(shop)
    qtbot.waitUntil(lambda: "kv_store:remarks" in opened.bench.view.picture.card_by_id, timeout=WAIT)


def test_a_name_that_aws_refuses_is_said_and_not_written(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = code(shop)
    opened.bench.view.select(["kv_store:notes"])
    line = opened.bench.inspector.findChild(QLineEdit, "name")
    assert line is not None
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "no spaces!")
    QTest.keyClick(line, Qt.Key.Key_Return)
    shown = [text for text in opened.bench.inspector.findChildren(QWidget) if "does not fit" in _text(text)]
    assert any(text.isVisible() for text in shown)
    assert code(shop) == before


def test_a_property_is_written_and_its_default_taken_back(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    opened.bench.view.select(["kv_store:orders"])
    field = next(
        line for line in opened.bench.inspector.findChildren(QLineEdit) if line.accessibleName() == "Expires by"
    )
    field.setFocus()
    QTest.keyClicks(field, "gone_at")
    QTest.keyClick(field, Qt.Key.Key_Return)
    edited(opened, qtbot)
    assert 'ttl="gone_at"' in code(shop)


def test_quick_add_writes_a_new_resource(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view, quick = opened.bench.view, opened.bench.canvas.quick_add
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Slash)
    assert quick.isVisible()
    QTest.keyClicks(quick.field, "topic")
    QTest.keyClick(quick.field, Qt.Key.Key_Return)
    QTest.keyClicks(quick.name, "news")  # in place of the name that is offered
    QTest.keyClick(quick.name, Qt.Key.Key_Return)
    edited(opened, qtbot)
    assert 'Topic("news")' in code(shop)
    qtbot.waitUntil(lambda: "topic:news" in view.picture.card_by_id, timeout=WAIT)


def test_what_a_kind_cannot_do_without_is_asked_with_its_name(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view, quick = opened.bench.view, opened.bench.canvas.quick_add
    view.add_requested.emit(AddRequest("schedule", 40.0, 40.0))
    (field,) = quick.needed.values()
    field.setText("at two")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert quick.isVisible()  # refused, with the reason in sight
    field.setText("0 3 * * ? *")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "schedule:nightly" in view.picture.card_by_id, timeout=WAIT)
    assert 'Schedule("nightly", cron="0 3 * * ? *")' in (shop / "main.py").read_text()


def test_escape_closes_quick_add_and_writes_nothing(opened: MainWindow, shop: Path) -> None:
    before = code(shop)
    opened.registry.run("edit.add")
    quick = opened.bench.canvas.quick_add
    QTest.keyClick(quick.field, Qt.Key.Key_Escape)
    assert not quick.isVisible()
    assert code(shop) == before


def test_removing_a_resource_shows_its_uses_and_asks(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view = opened.bench.view
    view.select(["kv_store:notes"])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    question = opened.findChild(Question)
    assert question is not None
    qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    assert "notes" not in code(shop)


def test_a_permission_that_the_code_uses_is_not_removed_but_shown(opened: MainWindow, shop: Path) -> None:
    before = code(shop)
    select_permission(opened, PLACE, "queue:jobs")
    opened.registry.run("edit.remove")
    assert "uses it" in opened.bench.canvas.toast.accessibleName()
    assert code(shop) == before


def test_drawing_a_line_from_a_handler_to_a_store_grants_it(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view = opened.bench.view
    view.fit()
    qtbot.waitUntil(lambda: not view.camera.moving, timeout=WAIT)
    start = view.stage.items_by_id["function:main.place"].rect
    end = view.stage.items_by_id["kv_store:notes"].rect
    drag(view, QPointF(start.right(), start.top() + 26), end.center())
    assert view.popover is not None
    QTest.keyClick(view.popover, Qt.Key.Key_Return)
    edited(opened, qtbot)
    assert "@allow(notes.get, notes.set)" in code(shop)
    assert view.selection.single == ("permission", PLACE, "kv_store:notes")
    pane = opened.bench.bottom.code
    assert pane.isVisible()
    lines = code(shop).splitlines()
    written = next(at for at, line in enumerate(lines, 1) if "notes.get, notes.set" in line)
    assert pane.view.added(written)
    assert pane.view.line_rect(written).top() < pane.view.viewport().height()
    assert opened.bench.canvas.toast.isVisible()


def test_the_changes_tab_lists_each_edit_with_its_own_undo(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = code(shop)
    select_permission(opened, SHOW, "kv_store:orders")
    qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    opened.bench.show_page("changes")
    undo = [button for button in opened.bench.bottom.changes.findChildren(Button) if button.text() == "Undo"]
    qtbot.mouseClick(undo[0], Qt.MouseButton.LeftButton)
    edited(opened, qtbot, 0)
    assert code(shop) == before


def test_undo_keeps_what_was_written_elsewhere_in_the_file(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = code(shop)
    select_permission(opened, SHOW, "kv_store:orders")
    qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    (shop / "main.py").write_text(code(shop) + "\n# by hand\n")
    opened.registry.run("edit.undo")
    edited(opened, qtbot, 0)
    assert code(shop) == before + "\n# by hand\n"


def test_lines_that_changed_meanwhile_are_never_overwritten(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    select_permission(opened, SHOW, "kv_store:orders")
    qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
    edited(opened, qtbot)
    changed = code(shop).replace("orders.delete", "orders.delete, orders.scan")
    (shop / "main.py").write_text(changed)
    opened.registry.run("edit.undo")
    qtbot.waitUntil(lambda: "main.py" in opened.bench.canvas.toast.accessibleName(), timeout=WAIT)
    qtbot.waitUntil(lambda: "changed" in opened.bench.canvas.toast.accessibleName(), timeout=WAIT)
    assert code(shop) == changed


def test_an_older_edit_of_the_same_file_is_undone_alone(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    project = opened.project
    assert project is not None
    for count, kind in enumerate(("bucket", "queue"), 1):
        project.edit(AddResource(kind, f"new-{kind}"))
        edited(opened, qtbot, count)
    after = code(shop)
    project.take_back(project.edits()[0])
    edited(opened, qtbot, 3)
    assert "new-bucket" not in code(shop)
    assert "new-queue" in code(shop)
    opened.registry.run("edit.undo")
    edited(opened, qtbot, 2)
    assert code(shop) == after


def drag(view: QWidget, start: QPointF, end: QPointF) -> None:
    """A real drag on the canvas, from one place of the map to another."""
    viewport = view.viewport()
    first, last = (QPointF(view.mapFromScene(place)) for place in (start, end))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first.toPoint())
    for step in range(1, 11):
        at = first + (last - first) * step / 10
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last.toPoint())


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return text() if callable(text) else ""


def test_a_kind_that_is_dropped_on_the_map_stands_where_it_was_dropped(
    opened: MainWindow, shop: Path, qtbot: QtBot
) -> None:
    view, quick = opened.bench.view, opened.bench.canvas.quick_add
    data = QMimeData()
    data.setData(MIME, b"topic")
    place = QPointF(300, 200)
    view.dropEvent(
        QDropEvent(place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    spot = view.to_map(place)
    QTest.keyClick(quick.name, Qt.Key.Key_Return)
    edited(opened, qtbot)
    assert "topic:events" in view.positions
    assert (shop / ".archloom" / "layout.json").is_file()
    tile = QPointF(26, 26)  # the outline that follows the pointer holds a card there
    assert (view.stage.items_by_id["topic:events"].rect.topLeft() + tile - spot).manhattanLength() < 2


def test_a_renamed_resource_stays_where_it_is_and_selected(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    view = opened.bench.view
    card = view.stage.items_by_id["kv_store:orders"]
    drag(view, card.rect.center(), card.rect.center() + QPointF(40, 60))
    place = view.stage.places()["kv_store:orders"]
    view.select(["kv_store:orders"])
    opened.editing.edit(RenameResource("kv_store:orders", "sales"))
    edited(opened, qtbot)
    qtbot.waitUntil(lambda: "kv_store:sales" in view.stage.items_by_id, timeout=WAIT)
    assert view.stage.places()["kv_store:sales"] == place
    assert view.selection.resources == ("kv_store:sales",)
    assert [subject.id for subject in opened.selecting.subjects if isinstance(subject, Resource)] == ["kv_store:sales"]
    layout = shop / ".archloom" / "layout.json"
    qtbot.waitUntil(lambda: '"kv_store:sales"' in layout.read_text(), timeout=WAIT)


def test_a_write_is_asked_about_when_the_person_wants_that(opened: MainWindow, shop: Path, qtbot: QtBot) -> None:
    before = code(shop)
    opened.registry.run("view.confirm")
    for answer in ("no", "yes"):
        select_permission(opened, SHOW, "kv_store:orders")
        qtbot.mouseClick(check_box(opened, "delete"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.findChild(Question) is not None, timeout=WAIT)
        question = opened.findChild(Question)
        assert question is not None
        assert code(shop) == before
        qtbot.mouseClick(getattr(question, answer), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.findChild(Question) is None, timeout=WAIT)
    edited(opened, qtbot)
    assert "orders.delete" in code(shop)


LIBRARY = '''import boto3
from fastapi import FastAPI

app = FastAPI()
orders = boto3.resource("dynamodb").Table("orders")


@app.get("/orders")
def listed():
    return orders.scan()


@app.get("/report")
def report():
    return {}
'''


def test_drawing_a_line_to_a_table_that_library_code_makes_grants_it_by_name(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    root = tmp_path / "plain"
    root.mkdir()
    (root / "main.py").write_text(LIBRARY)
    view = open_in(window, root, qtbot).bench.view
    view.fit()
    qtbot.waitUntil(lambda: not view.camera.moving, timeout=WAIT)
    start = view.stage.items_by_id["web_app:main.app"]
    end = view.stage.items_by_id["kv_store:orders"].rect
    port = row_centre(start.card.row_ids.index("entry:main.report"))
    drag(view, QPointF(start.rect.right(), start.rect.top() + port), end.center())
    assert view.popover is not None
    QTest.keyClick(view.popover, Qt.Key.Key_Return)
    edited(window, qtbot)
    assert '@allow(KVStore.at("orders").get, KVStore.at("orders").set)\ndef report()' in code(root)
    assert view.selection.single == ("permission", "entry:main.report", "kv_store:orders")
    window.registry.run("edit.undo")
    edited(window, qtbot, 0)
    assert code(root) == LIBRARY
