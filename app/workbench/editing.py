"""Edits of the picture: what a person asks for becomes a codegen edit; what came of it becomes a toast and a diff."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from ...canvas.selection import AddRequest, ConnectRequest
from ...codegen.edits import AddResource, AddTrigger, Connect, Disconnect, Edit, RemoveResource, RenameResource
from ...resources.architecture import Architecture, Entry, Link, Resource, Span
from ...resources.connecting import entry_at, label_of
from ..dialogs.asking import Question
from ..inspector.facts import Subject
from ..panels.diff_view import added_lines
from ..panels.edit_words import title_of
from ..preferences import Preferences
from ..project import EditCommand, Project, Refusal
from ..tasks import Tasks
from .selecting import Selecting
from .workbench import Workbench


class Editing(QObject):
    def __init__(self, bench: Workbench, selecting: Selecting, preferences: Preferences, window: QWidget) -> None:
        super().__init__(bench)
        self._bench, self._selecting = bench, selecting
        self._preferences, self._window = preferences, window
        self._project: Project | None = None
        self._dropped: tuple[float, float] | None = None
        self._tasks = Tasks()
        self._diffs: dict[Edit, str] = {}
        bench.view.preview_of = self._preview_of
        bench.inspector.edit_wanted.connect(self.edit)
        bench.inspector.remove_wanted.connect(self.remove)
        bench.bottom.changes.undo_wanted.connect(lambda command: self._project and self._project.take_back(command))
        bench.canvas.quick_add.edit_wanted.connect(self.edit)
        bench.side.palette_.add_wanted.connect(lambda kind: self.add(kind))
        bench.view.connect_requested.connect(self._connect)
        bench.view.add_requested.connect(self._add_at)
        bench.view.delete_requested.connect(lambda _selection: self.remove_selection())
        bench.view.rename_requested.connect(lambda _thing: self.rename())

    def set_project(self, project: Project) -> None:
        self._project = project
        self.forget()
        project.updated.connect(lambda _update: self.forget())
        project.confirm = self._confirmed
        project.edited.connect(self._edited)
        project.undone.connect(self._undone)
        project.refused.connect(self._refused)
        self._bench.bottom.changes.show_edits(())
        self._bench.bottom.tabs.set_count("changes", 0)

    def edit(self, edit: Edit) -> None:
        if self._project is not None:
            self._project.edit(edit)

    def add(self, kind: str = "", at: QPoint | None = None) -> None:
        """Quick add: in the middle of the canvas, or at a place of it."""
        if self._project is not None and self._project.architecture is not None:
            self._bench.canvas.quick_add.open(self._project.architecture, at or self._bench.canvas.middle(), kind)

    def rename(self) -> None:
        """F2: the cursor goes into the name."""
        self._bench.docks.right.show()
        if not self._bench.inspector.edit_name():
            self._bench.canvas.toast.say(
                self.tr("The code does not give this a name that could be changed."), state="warning"
            )

    def remove_selection(self) -> None:
        if len(self._selecting.subjects) == 1:
            self.remove(self._selecting.subjects[0])

    def remove(self, subject: Subject) -> None:
        architecture = self._project.architecture if self._project else None
        if architecture is None:
            return
        match subject:
            case Resource():
                self._remove_resource(subject, architecture)
            case Link():
                self._remove_link(subject, architecture)
            case Entry():
                words = self.tr("{} is code; remove its function in your editor.").format(subject.label)
                self._say_no(words, subject.source)

    def _remove_resource(self, resource: Resource, architecture: Architecture) -> None:
        name = label_of(architecture, resource.id)
        if resource.origin != "declared":
            self._say_no(
                self.tr("{} comes from library code; remove that code in your editor.").format(name), resource.source
            )
            return
        uses = [piece for link in architecture.links_to(resource.id) for piece in link.evidence]
        text = self.tr("Its declaration and the grants that name it are taken out of the code.")
        question = Question(self._window, self.tr("Remove {}?").format(name), text, self.tr("Remove"), danger=True)
        places = sorted({piece.span for piece in uses})
        lines = [(str(span), self._line(span)) for span in places[:12]]
        question.add_lines(self.tr("These lines use it"), lines)
        question.ask(lambda: self.edit(RemoveResource(resource.id)))

    def _remove_link(self, link: Link, architecture: Architecture) -> None:
        if link.kind == "permission" and link.state != "declared":
            span = link.evidence[0].span if link.evidence else architecture.entry_by_id[link.entry].source
            words = self.tr("{} needs this: the code at {} uses it.")
            self._say_no(words.format(label_of(architecture, link.start), span), span)
            return
        self.edit(Disconnect(link.entry, link.resource, "" if link.kind == "config" else link.kind))

    def _say_no(self, words: str, span: Span) -> None:
        offers: list[tuple[str, Callable[[], object]]] = []
        if span.file:
            offers.append((self.tr("Show"), lambda: self._selecting.show_code(span)))
        self._bench.canvas.toast.say(words, state="warning", offers=offers)

    def _connect(self, request: ConnectRequest) -> None:
        if (edit := self._edit_for(request)) is not None:
            self.edit(edit)

    def _edit_for(self, request: ConnectRequest) -> Edit | None:
        """The edit that a drawn line asks for; None when one of its ends is gone."""
        architecture = self._project.architecture if self._project else None
        if architecture is None or not request.operations:
            return None
        trigger = request.flow == "trigger"
        entry = entry_at(architecture, request.end if trigger else request.start)
        if entry is None:
            return None
        if trigger:
            path = _path_for(request, architecture, entry)
            return AddTrigger(request.start, entry.handler, request.operations[0], path)
        end = architecture.entry_by_id.get(request.end)
        return Connect(entry.id, end.runs_in if end else request.end, tuple(request.operations))

    def _preview_of(self, request: ConnectRequest) -> str:
        """The diff that the popover shows: what is known, and what is not is asked for."""
        edit = self._edit_for(request)
        if edit is None or self._project is None:
            return ""
        if edit not in self._diffs:
            self._diffs[edit] = ""
            self._tasks.start(self._work_out(edit, self._project))
        return self._diffs[edit]

    def diffs(self) -> tuple[str, ...]:
        """The diffs that the popover was given; an empty one is still worked out."""
        return tuple(self._diffs.values())

    async def _work_out(self, edit: Edit, project: Project) -> None:
        self._diffs[edit] = await project.diff_of(edit)
        popover = self._bench.view.popover
        if popover is not None and self._diffs[edit]:
            popover.refresh()

    def forget(self) -> None:
        """The code changed: no diff that was worked out holds any longer."""
        self._tasks.cancel()
        self._diffs.clear()

    def _add_at(self, request: AddRequest) -> None:
        self._dropped = (request.x, request.y) if request.kind else None  # a kind was dropped there by hand
        place = self._bench.view.mapFromScene(request.x, request.y)
        self.add(request.kind, self._bench.view.mapTo(self._bench.canvas, place))

    def _edited(self, command: EditCommand) -> None:
        self._show_changes()
        offers: list[tuple[str, Callable[[], object]]] = []
        if self._project is not None:
            offers = [
                (self.tr("Undo"), self._project.undo),
                (self.tr("Show diff"), lambda: self._bench.show_page("changes")),
            ]
        self._bench.canvas.toast.say(command.change.summary, style="row_code", offers=offers)
        self._bench.view.when_shown(lambda: self._select_made(command.change))
        self._bench.bottom.code.show_added(_added(command.change))
        self._keep_places(command)

    def _keep_places(self, command: EditCommand) -> None:
        """What was placed by hand is kept under its new name."""
        view = self._bench.view
        if isinstance(command.change.edit, RenameResource) and view.positions:
            view.when_shown(lambda: view.positions_changed.emit(view.positions))

    def _select_made(self, change: Any) -> None:
        self._select_new(change)
        self._select_drawn(change)

    def _select_new(self, change: Any) -> None:
        """A new resource is selected; one that was dropped on the map stands where it was dropped."""
        edit, dropped = change.edit, self._dropped
        self._dropped = None
        view = self._bench.view
        card = f"{edit.kind}:{edit.name}" if isinstance(edit, AddResource) else ""
        if card not in view.picture.card_by_id:
            return
        if dropped is not None:
            view.stage.move_cards({card: dropped})
            view.placed_by_hand([card])
        self._selecting.show(card)

    def _select_drawn(self, change: Any) -> None:
        """A line that was drawn is selected, and the code that was written for it is in sight."""
        architecture = self._project.architecture if self._project else None
        link = _drawn(change.edit, architecture) if architecture else None
        if link is not None:
            self._bench.show_page("code")
            self._bench.view.select((link.key,))

    def _undone(self, command: EditCommand) -> None:
        self._show_changes()
        self._bench.bottom.code.show_added({})
        project = self._project
        words = self.tr("Taken back: {}").format(title_of(command.change))
        self._bench.canvas.toast.say(words, offers=[(self.tr("Redo"), project.redo)] if project else [])
        self._keep_places(command)

    def _refused(self, refusal: Refusal) -> None:
        words = f"{refusal.reason} {refusal.next_step}".strip()
        span = refusal.span
        offers = [(self.tr("Show"), lambda: self._selecting.show_code(span))] if span else []
        self._bench.canvas.toast.say(words, state="error", offers=offers)
        self._selecting.refresh()

    async def _confirmed(self, change: Any) -> bool:
        """Shows the diff and waits for the answer, when the preference says so."""
        if not self._preferences.confirm_writes:
            return True
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        question = Question(self._window, self.tr("Write this?"), title_of(change), self.tr("Write"))
        for file in change.files:
            before, after = ((data or b"").decode("utf-8", "replace") for data in (file.before, file.after))
            question.add_diff(file.path, before, after)
        question.finished.connect(lambda result: answer.done() or answer.set_result(bool(result)))
        question.ask(lambda: None)
        return await answer

    def _show_changes(self) -> None:
        edits = self._project.edits() if self._project else ()
        self._bench.bottom.changes.show_edits(edits)
        self._bench.bottom.tabs.set_count("changes", len(edits))

    def _line(self, span: Span) -> str:
        lines = self._project.text_of(span.file).splitlines() if self._project else []
        return lines[span.line - 1].strip() if 0 < span.line <= len(lines) else ""


def _drawn(edit: Edit, architecture: Architecture) -> Link | None:
    """The link that an edit made, when a line was drawn for it."""
    match edit:
        case Connect(entry=entry, resource=resource):
            found = (link for link in architecture.links_to(resource) if link.key[:2] == ("permission", entry))
        case AddTrigger(resource=resource, handler=handler):
            found = (
                link for link in architecture.links
                if link.kind == "trigger" and link.resource == resource
                and architecture.entry_by_id[link.entry].handler == handler
            )  # fmt: skip
        case _:
            return None
    return next(found, None)


def _added(change: Any) -> dict[str, frozenset[int]]:
    """The lines of each file that a change added."""
    return {
        file.path: added_lines((file.before or b"").decode("utf-8", "replace"), file.after.decode("utf-8", "replace"))
        for file in change.files
        if file.after is not None
    }


def _path_for(request: ConnectRequest, architecture: Architecture, entry: Entry) -> str:
    """A route needs a path: the handler's own name, which can be changed afterwards."""
    resource = architecture.by_id.get(request.start)
    if resource is None or resource.kind != "router":
        return ""
    return "/" + entry.handler.rpartition(".")[2].replace("_", "-")
