"""`archloom open [PATH]`: the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

import click

from .failing import fail
from .system_libraries import command, missing


@click.command("open")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--light", "theme", flag_value="light", help="The light theme, this time.")
@click.option("--dark", "theme", flag_value="dark", help="The dark theme, this time.")
def open_window(path: Path | None, theme: Literal["light", "dark"] | None) -> None:
    """Open the window, with the project in PATH or with the start page."""
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        fail(
            "there is no display to open a window on. Log in to a desktop, or forward X11 with `ssh -X`; "
            "`archloom deduce` and `archloom export` work without one."
        )
    x11 = bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")
    if packages := missing(window=x11 and os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb"):
        fail(
            f"the window needs libraries that this system lacks. Run: {command(packages)}   (or install with your "
            "system's own tool what Debian calls so), then start Archloom again."
        )
    try:
        from ..desktop import run
    except ImportError as error:
        fail(f"the window cannot be loaded ({error}). Install the designer with `uv tool install 'archloom[desktop]'`.")
    sys.exit(run(Path(os.path.expanduser(path)).absolute() if path else None, theme=theme))
