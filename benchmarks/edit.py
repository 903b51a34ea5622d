"""How long an edit of a file of 300 lines takes: worked out, checked, written, the architecture deduced again.

    python -m benchmarks.edit --json

`painted_ms` is what a person waits in the real window (offscreen): from the moment that the edit is accepted until the
picture with it is painted. To reach: 100 ms for all of it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from qasync import QEventLoop

from archloom.app import desktop
from archloom.app.preferences import Preferences
from archloom.app.window import MainWindow
from archloom.codegen import AddResource, Change, Connect, Edit, RenameResource, SetProperty, plan, undo, write
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import Deducer

from .paired import arguments, report

SIZES = (300, 2000)
HEAD = '''\
"""Orders."""

import json

from langchain_openai import ChatOpenAI

from archloom.resources import KVStore, Queue, Router

api = Router("shop")
orders = KVStore("orders")
jobs = Queue("jobs")
model = ChatOpenAI(model="gpt-4o-mini")
'''
ROUTE = '''

@api.get("/orders/{number}")
def read_{number}(request):
    """Answers about one kind of order."""
    found = orders.get(request.path_params["id"])
    if found is None:
        return {{"message": "There is no such order.", "kind": {number}}}
    answer = model.invoke(f"Say kindly: {{json.dumps(found)}}")
    return {{"order": found, "words": answer.content}}
'''
EDITS: dict[str, Edit] = {
    "connect": Connect("entry:main.read_20", "queue:jobs", ("push",)),
    "add": AddResource("bucket", "documents"),
    "rename": RenameResource("kv_store:orders", "sales"),
    "set": SetProperty("kv_store:orders", "ttl", "expires"),
}


def project(folder: Path, lines: int = 300) -> Path:
    """A project of one file with this many lines, about ten for each of its routes."""
    routes = (lines - HEAD.count("\n")) // ROUTE.count("\n")
    (folder / "main.py").write_text(HEAD + "".join(ROUTE.format(number=number) for number in range(routes)))
    return folder


def measure(folder: Path, edit: Edit, rounds: int = 30) -> dict[str, float]:
    """Milliseconds until the edit is worked out and checked, and until it is written and deduced again (medians)."""
    deducer = Deducer(folder, cache=False)  # each round makes the same bytes; a person's edit finds nothing stored
    before = deducer.run()
    times = [_round(folder, deducer, before, edit) for _ in range(rounds)]
    planned, done = ([1000 * one[at] for one in times] for at in (0, 1))
    return {
        "plan_ms": round(statistics.median(planned), 2),
        "all_ms": round(statistics.median(done), 2),
        "worst_ms": round(max(done), 2),
    }


def _round(folder: Path, deducer: Deducer, before: Architecture, edit: Edit) -> tuple[float, float]:
    start = time.perf_counter()
    change = plan(folder, before, edit, deducer=lambda overlay: deducer.run(overlay=overlay))
    planned = time.perf_counter() - start
    assert isinstance(change, Change), str(change)
    write(folder, change)
    deducer.run()
    done = time.perf_counter() - start
    undo(folder, change)
    deducer.run()
    return planned, done


async def painted(window: MainWindow, folder: Path, edit: Edit, rounds: int = 6) -> dict[str, float]:
    """Milliseconds until the picture is painted, in a window that has the project open."""
    view, times = window.bench.view, list[float]()
    await _until(view.arranged, lambda: window.open_project(folder))
    project = window.project
    assert project is not None
    await asyncio.sleep(1.0)  # the worker loads what edits need
    for _ in range(rounds + 1):
        edited = _next(project.edited)
        arranged, start = _next(view.arranged), time.perf_counter()
        project.edit(edit)
        await arranged
        view.viewport().repaint()
        times.append(1000 * (time.perf_counter() - start))
        await edited
        await _until(project.undone, project.undo)
        await asyncio.sleep(0.3)
    window.close_project()
    return {"painted_ms": round(statistics.median(times[1:]), 2), "painted_worst_ms": round(max(times[1:]), 2)}


def _next(signal: Any) -> asyncio.Future[None]:
    made: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    signal.connect(lambda *_: made.done() or made.set_result(None))
    return made


async def _until(signal: Any, deed: Callable[[], object]) -> None:
    said = _next(signal)
    deed()
    await asyncio.wait_for(said, 60)


async def _in_window(folder: Path) -> dict[str, dict[str, float]]:
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Preferences(settings))
    window.resize(1600, 1000)
    window.show()
    _ = window.parts
    made: dict[str, dict[str, float]] = {}
    for lines in SIZES:
        root = folder / f"project{lines}"
        root.mkdir()
        for name, edit in EDITS.items():
            made[f"{name} in {lines} lines"] = await painted(window, project(root, lines), edit)
    window.close()
    return made


def _painted(folder: Path) -> dict[str, dict[str, float]]:
    os.environ |= {"ARCHLOOM_STATE": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
    loop = QEventLoop(desktop.application())
    asyncio.set_event_loop(loop)
    with loop:
        return loop.run_until_complete(_in_window(folder))


def main() -> None:
    options = arguments(__doc__ or "")
    figures: dict[str, dict[str, float]] = {}
    for lines in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = project(Path(name), lines)
            _round(folder, Deducer(folder, cache=False), Deducer(folder).run(), EDITS["add"])  # loads libcst
            figures |= {f"{edit} in {lines} lines": measure(folder, made) for edit, made in EDITS.items()}
    with tempfile.TemporaryDirectory() as name:
        for key, found in _painted(Path(name)).items():
            figures[key] |= found
    report(figures, options.json)


if __name__ == "__main__":
    main()
