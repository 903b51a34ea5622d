"""The command line: `archloom PATH` opens the window, `archloom COMMAND` does one thing and returns.

Each command is a file of its own that is imported when it is called, so that `archloom deduce` never pays for Qt,
libcst or pulumi. Exit status: 0 done, 1 not done (the reason is on standard error), 2 wrong use.
"""

from __future__ import annotations

from .group import cli, desktop, main

__all__ = ["cli", "desktop", "main"]
