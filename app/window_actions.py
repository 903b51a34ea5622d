"""The actions of the window: what each is called, its keys, when it is enabled. The deeds are the window's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from .actions import SEPARATOR, Action
from .preferences import ThemeChoice

if TYPE_CHECKING:
    from ..canvas.view import CanvasView
    from .window import MainWindow
    from .workbench.deploying import Deploying
    from .workbench.parts import Parts
    from .workbench.workbench import Workbench

FILE, EDIT, PICTURE, VIEW, DEPLOY, HELP = "File", "Edit", "Picture", "View", "Deploy", "Help"

CARD_MENU = (
    "thing.code", "thing.editor", SEPARATOR, "edit.rename", "picture.focus", SEPARATOR, "picture.align_left",
    "picture.align_top", "picture.distribute_across", "picture.distribute_down", SEPARATOR, "edit.remove",
)  # fmt: skip
MORE = ("outline.filter", "file.refresh", SEPARATOR, "view.reset")
CANVAS_MENU = ("edit.add", SEPARATOR, "edit.select_all", "picture.arrange", "picture.fit", "file.export")


def tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def all_actions(window: MainWindow, parts: Parts) -> list[Action]:
    return [
        *_file(window), *_edit(window), *_picture(window, parts.bench.view), *_view(window, parts.bench),
        *_deploy(window, parts.deploying), *_help(window),
    ]  # fmt: skip


def _file(window: MainWindow) -> list[Action]:
    opened = window.has_project
    return [
        Action("file.open", tr("Open folder…"), window.ask_folder, "Ctrl+O", icon="folder-open", menu=FILE),
        Action("file.start", tr("Start page"), window.close_project, "Ctrl+W", opened, "squares-four", menu=FILE),
        Action("file.refresh", tr("Read the code again"), window.read_again, "F5", opened, "arrows-clockwise",
               menu=FILE),
        Action("file.export", tr("Export the picture…"), window.export, "Ctrl+E", opened, "export", menu=FILE),
        Action("file.copy_image", tr("Copy the picture as an image"), window.copy_image, "Ctrl+Shift+C", opened,
               "image",
               menu=FILE),
        Action("file.quit", tr("Quit"), window.close, "Ctrl+Q", icon="sign-out", menu=FILE),
    ]  # fmt: skip


def _edit(window: MainWindow) -> list[Action]:
    opened, one = window.has_project, window.has_one_selected
    return [
        Action("edit.undo", tr("Undo"), window.undo, "Ctrl+Z", window.can_undo, "arrow-u-up-left", menu=EDIT),
        Action("edit.redo", tr("Redo"), window.redo, "Ctrl+Shift+Z, Ctrl+Y", window.can_redo, "arrow-u-up-right",
               menu=EDIT),
        Action("edit.add", tr("Add a resource…"), window.add, "Ctrl+Shift+A", opened, "plus", menu=EDIT, words="new"),
        Action("edit.rename", tr("Rename"), window.rename, "F2", one, "pencil-simple", menu=EDIT),
        Action("edit.remove", tr("Remove…"), window.remove, "", one, "trash", menu=EDIT, words="delete"),
        Action("edit.select_all", tr("Select all"), window.select_all, "Ctrl+A", opened, "selection-all", menu=EDIT),
        Action("edit.find", tr("Search"), window.search, "Ctrl+K", opened, "magnifying-glass", menu=EDIT,
               words="palette"),
        Action("outline.filter", tr("Filter the outline"), window.filter_outline, "Ctrl+F", opened, "funnel-simple",
               menu=EDIT),
        Action("thing.code", tr("Show in code"), window.show_code, "", one, "code", menu=EDIT),
        Action("thing.editor", tr("Open in editor"), window.open_editor, "Ctrl+Return", one, "arrow-square-out",
               menu=EDIT),
    ]  # fmt: skip


def _picture(window: MainWindow, view: CanvasView) -> list[Action]:
    opened, one, several = window.has_project, window.has_one_selected, window.has_several_selected
    return [
        Action("picture.arrange", tr("Arrange"), view.arrange, "Ctrl+Shift+L", opened, "tree-structure", menu=PICTURE),
        Action("picture.fit", tr("Fit"), view.fit, "Ctrl+0", opened, "frame-corners", menu=PICTURE),
        Action("picture.actual", tr("100 %"), lambda: view.zoom_to(1.0), "Ctrl+1", opened, menu=PICTURE, words="zoom"),
        Action("picture.zoom_in", tr("Zoom in"), lambda: view.zoom_step(1), "Ctrl++", opened, "plus", menu=PICTURE),
        Action("picture.zoom_out", tr("Zoom out"), lambda: view.zoom_step(-1), "Ctrl+-", opened, "minus", menu=PICTURE),
        Action("picture.focus", tr("Focus"), window.focus_selected, "Ctrl+Shift+F", one, "crosshair", menu=PICTURE),
        Action("picture.align_left", tr("Align left"), lambda: view.align("left"), "", several, "align-left-simple",
               menu=PICTURE),
        Action("picture.align_top", tr("Align top"), lambda: view.align("top"), "", several, "align-top-simple",
               menu=PICTURE),
        Action("picture.distribute_across", tr("Distribute across"), lambda: view.distribute(vertical=False), "",
               several,
               "columns", menu=PICTURE),
        Action("picture.distribute_down", tr("Distribute down"), lambda: view.distribute(vertical=True), "", several,
               "rows",
               menu=PICTURE),
    ]  # fmt: skip


def _view(window: MainWindow, bench: Workbench) -> list[Action]:
    opened = window.has_project
    pages = (("code", tr("Code"), "code"), ("changes", tr("Changes"), "git-commit"),
             ("deployment", tr("Deployment"), "rocket-launch"), ("problems", tr("Problems"), "warning"),
             ("logs", tr("Logs"), "terminal"))  # fmt: skip
    made = [
        Action(f"view.{key}", title, lambda key=key: bench.show_page(key), f"Alt+{at}", opened, icon, menu=VIEW)
        for at, (key, title, icon) in enumerate(pages, 1)
    ]
    themes: tuple[tuple[ThemeChoice, str, str], ...] = (
        ("light", tr("Light theme"), "sun"),
        ("dark", tr("Dark theme"), "moon"),
        ("system", tr("Theme of the system"), "circle-half"),
    )
    made += [
        Action(f"view.theme_{key}", title, lambda key=key: window.choose_theme(key), "", icon=icon,
               checked=lambda key=key: window.preferences.theme == key, menu=VIEW)
        for key, title, icon in themes
    ]  # fmt: skip
    return [
        *made,
        Action("view.left", tr("Outline"), lambda: window.toggle_dock("left"), "Ctrl+B", opened, "sidebar-simple",
               lambda: bench.docks.left.isVisible(), VIEW),
        Action("view.right", tr("Inspector"), lambda: window.toggle_dock("right"), "Ctrl+I", opened, "info",
               lambda: bench.docks.right.isVisible(), VIEW),
        Action("view.bottom", tr("Bottom panel"), lambda: window.toggle_dock("bottom"), "Ctrl+J", opened, "rows",
               lambda: bench.docks.bottom.isVisible(), VIEW),
        Action("view.reset", tr("Reset layout"), window.reset_layout, "", opened, "columns", menu=VIEW),
        Action("view.confirm", tr("Ask before each write"), window.toggle_confirm, icon="question",
               checked=lambda: window.preferences.confirm_writes, menu=EDIT),
    ]  # fmt: skip


def _deploy(window: MainWindow, deploying: Deploying) -> list[Action]:
    ready = window.can_deploy
    return [
        Action("deploy.preview", tr("Preview"), deploying.preview, "Ctrl+P", ready, "git-diff", menu=DEPLOY),
        Action("deploy.deploy", tr("Deploy…"), deploying.deploy, "Ctrl+Shift+D", ready, "rocket-launch", menu=DEPLOY),
        Action("deploy.cancel", tr("Cancel the deployment"), window.cancel_deployment, "", window.is_deploying, "stop",
               menu=DEPLOY),
        Action("deploy.destroy", tr("Destroy…"), deploying.destroy, "", window.is_deployed, "trash", menu=DEPLOY),
    ]  # fmt: skip


def _help(window: MainWindow) -> list[Action]:
    return [Action("help.about", tr("About Archloom"), window.about, "F1", icon="info", menu=HELP)]
