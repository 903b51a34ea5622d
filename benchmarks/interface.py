"""The longest time that the window does not answer, for everything that a person does: real window, offscreen.

    python -m benchmarks.interface --json [--resources 400 2000] [--example rag_documents] [--only open] [--why]

To reach: 50 ms. `wall_ms` is what a person waits, `thread_ms` the same without what other programs took meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from archloom.app import desktop
from archloom.app.bundled import copy_of, examples
from archloom.app.preferences import Preferences
from archloom.app.window import MainWindow
from archloom.codegen.edits import Connect
from archloom.deployer.events import Done, Finished, Planned, Progressed, Started
from archloom.deployer.plan import Change, Plan
from archloom.resources.architecture import Architecture, Problem, Span
from archloom.resources.connecting import offers, why_not

from .heartbeat import Heartbeat
from .large_project import large_project

_QUIET = 0.35
Deed = Callable[[], Awaitable[object] | None]
Step = tuple[str, Deed]


class Tour:
    """One window on one project; `steps` are what is measured, in this order."""

    def __init__(self, window: MainWindow, project: Path) -> None:
        self.window, self.project = window, project

    @property
    def architecture(self) -> Architecture:
        found = self.window.session.architecture
        assert found is not None
        return found

    def steps(self) -> Iterator[Step]:
        bench = self.window.bench
        view = bench.view
        yield "open", self._open
        yield "fit", view.fit
        yield "zoom in", lambda: view.zoom_to(1.0)
        yield "dark theme", lambda: self.window.choose_theme("dark")
        yield "light theme", lambda: self.window.choose_theme("light")
        yield "select one", self._select_one
        yield "select all", self.window.parts.deeds.select_all
        yield "select none", lambda: view.select(())
        yield "search", self._search
        yield "filter the outline", lambda: bench.outline.filter.setText("orders")
        yield "clear the filter", lambda: bench.outline.filter.setText("")
        yield "focus", self._focus
        yield "show all", lambda: view.focus_on(None)
        yield "draw a line", self._draw
        yield "close the question", view.asking.close
        yield "edit", self._edit
        yield "undo", self._undo
        yield "save a file", self._save
        yield "a large file", self._code
        yield "2,000 problems", self._problems
        yield "problems page", lambda: bench.show_page("problems")
        yield "plan of a deployment", self._plan
        yield "deployment", self._deployment
        yield "back to the code", lambda: self.window.deploying.show_overlay("code")
        yield "arrange", self._arrange
        yield "export", self._export
        yield "start page", self.window.close_project
        yield "open again", self._open

    async def _open(self) -> None:
        arranged = _said(self.window.bench.view.arranged)
        self.window.open_project(self.project)
        await arranged
        await self._idle()

    async def _idle(self) -> None:
        while self.window.bench.view.showing.busy:
            await asyncio.sleep(0.01)

    def _most_used(self) -> str:
        return Counter(link.resource for link in self.architecture.links).most_common(1)[0][0]

    def _select_one(self) -> None:
        self.window.selecting.show(self._most_used())

    def _focus(self) -> None:
        self.window.bench.view.focus_on(self._most_used())

    async def _search(self) -> None:
        field = self.window.bench.top.search
        field.setFocus()
        for text in ("o", "or", "order", "orders 1"):
            field.setText(text)
            field.textEdited.emit(text)
            await asyncio.sleep(0.02)
        field.clear()
        self.window.bench.view.setFocus()

    def _ends(self) -> tuple[str, str, str]:
        """A handler, a declared resource that it does not use yet, and what it may do with it."""
        architecture = self.architecture
        linked = {(link.start, link.end) for link in architecture.links}
        for entry in architecture.entries:
            for resource in architecture.resources:
                if resource.origin == "declared" and (entry.id, resource.id) not in linked:
                    found = offers(architecture, entry.id, resource.id)
                    if found and why_not(architecture, entry.id, resource.id) is None:
                        return entry.id, resource.id, found[0].name
        raise AssertionError("nothing to connect")

    async def _draw(self) -> None:
        view = self.window.bench.view
        entry, store, _ = self._ends()
        view.select((store,))
        card = view.picture.card_of[entry]
        view.zoom_to(1.0)
        view.centerOn(view.stage.items_by_id[card])
        await asyncio.sleep(0.3)
        item = view.stage.items_by_id[card]
        start = QPointF(view.mapFromScene(QPointF(item.x() + item.size[0], item.y() + 26)))
        target = view.stage.items_by_id[view.picture.card_of[store]]
        end = QPointF(view.mapFromScene(target.rect.center()))
        _mouse(view, QEvent.Type.MouseButtonPress, start)
        for step in range(1, 11):
            _mouse(view, QEvent.Type.MouseMove, start + (end - start) * step / 10)
            await asyncio.sleep(0.01)
        _mouse(view, QEvent.Type.MouseButtonRelease, end)

    async def _edit(self) -> None:
        project = self.window.project
        assert project is not None
        entry, store, operation = self._ends()
        edited = _said(project.edited, project.refused)
        project.edit(Connect(entry, store, (operation,)))
        said = await edited
        assert not hasattr(said, "reason"), said
        await self._idle()

    async def _undo(self) -> None:
        project = self.window.project
        assert project is not None
        undone = _said(project.undone, project.refused)
        project.undo()
        await undone
        await self._idle()

    async def _save(self) -> None:
        """As an editor does: a file has one resource more."""
        assert self.window.project is not None
        updated = _said(self.window.project.updated)
        file = self.project / next(found.source.file for found in self.architecture.resources if found.source.file)
        text = file.read_text()
        file.write_text(text + '\nfrom archloom.resources import Bucket\nnewest = Bucket("newest")\n')
        await updated
        await self._idle()
        updated = _said(self.window.project.updated)
        file.write_text(text)
        await updated
        await self._idle()

    async def _code(self) -> None:
        (self.project / "long.py").write_text("".join(f"def f{n}(x):\n    return [x, {n}]\n" for n in range(2500)))
        self.window.selecting.show_code(Span("long.py", 2400))
        await asyncio.sleep(1.0)

    def _problems(self) -> None:
        problems = [
            Problem("unknown", "warning", f"Number {n} is not known.", Span("long.py", n + 1), remedy="Write it.")
            for n in range(2000)
        ]
        self.window.bench.bottom.problems.show_problems(problems)

    def _plan(self) -> None:
        runs = self.window.deploying.runs
        assert runs is not None
        self.window.bench.show_page("deployment")
        standing = replace(runs.standing, phase="previewing", began=1.0)
        runs.standing = standing
        self._say(Planned(Plan("large", "dev", "sandbox", self._changes())))
        runs.standing = replace(runs.standing, phase="previewed")
        runs.changed.emit(runs.standing)

    async def _deployment(self) -> None:
        """Everything that a whole deployment says, as fast as a pipe gives it."""
        runs = self.window.deploying.runs
        assert runs is not None
        runs.standing = replace(runs.standing, phase="deploying", began=1.0)
        changes = self._changes()
        for at in range(0, len(changes), 50):
            for change in changes[at : at + 50]:
                self._say(Started(change.name, change.type, "create", change.subject))
                self._say(Progressed(change.name, "half", 0.5, change.subject))
                self._say(Finished(change.name, change.type, "create", 0.1, change.subject))
            runs._tick()
            await asyncio.sleep(0.02)
        self._say(Done("succeeded", "", 1.0))
        runs.standing = replace(runs.standing, phase="deployed")
        runs.changed.emit(runs.standing)

    def _say(self, event: Any) -> None:
        runs = self.window.deploying.runs
        assert runs is not None
        runs._take(event)

    def _changes(self) -> tuple[Change, ...]:
        return tuple(
            Change(resource.id, "aws:dynamodb/table:Table", "create", resource.id)
            for resource in self.architecture.resources
        )

    async def _arrange(self) -> None:
        arranged = _said(self.window.bench.view.arranged)
        self.window.bench.view.arrange()
        await arranged
        await self._idle()

    async def _export(self) -> None:
        from archloom.app.dialogs.exporting import ExportDialog

        self.window.parts.deeds.export()
        dialog = self.window.findChild(ExportDialog)
        assert dialog is not None
        written = _said(dialog.finished)
        dialog.write(self.project / "picture.png")
        await written


def _mouse(view: Any, kind: QEvent.Type, spot: QPointF) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    place = view.viewport().mapToGlobal(spot)
    event = QMouseEvent(kind, spot, place, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view.viewport(), event)


def _said(*signals: Any) -> asyncio.Future[Any]:
    """What the first of these signals carries."""
    made: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    for signal in signals:
        signal.connect(lambda *words: made.done() or made.set_result(words[0] if words else None))
    return made


async def measure(project: Path, folder: Path, options: argparse.Namespace) -> dict[str, object]:
    preferences = Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window = MainWindow(preferences)
    window.resize(1600, 1000)
    window.show()
    window.worker.start()
    desktop.Preparing(window).begin()  # as when a person looks at the start page
    while not window.is_whole:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    heart = Heartbeat(why=options.why)
    tour = Tour(window, project)
    figures: dict[str, object] = {}
    for name, deed in tour.steps():
        if options.why:
            print(name, file=sys.stderr, flush=True)
        heart.restart()
        await asyncio.sleep(0)  # the deed has a turn of its own
        if (answer := deed()) is not None:
            await asyncio.wait_for(answer, 120)  # a step that never ends is a fault
        await asyncio.sleep(_QUIET)
        gap = heart.longest()
        figures[name] = {"wall_ms": round(gap.wall_ms, 1), "thread_ms": round(gap.thread_ms, 1)}
        if options.why and (not options.only or name == options.only):
            print(f"  {gap}", file=sys.stderr)
            for stack, count in heart.stacks.most_common(6):
                print(f"  {count:>3} × {stack}", file=sys.stderr)
    figures["cards"] = len(tour.architecture.resources)
    heart.stop()
    window.close()
    window.deleteLater()
    await asyncio.sleep(0.1)
    return figures


def _projects(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, Path]]:
    for example in examples():
        if example.name == options.example:
            yield example.name, copy_of(example, folder)
    for count in options.resources:
        yield f"{count} resources", large_project(folder / f"large{count}", count)


async def _all(options: argparse.Namespace, folder: Path) -> dict[str, dict[str, object]]:
    return {name: await measure(project, folder, options) for name, project in _projects(options, folder)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--why", action="store_true", help="where long gaps were spent, on standard error")
    parser.add_argument("--only", help="with --why: this step alone")
    parser.add_argument("--example", default="rag_documents", help="a bundled example")
    parser.add_argument("--resources", type=int, nargs="*", default=[400, 2000], help="sizes of generated projects")
    options = parser.parse_args()
    application = desktop.application()
    application.setQuitOnLastWindowClosed(False)  # one window after the other
    loop = QEventLoop(application)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as name, loop:
        os.environ |= {"ARCHLOOM_STATE": f"{name}/state", "XDG_CACHE_HOME": f"{name}/cache"}
        figures = loop.run_until_complete(_all(options, Path(name)))
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for project, found in figures.items():
        print(project)
        for step, value in found.items():
            print(f"  {step:<24} {json.dumps(value)}")


if __name__ == "__main__":
    main()
