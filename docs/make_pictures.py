"""Makes the screenshots of docs/pictures again: `QT_QPA_PLATFORM=offscreen python docs/make_pictures.py [NAME …]`.

Opens the real window at 1600 × 1000 on a copy of each bundled example, in light and dark, with its most telling
permission selected; then a preview, a real deployment to the sandbox, and the start page. Takes about a minute.
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
PREVIEW = "joke_api"


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
    window.reset_layout()
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


async def deployed_of(window: MainWindow, root: Path, file: str) -> None:
    """A real deployment to the sandbox, and the answer of its first route."""
    await preview_of(window, root, "")
    window.deploying.apply(False)
    runs = window.deploying.runs
    assert runs is not None
    await until(lambda: runs.standing.phase in ("deployed", "failed"))
    try_it = window.bench.bottom.deployment.result.try_it
    try_it.send.click()
    await until(lambda: try_it.status not in ("", "Waiting"))
    window.bench.view.select(["function:main.tell"])
    await settle(window, file)
    runs.destroy()
    await until(lambda: runs.standing.phase in ("destroyed", "failed"))


async def start_of(window: MainWindow, file: str) -> None:
    window.close_project()
    await until(lambda: all(card.has_picture for card in window.start.cards.values()))
    await settle(window, file)


async def settle(window: MainWindow, file: str) -> None:
    await asyncio.sleep(0.8)
    if not file:
        return
    window.grab().save(str(PICTURES / file))
    print(file)


async def everything(window: MainWindow, home: Path, wanted: set[str]) -> None:
    for theme in ("light", "dark"):
        window.choose_theme(theme)
        for example in examples():
            if not wanted or example.name in wanted:
                await picture_of(window, home / "code" / example.name, f"{example.name}-{theme}.png")
        if not wanted:
            await preview_of(window, home / "code" / PREVIEW, f"preview-{theme}.png")
            await deployed_of(window, home / "code" / PREVIEW, f"deployed-{theme}.png")
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
        from PySide6.QtCore import QSettings
        from qasync import QEventLoop

        from archloom.app.bundled import examples
        from archloom.app.desktop import application
        from archloom.app.preferences import Preferences
        from archloom.app.window import MainWindow

        main(set(sys.argv[1:]))
