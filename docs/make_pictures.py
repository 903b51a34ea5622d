"""Makes the screenshots of docs/pictures again: `QT_QPA_PLATFORM=offscreen python docs/make_pictures.py [NAME …]`.

Opens the real window at 1600 × 1000 on a copy of each bundled example, in light and dark, with its most telling
permission selected; then a connection that is drawn with the mouse, a real deployment to the sandbox, the preview of a
change after it, and the start page. Takes about two minutes.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

PICTURES = Path(__file__).resolve().parent / "pictures"
SIZE = (1600, 1000)
DEPLOYED = "joke_api"
CHANGES = (
    ("favourites.get)\ndef read", "favourites.get, favourites.set)\ndef read"),
    ("import KVStore,", "import KVStore, Queue,"),
    ('ttl="forgotten_at"', 'ttl="gone_at"'),
)
"""What the picture of a preview changes in the deployed example, besides a new queue and a route that goes."""
IDEAS = """
ideas = Queue("ideas", dead_letter=3)


@ideas.subscribe
@allow(favourites.set)
def consider(message: dict) -> None:
    favourites.set(message["id"], {"joke": message["joke"]})
"""


async def until(done: Callable[[], object]) -> None:
    """Wait for something; a minute at most, so that a fault ends the script."""
    for _ in range(1200):
        if done():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("a picture was not ready within a minute")


def telling(window: MainWindow) -> None:
    """Select the permission with the most lines of evidence, rather one of AWS."""
    assert window.project is not None
    architecture = window.project.architecture
    assert architecture is not None
    links = [link for link in architecture.links if link.kind == "permission" and link.actions and link.evidence]
    if links:
        best = max(links, key=lambda link: (":" in link.actions[0], link.state == "proven", len(link.evidence)))
        window.bench.view.select([best.key])


async def picture_of(window: MainWindow, root: Path, file: str) -> None:
    window.parts.deeds.reset_layout()
    window.open_project(root)
    await until(lambda: window.project and window.project.architecture and window.bench.view.picture.cards)
    await asyncio.sleep(0.6)
    telling(window)
    await settle(window, file)


async def preview_of(window: MainWindow, root: Path, file: str) -> None:
    window.open_project(root)
    await until(lambda: window.project and window.project.architecture and window.bench.view.picture.cards)
    await asyncio.sleep(0.6)
    window.deploying.preview()
    await until(lambda: window.deploying.runs and window.deploying.runs.standing.phase in ("previewed", "failed"))
    await settle(window, file)


async def deployed_of(window: MainWindow, root: Path, theme: str) -> None:
    """A real deployment to the sandbox, and the answer of its first route; then the preview of a change."""
    await preview_of(window, root, "")
    window.deploying.apply(False)
    runs = window.deploying.runs
    assert runs is not None
    await until(lambda: runs.standing.phase in ("deployed", "failed"))
    try_it = window.bench.bottom.deployment.result.try_it
    for _ in range(2):  # the first call starts a process
        try_it.send.click()
        await until(lambda: try_it.status == "Waiting")
        await until(lambda: try_it.status not in ("", "Waiting"))
    window.bench.view.select(["function:main.tell"])
    window.bench.canvas.toast.hide()
    await settle(window, f"deployed-{theme}.png")
    change(root)
    await until(lambda: "queue:ideas" in window.bench.view.picture.card_by_id)
    await asyncio.sleep(0.8)
    window.bench.view.select([])
    window.deploying.preview()
    await until(lambda: runs.standing.phase in ("previewed", "failed"))
    await settle(window, f"preview-{theme}.png")
    restore(root)
    await until(lambda: "queue:ideas" not in window.bench.view.picture.card_by_id)
    runs.destroy()
    await until(lambda: runs.standing.phase in ("destroyed", "failed"))


def change(root: Path) -> None:
    """Another version of the example: a queue and its worker come, a route goes, a role and a table change."""
    text = (root / "main.py").read_text(encoding="utf-8")
    for before, after in CHANGES:
        if before not in text:
            raise ValueError(f"{DEPLOYED} has no {before!r} any more")
        text = text.replace(before, after)
    kept = text[: text.index("\n\n@api.delete(")]
    (root / "main.py").write_text(kept + "\n" + IDEAS, encoding="utf-8")


def restore(root: Path) -> None:
    source = next(example.folder for example in examples() if example.name == DEPLOYED)
    shutil.copy(source / "main.py", root / "main.py")


async def connect_of(window: MainWindow, root: Path, file: str) -> None:
    """A line that is drawn with the mouse, up to the question that ends it."""
    await picture_of(window, root, "")
    view = window.bench.view
    view.select([])
    start, end = (view.stage.items_by_id[key].rect for key in ("function:main.tell", "kv_store:favourites"))
    drag(view, QPointF(start.right(), start.top() + 26), end.center())
    await until(lambda: any(window.editing.diffs()))
    await settle(window, file)
    QTest.keyClick(view.popover, Qt.Key.Key_Escape)


def drag(view: CanvasView, start: QPointF, end: QPointF) -> None:
    viewport = view.viewport()
    first, last = (QPointF(view.mapFromScene(place)) for place in (start, end))
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first.toPoint())
    for step in range(1, 11):
        at = first + (last - first) * step / 10
        QApplication.sendEvent(viewport, QMouseEvent(
            QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ))  # fmt: skip
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last.toPoint())


async def start_of(window: MainWindow, file: str) -> None:
    window.close_project()
    await until(lambda: all(card.has_picture for card in window.start.cards.values()))
    await settle(window, file)


async def settle(window: MainWindow, file: str) -> None:
    await asyncio.sleep(0.8)
    if not file:
        return
    window.grab().save(str(PICTURES / file), quality=0)  # the smallest file
    print(file)


async def everything(window: MainWindow, home: Path, wanted: set[str]) -> None:
    for theme in ("light", "dark"):
        window.choose_theme(theme)
        for example in examples():
            if not wanted or example.name in wanted:
                await picture_of(window, home / "code" / example.name, f"{example.name}-{theme}.png")
        if not wanted or "connect" in wanted:
            await connect_of(window, home / "code" / DEPLOYED, f"connect-{theme}.png")
        if not wanted or "deployed" in wanted:
            await deployed_of(window, home / "code" / DEPLOYED, theme)
        if not wanted or "start" in wanted:
            window.preferences.forget_recent()
            for name in ("joke_api", "support_agent", "rag_documents"):
                window.preferences.remember(home / "code" / name)
            await start_of(window, f"start-{theme}.png")


def main(wanted: set[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    app = application()
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    home = Path.home()
    for example in examples():
        shutil.copytree(example.folder, home / "code" / example.name, ignore=shutil.ignore_patterns("__pycache__"))
    window = MainWindow(Preferences(QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)))
    window.resize(*SIZE)
    window.show()
    with loop:
        loop.run_until_complete(everything(window, home, wanted))
        window.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        # A home of its own: no path of this machine is seen in the pictures, and no settings of a person are read.
        os.environ.update(HOME=folder, ARCHLOOM_STATE=f"{folder}/state", XDG_CACHE_HOME=f"{folder}/cache")
        from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication
        from qasync import QEventLoop

        from archloom.app.bundled import examples
        from archloom.app.desktop import application
        from archloom.app.preferences import Preferences
        from archloom.app.window import MainWindow
        from archloom.canvas.view import CanvasView

        main(set(sys.argv[1:]))
