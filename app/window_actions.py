"""The actions of the window: what each is called, its keys, when it is enabled. What each does is in `deeds`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ..canvas.view import CanvasView
from .actions import SEPARATOR, Action
from .deeds import Deeds
from .preferences import ThemeChoice
from .workbench.deploying import Deploying
from .workbench.workbench import Workbench

FILE, EDIT, PICTURE, VIEW, DEPLOY, HELP = "File", "Edit", "Picture", "View", "Deploy", "Help"

CARD_MENU = (
    "thing.code", "thing.editor", "problem.fix", "deploy.policy", SEPARATOR, "edit.rename", "edit.configurable",
    "picture.focus", "picture.unfold", "picture.fold",
    SEPARATOR, "picture.align_left", "picture.align_top", "picture.distribute_across", "picture.distribute_down",
    SEPARATOR, "edit.remove",
)  # fmt: skip
MORE = ("outline.filter", "file.refresh", SEPARATOR, "view.reset")
CANVAS_MENU = ("edit.add", SEPARATOR, "edit.select_all", "picture.arrange", "picture.fit", "file.export")


def tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def all_actions(deeds: Deeds, bench: Workbench, deploying: Deploying) -> list[Action]:
    return [
        *_file(deeds), *_edit(deeds), *_picture(deeds, bench.view), *_view(deeds, bench), *_deploy(deeds, deploying),
        *_help(deeds),
    ]  # fmt: skip


def _file(deeds: Deeds) -> list[Action]:
    opened = deeds.has_project
    return [
        Action("file.open", tr("Open folder…"), deeds.open_wanted.emit, "Ctrl+O", icon="folder-open", menu=FILE),
        Action("file.start", tr("Start page"), deeds.start_wanted.emit, "Ctrl+W", opened, "squares-four", menu=FILE),
        Action("file.refresh", tr("Read the code again"), deeds.read_again, "F5", opened, "arrows-clockwise",
               menu=FILE),
        Action("file.export", tr("Export the picture…"), deeds.export, "Ctrl+E", opened, "export", menu=FILE),
        Action("file.copy_image", tr("Copy the picture as an image"), deeds.copy_image, "Ctrl+Shift+C", opened,
               "image",
               menu=FILE),
        Action("file.quit", tr("Quit"), deeds.quit_wanted.emit, "Ctrl+Q", icon="sign-out", menu=FILE),
    ]  # fmt: skip


def _edit(deeds: Deeds) -> list[Action]:
    opened, one = deeds.has_project, deeds.has_one_selected
    return [
        Action("edit.undo", tr("Undo"), deeds.undo, "Ctrl+Z", deeds.can_undo, "arrow-u-up-left", menu=EDIT),
        Action("edit.redo", tr("Redo"), deeds.redo, "Ctrl+Shift+Z, Ctrl+Y", deeds.can_redo, "arrow-u-up-right",
               menu=EDIT),
        Action("edit.add", tr("Add a resource…"), deeds.add, "Ctrl+Shift+A", opened, "plus", menu=EDIT, words="new"),
        Action("edit.rename", tr("Rename"), deeds.rename, "F2", one, "pencil-simple", menu=EDIT),
        Action("edit.remove", tr("Remove…"), deeds.remove, "", one, "trash", menu=EDIT, words="delete"),
        Action("edit.select_all", tr("Select all"), deeds.select_all, "Ctrl+A", opened, "selection-all", menu=EDIT),
        Action("edit.find", tr("Search"), deeds.search, "Ctrl+K", opened, "magnifying-glass", menu=EDIT,
               words="palette"),
        Action("outline.filter", tr("Filter the outline"), deeds.filter_outline, "Ctrl+F", opened, "funnel-simple",
               menu=EDIT),
        Action("thing.code", tr("Show in code"), deeds.show_code, "", one, "code", menu=EDIT),
        Action("thing.editor", tr("Open in editor"), deeds.open_editor, "Ctrl+Return", one, "arrow-square-out",
               menu=EDIT),
    ]  # fmt: skip


def _picture(deeds: Deeds, view: CanvasView) -> list[Action]:
    opened, one, several = deeds.has_project, deeds.has_one_selected, deeds.has_several_selected
    return [
        Action("picture.arrange", tr("Arrange"), view.arrange, "Ctrl+Shift+L", opened, "tree-structure", menu=PICTURE),
        Action("picture.fit", tr("Fit"), view.fit, "Ctrl+0", opened, "frame-corners", menu=PICTURE),
        Action("picture.actual", tr("100 %"), lambda: view.zoom_to(1.0), "Ctrl+1", opened, menu=PICTURE, words="zoom"),
        Action("picture.zoom_in", tr("Zoom in"), lambda: view.zoom_step(1), "Ctrl++", opened, "plus", menu=PICTURE),
        Action("picture.zoom_out", tr("Zoom out"), lambda: view.zoom_step(-1), "Ctrl+-", opened, "minus", menu=PICTURE),
        Action("picture.focus", tr("Focus"), deeds.focus_selected, "Ctrl+Shift+F", one, "crosshair", menu=PICTURE),
        Action("picture.unfold", tr("Unfold"), view.unfold, "", lambda: opened() and bool(view.can_unfold()),
               "caret-down", menu=PICTURE),
        Action("picture.fold", tr("Fold again"), view.fold, "", lambda: opened() and bool(view.can_fold()), "caret-up",
               menu=PICTURE),
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


def _view(deeds: Deeds, bench: Workbench) -> list[Action]:
    opened = deeds.has_project
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
        Action(f"view.theme_{key}", title, lambda key=key: deeds.choose_theme(key), "", icon=icon,
               checked=lambda key=key: deeds.is_theme(key), menu=VIEW)
        for key, title, icon in themes
    ]  # fmt: skip
    return [
        *made,
        Action("view.left", tr("Outline"), lambda: deeds.toggle_dock("left"), "Ctrl+B", opened, "sidebar-simple",
               lambda: bench.docks.left.isVisible(), VIEW),
        Action("view.right", tr("Inspector"), lambda: deeds.toggle_dock("right"), "Ctrl+I", opened, "info",
               lambda: bench.docks.right.isVisible(), VIEW),
        Action("view.bottom", tr("Bottom panel"), lambda: deeds.toggle_dock("bottom"), "Ctrl+J", opened, "rows",
               lambda: bench.docks.bottom.isVisible(), VIEW),
        Action("view.next_part", tr("Next part of the window"), lambda: bench.go_round(1), "F6", opened, menu=VIEW,
               words="focus panel"),
        Action("view.part_before", tr("Part before"), lambda: bench.go_round(-1), "Shift+F6", opened, menu=VIEW,
               words="focus panel"),
        Action("view.reset", tr("Reset layout"), deeds.reset_layout, "", opened, "columns", menu=VIEW),
        Action("view.confirm", tr("Ask before each write"), deeds.toggle_confirm, icon="question",
               checked=deeds.asks_before_writing, menu=EDIT),
    ]  # fmt: skip


def _deploy(deeds: Deeds, deploying: Deploying) -> list[Action]:
    ready = deeds.can_deploy
    return [
        Action("deploy.preview", tr("Preview"), deploying.preview, "Ctrl+P", ready, "git-diff", menu=DEPLOY),
        Action("deploy.deploy", tr("Deploy…"), deploying.deploy, "Ctrl+Shift+D", ready, "rocket-launch", menu=DEPLOY),
        Action("deploy.cancel", tr("Cancel the deployment"), deeds.cancel_deployment, "", deeds.is_deploying, "stop",
               menu=DEPLOY),
        Action("deploy.destroy", tr("Destroy…"), deploying.destroy, "", deeds.is_deployed, "trash", menu=DEPLOY),
    ]  # fmt: skip


def _help(deeds: Deeds) -> list[Action]:
    return [Action("help.about", tr("About Archloom"), deeds.about, "F1", icon="info", menu=HELP)]
