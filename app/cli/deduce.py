"""`archloom deduce PATH`: the resources, entries, links and problems of a project, for people or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...resources import contract
from ...resources.deduction import DeductionError
from ...resources.deduction import deduce as deduce_project
from ...resources.unread import is_unread
from .failing import fail, fail_without_python


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--json", "as_json", is_flag=True, help="Print the JSON of the architecture.")
@click.option("--full", is_flag=True, help="With --json: exact spans and the path of each piece of evidence.")
@click.option("--entry", "entries", multiple=True, metavar="M.F", help="Treat this function as an entry (repeatable).")
@click.option("--no-cache", is_flag=True, help="Read everything again.")
def deduce(path: Path, as_json: bool, full: bool, entries: tuple[str, ...], no_cache: bool) -> None:
    """Print the cloud that the project in PATH needs. Nothing of it is run or written."""
    try:
        architecture = deduce_project(path, entries=entries, cache=not no_cache)
    except DeductionError as error:
        fail(str(error), 2)
    if as_json:
        sys.stdout.buffer.write(contract.write(architecture, full=full).encode())
        sys.stdout.flush()
    fail_without_python(path, architecture.project.python_files)
    if not as_json:
        from .telling import tell

        tell(architecture)
    if is_unread(architecture):
        sys.exit(1)
