"""`archloom policy PATH`: what each deployed function may do, and why: sentences for people, or JSON.

The JSON is a list with an object per function: `policy` is the document as IAM reads it, `because` says of each
statement the resource, the links that need it and the calls that lead there.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ...deployer.deploy import locate
from ...deployer.errors import DeployError
from ...deployer.policy import Policy, Statement, policies_of, sentence, to_json
from ...resources.architecture import Architecture
from ...resources.deduction import DeductionError
from ...resources.deduction import deduce as deduce_project
from .failing import fail, fail_without_python
from .reporting import plain_console


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--function", help="Only this one, by its id, its name or its handler.")
@click.option("--stack", default="dev", show_default=True, help="Which copy of the cloud: dev, prod, …")
@click.option("--json", "as_json", is_flag=True, help="Print the documents with their evidence.")
def policy(path: Path, function: str | None, stack: str, as_json: bool) -> None:
    """Print what each function of the project in PATH may do once it is deployed, and the code that needs it."""
    try:
        architecture = deduce_project(path)
        place, settings = locate(path, stack=stack, target="sandbox")
        found = policies_of(architecture, settings, place.project, stack)
    except DeductionError as error:
        fail(str(error), 2)
    except DeployError as error:
        fail(str(error))
    fail_without_python(path, architecture.project.python_files)
    if function:
        found = tuple(one for one in found if function in _names(one, architecture))
        if not found:
            fail(f"{function} is not deployed as a function. `archloom deduce {path}` says what there is.")
    if as_json:
        click.echo(json.dumps([to_json(one, architecture) for one in found], indent=1, ensure_ascii=False))
    elif found:
        for one in found:
            _tell(plain_console(), one, architecture)
    else:
        click.echo("Nothing here is deployed as a function, so nobody may do anything.")


def _names(policy: Policy, architecture: Architecture) -> set[str]:
    """What a person may call the function: its id and name, its handlers and what starts them."""
    tail = policy.unit.partition(":")[2]
    names = {policy.unit, tail, tail.rpartition(".")[2], policy.function}
    for entry in architecture.entries_in(policy.unit):
        names |= {entry.id, entry.handler, entry.handler.rpartition(".")[2], entry.label}
    return names


def _tell(console: Console, policy: Policy, architecture: Architecture) -> None:
    console.print(Text.assemble((policy.function, "bold"), (f"  {policy.unit}", "dim")), soft_wrap=True)
    for statement in policy.statements:
        console.print(Padding(_words(statement, architecture), (0, 0, 0, 2), expand=False))


def _words(statement: Statement, architecture: Architecture) -> Text:
    said, _, why = sentence(statement, architecture).partition(": ")
    return Text.assemble(said, (f": {why}", "dim"))
