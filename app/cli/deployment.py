"""`archloom preview | deploy | destroy | stop | outputs | logs`: a stack from a terminal or continuous integration.

With `--json` each event is one JSON object on a line of its own on standard output; the window reads the same stream.
Exit status: 0 done, 1 not done, 2 wrong use, 3 a deployment was cancelled.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from ...deployer import deploy as use_cases
from ...deployer.engines.engine import Outcome
from ...deployer.errors import DeployError
from ...deployer.events import Emit, Event, Failed, to_json
from .consent import Consent, a_person_is_here, with_pulumi
from .failing import fail
from .reporting import NOTHING, Reporter, tell_outputs, tell_plan

Command = Callable[..., Any]


def stack_options(command: Command) -> Command:
    """PATH, --stack, --target and --json: what every command about a stack takes."""

    @functools.wraps(command)
    def aimed(path: Path, stack: str, target: str | None, **others: Any) -> None:
        command(path, stack, target or _target_of(path, stack), **others)

    made: Command = aimed
    for option in (
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
        click.option("--target", type=click.Choice(use_cases.TARGETS), help="As archloom.toml says, or else sandbox."),
        click.option("--stack", default="dev", show_default=True, help="Which copy of the cloud: dev, prod, …"),
        click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path()),
    ):
        made = option(made)
    return made


def _target_of(path: Path, stack: str) -> str:
    try:
        return use_cases.target_of(path, stack)
    except DeployError:
        return "sandbox"  # the command itself says what is wrong


@click.command()
@stack_options
def preview(path: Path, stack: str, target: str, as_json: bool) -> None:
    """Show what a deployment of PATH would create, update, replace and delete. Nothing is touched."""
    plan = _said(lambda emit: use_cases.preview(path, stack=stack, target=target, emit=emit), as_json)
    if not as_json:
        tell_plan(plan)


@click.command()
@stack_options
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--allow-data-loss", is_flag=True, help="Also replace or delete what holds data.")
def deploy(path: Path, stack: str, target: str, as_json: bool, yes: bool, allow_data_loss: bool) -> None:
    """Deploy the project in PATH: to the sandbox on this computer, or to AWS."""
    approve = Consent(asks=not yes and a_person_is_here(as_json), allow_data_loss=allow_data_loss, silent=as_json)
    outcome = _said(
        lambda emit: with_pulumi(
            lambda: use_cases.deploy(path, stack=stack, target=target, emit=emit, approve=approve),
            asks=a_person_is_here(as_json),
        ),
        as_json,
    )
    if approve.refusal:
        fail(approve.refusal)
    if not as_json:
        tell_outputs(outcome.outputs)
        if not outcome.plan.changes and outcome.result == "succeeded":
            click.echo(NOTHING)
    _end(outcome)


@click.command()
@stack_options
@click.option("--yes", is_flag=True, help="Do not ask.")
def destroy(path: Path, stack: str, target: str, as_json: bool, yes: bool) -> None:
    """Remove everything that the stack holds."""
    if not yes and a_person_is_here(as_json):
        for change in use_cases.going(path, stack=stack, target=target):
            click.echo(f"- {change.name}" + (f"  loses {change.loses}" if change.loses else ""))
        click.confirm(f"Remove everything of stack {stack} ({target})?", abort=True)
    _end(_said(lambda emit: use_cases.destroy(path, stack=stack, target=target, emit=emit), as_json))


@click.command()
@stack_options
def outputs(path: Path, stack: str, target: str, as_json: bool) -> None:
    """Print the URLs and names of a deployment."""
    try:
        found = use_cases.outputs(path, stack=stack, target=target)
        deployed = bool(found) or use_cases.is_deployed(path, stack=stack, target=target)
    except DeployError as error:
        fail(str(error))
    if as_json:
        click.echo(json.dumps(dict(found), indent=1, sort_keys=True))
    if not deployed:
        fail(f"stack {_not_deployed(path, stack, target)}")
    if not as_json:
        tell_outputs(found)
    if not found:
        click.echo(f"Stack {stack} ({target}) has no outputs.", err=True)


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--stack", default="dev", show_default=True)
def stop(path: Path, stack: str) -> None:
    """End the local cloud of a stack and keep its state; the next deployment makes it again."""
    try:
        running = use_cases.stop(path, stack=stack)
    except DeployError as error:
        fail(str(error))
    click.echo(f"The local cloud of stack {stack} {'is stopped' if running else 'was not running'}.")


@click.command()
@stack_options
@click.option("--function", help="Only this one, by its id or name.")
@click.option("--follow", "-f", is_flag=True, help="Go on until Ctrl-C.")
def logs(path: Path, stack: str, target: str, as_json: bool, function: str | None, follow: bool) -> None:
    """Print what the deployed functions wrote, oldest first."""
    silence = True
    try:
        for line in use_cases.logs(path, stack=stack, target=target, function=function, follow=follow):
            silence = False
            if as_json:
                click.echo(json.dumps({"at": line.at, "function": line.function, "message": line.message}))
            else:
                click.echo(f"{datetime.fromtimestamp(line.at):%H:%M:%S}  {line.function:<28}  {line.message}")
        if silence and not use_cases.is_deployed(path, stack=stack, target=target):
            fail(f"stack {_not_deployed(path, stack, target)}")
    except DeployError as error:
        fail(str(error))
    if silence:
        click.echo(f"{function or 'The stack'} has written nothing yet.", err=True)


def _said(work: Callable[[Emit], Any], as_json: bool) -> Any:
    """Runs a use case and says its events; a DeployError becomes a last event and exit status 1."""
    emit = JsonLines() if as_json else Reporter()
    try:
        return work(emit)
    except DeployError as error:
        told = emit.has_told(str(error))
        if isinstance(emit, JsonLines) and not told:
            emit(Failed(f"{error.where}: {error.what}", error.next_step, subject=error.subject))
        if isinstance(emit, Reporter) and told:
            sys.exit(1)
        fail(str(error))


def _not_deployed(path: Path, stack: str, target: str) -> str:
    which = (f" --stack {stack}" if stack != "dev" else "") + (f" --target {target}" if target != "sandbox" else "")
    return f"{stack} ({target}) is not deployed. `archloom deploy {path}{which}` does it."


def _end(outcome: Outcome) -> None:
    if outcome.result != "succeeded":
        sys.exit(3 if outcome.result == "cancelled" else 1)


class JsonLines:
    """An `Emit` that prints each event as one JSON object on a line of its own."""

    def __init__(self) -> None:
        self._told: list[str] = []

    def __call__(self, event: Event) -> None:
        if isinstance(event, Failed):
            self._told.append(event.message)
        sys.stdout.write(json.dumps(to_json(event), default=str) + "\n")
        sys.stdout.flush()

    def has_told(self, error: str) -> bool:
        """Did an event say already what this error says?"""
        return any(error.startswith(told) for told in self._told)
