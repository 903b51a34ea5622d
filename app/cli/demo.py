"""`archloom demo`: the main job from end to end on a bundled example, each step with its time.

deduce → picture → connect → preview → deploy → call → export → destroy. Everything is real: the code is edited, the
local cloud runs, the URL answers. Results are left in `demo-out/`. With a display the window is open beside it and
follows; without one nothing is missing but the window. Ends with status 1 when a step fails; what was deployed is then
taken down too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from ...codegen import Connect, Refused
from ...codegen import plan as plan_edit
from ...codegen import write as write_edit
from ...deployer import deploy as use_cases
from ...deployer.events import silent
from ...resources.architecture import Architecture
from ...resources.deduction import deduce
from ..bundled import copy_of, examples
from .asking import answered, url_of
from .failing import fail
from .reporting import Reporter, plain_console, tell_plan
from .telling_diff import tell_diff

EXAMPLE = "rag_documents"
ENTRY, RESOURCE, OPERATIONS = "entry:rag.answers.ask", "bucket:documents", ("get",)
QUESTION = "/ask?question=When+was+the+lighthouse+built%3F"


class Demo:
    """The steps, and what they hand to each other."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.console = plain_console()
        self.project = self._fresh_copy()
        self.number = 0

    def run(self) -> None:
        architecture = self.deduce()
        self.picture(architecture)
        architecture = self.connect(architecture)
        self.preview()
        try:
            self.call(self.deploy())
            self.export(architecture)
        finally:
            self.destroy()

    def deduce(self) -> Architecture:
        with self._step("deduce the cloud behind the code"):
            found = deduce(self.project)
            self._say(f"{len(found.resources)} resources, {len(found.entries)} entries, {len(found.links)} links")
            for resource in found.resources:
                self._say(f"{resource.id:<44} {resource.source}")
        return found

    def picture(self, architecture: Architecture) -> None:
        with self._step("draw the picture"):
            self._draw(architecture, "before.png")

    def connect(self, architecture: Architecture) -> Architecture:
        with self._step(f"connect {ENTRY} to {RESOURCE} ({', '.join(OPERATIONS)})"):
            change = plan_edit(self.project, architecture, Connect(ENTRY, RESOURCE, OPERATIONS))
            if isinstance(change, Refused):
                fail(f"the connection was refused: {change.reason} {change.next_step}")
            tell_diff(change.diff())
            write_edit(self.project, change)
            self._say(f"written: {change.summary}")
        return change.after

    def preview(self) -> None:
        with self._step("preview the deployment"):
            tell_plan(use_cases.preview(self.project, stack="demo", target="sandbox", emit=silent), self.console)

    def deploy(self) -> str:
        with self._step("deploy to the sandbox"):
            outcome = use_cases.deploy(self.project, stack="demo", target="sandbox", emit=Reporter(self.console))
            if outcome.result != "succeeded":
                fail(f"the deployment {outcome.result}: {' '.join(outcome.failures)}")
        return url_of(outcome.outputs)

    def call(self, url: str) -> None:
        with self._step("call the deployed app"):
            document = (self.project / "lighthouse.txt").read_bytes()
            self._say(f"PUT {url}/documents/lighthouse.txt")
            answered(f"{url}/documents/lighthouse.txt", until=lambda text: "uploaded" in text, body=document)
            self._say(f"GET {url}{QUESTION}")
            self._say(answered(f"{url}{QUESTION}", until=lambda text: "lighthouse.txt" in text))

    def export(self, architecture: Architecture) -> None:
        with self._step("export the picture"):
            for name in ("architecture.png", "architecture.svg", "architecture.pdf"):
                self._draw(architecture, name)

    def destroy(self) -> None:
        with self._step("destroy the deployment"):
            outcome = use_cases.destroy(self.project, stack="demo", target="sandbox", emit=silent)
            self._say(outcome.result)

    def _draw(self, architecture: Architecture, name: str) -> None:
        from ...canvas.export import export

        export(architecture, self.out / name)
        self._say(f"{self.out.name}/{name}  {(self.out / name).stat().st_size:,} bytes")

    def _fresh_copy(self) -> Path:
        self.out.mkdir(parents=True, exist_ok=True)
        example = next(found for found in examples() if found.name == EXAMPLE)
        with suppress(FileNotFoundError):
            shutil.rmtree(self.out / EXAMPLE)
        return copy_of(example, self.out)

    @contextmanager
    def _step(self, words: str) -> Iterator[None]:
        self.number += 1
        self.console.print(f"\n[bold]{self.number}. {words}[/bold]")
        start = time.perf_counter()
        yield
        self.console.print(f"   [dim]{time.perf_counter() - start:.2f} s[/dim]")

    def _say(self, text: str) -> None:
        self.console.print(f"   {text}", markup=False, soft_wrap=True)


def has_display() -> bool:
    """Is there a screen that a window could show on?"""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("demo-out"), show_default=True)
@click.option("--window/--no-window", default=None, help="Open the window too; by default if there is a display.")
def demo(out: Path, window: bool | None) -> None:
    """Run the main job from end to end on a bundled example and leave the results in demo-out/."""
    start = time.perf_counter()
    job = Demo(out.absolute())
    if has_display() if window is None else window:
        subprocess.Popen([sys.executable, "-m", "archloom.app.cli", "open", str(job.project)])
    job.run()
    job.console.print(f"\n[green]The main job works.[/green] {time.perf_counter() - start:.1f} s, results in {out}/")
