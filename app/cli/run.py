"""`archloom run PATH`: deploy to the sandbox, follow the logs, and take everything down at Ctrl-C."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...deployer import deploy as use_cases
from ...deployer.errors import DeployError
from ...deployer.events import silent
from .failing import fail
from .reporting import NOTHING, Reporter, tell_outputs


@click.command()
@click.argument("path", type=click.Path(path_type=Path, readable=False), default=Path())
@click.option("--stack", default="dev", show_default=True)
@click.option("--keep", is_flag=True, help="Leave the deployment as it is at the end.")
def run(path: Path, stack: str, keep: bool) -> None:
    """Deploy PATH to the sandbox on this computer and serve it until Ctrl-C."""
    reporter = Reporter()
    try:
        outcome = use_cases.deploy(path, stack=stack, target="sandbox", emit=reporter)
        if outcome.result == "failed":
            fail("the deployment did not succeed; the lines above say why.")
        if not outcome.plan.changes:
            use_cases.stop(path, stack=stack)
            fail(f"there is nothing to serve. {NOTHING}")
        if outcome.result == "succeeded":
            tell_outputs(outcome.outputs)
            _serve(path, stack)
    except DeployError as error:
        if reporter.has_told(str(error)):
            sys.exit(1)
        fail(str(error))
    except KeyboardInterrupt:
        click.echo()
    if not keep:
        use_cases.destroy(path, stack=stack, target="sandbox", emit=silent)
        click.echo("The sandbox is empty again.")


def _serve(path: Path, stack: str) -> None:
    click.echo("Serving. Ctrl-C ends it.")
    for line in use_cases.logs(path, stack=stack, target="sandbox", follow=True):
        click.echo(f"{line.function}  {line.message}")
