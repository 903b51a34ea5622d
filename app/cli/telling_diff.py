"""A unified diff on standard output: coloured on a terminal, byte for byte plain in a pipe."""

from __future__ import annotations

import sys

STYLES = {"+++": "bold", "---": "bold", "@@": "cyan", "+": "green", "-": "red"}


def tell_diff(diff: str) -> None:
    if not sys.stdout.isatty():
        sys.stdout.write(diff)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in diff.splitlines():
        style = next((style for mark, style in STYLES.items() if line.startswith(mark)), "")
        console.print(Text(line, style))
