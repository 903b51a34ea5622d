"""`archloom run PATH`: deploy to the sandbox, follow the logs, and take everything down at Ctrl-C."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from ...deployer import deploy as use_cases
from ...deployer.errors import DeployError
from ...deployer.events import Emit, Event, Started, silent
from .failing import fail
from .reporting import NOTHING, Reporter, tell_outputs

FAILED = "the deployment did not succeed; the lines above say why."


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--stack", default="dev", show_default=True)
@click.option("--keep", is_flag=True, help="Leave the deployment as it is at the end.")
def run(path: Path, stack: str, keep: bool) -> None:
    """Deploy PATH to the sandbox on this computer and serve it until Ctrl-C.

    What was deployed before stays deployed at the end.
    """
    reporter, there = Made(), False
    _end_by_any_signal()
    try:
        there = use_cases.is_deployed(path, stack=stack)
        reason = _deploy_and_serve(path, stack, reporter)
    except DeployError as error:
        reason = FAILED if reporter.has_told(str(error)) else str(error)
    except KeyboardInterrupt:
        click.echo()
        reason = ""
    if there and not keep:
        click.echo(f"Stack {stack} was deployed before and stays. `archloom destroy {path}` takes it down.")
    elif reporter.has_begun and not keep:
        _take_down(path, stack)
    if reason:
        fail(reason)


def _end_by_any_signal() -> None:
    """A terminal that is closed, or a supervisor that stops this program, ends it as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, interrupt)


class Made(Reporter):
    """Knows whether this command changed anything: what somebody else deploys meanwhile is not taken down."""

    has_begun = False

    def __call__(self, event: Event) -> None:
        self.has_begun = self.has_begun or isinstance(event, Started)
        super().__call__(event)


def _deploy_and_serve(path: Path, stack: str, emit: Emit) -> str:
    """Why it does not serve; empty when it did, until it was stopped."""
    outcome = use_cases.deploy(path, stack=stack, target="sandbox", emit=emit)
    if outcome.result == "failed":
        return FAILED
    if not outcome.plan.changes:
        return f"there is nothing to serve. {NOTHING}"
    if outcome.result == "succeeded":
        tell_outputs(outcome.outputs)
        _serve(path, stack)
    return ""


def _take_down(path: Path, stack: str) -> None:
    try:
        use_cases.destroy(path, stack=stack, target="sandbox", emit=silent)
    except DeployError as error:
        fail(str(error))
    click.echo("The sandbox is empty again.")


def _serve(path: Path, stack: str) -> None:
    click.echo("Serving. Ctrl-C ends it.")
    for line in use_cases.logs(path, stack=stack, target="sandbox", follow=True):
        click.echo(f"{line.function}  {line.message}")
