"""What a person is asked before something is changed, destroyed or downloaded; without a person the options decide."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TypeVar

import click

from ...deployer.engines.pulumi_cli import CONSENT, CliMissingError
from ...deployer.plan import Plan
from .reporting import tell_notes, tell_plan

T = TypeVar("T")


def a_person_is_here(as_json: bool) -> bool:
    """Can a question be asked and answered?"""
    return not as_json and sys.stdin.isatty() and sys.stdout.isatty()


class Consent:
    """Sees the plan before anything is changed and says whether it may go on; `refusal` is why it may not."""

    def __init__(self, *, asks: bool, allow_data_loss: bool, silent: bool = False) -> None:
        self.asks = asks
        self.silent = silent
        self.allow_data_loss = allow_data_loss
        self.refusal = ""

    def __call__(self, plan: Plan) -> bool:
        if not self.asks and not self.silent:  # a broken file may hide half of a stack
            tell_notes(plan)
        if plan.losing and not self.allow_data_loss:
            return self._loses(plan)
        if self.asks and plan.pending:
            tell_plan(plan)
            self.refusal = "" if click.confirm("Apply?", default=True) else "not confirmed; nothing was changed."
        return not self.refusal

    def _loses(self, plan: Plan) -> bool:
        if not self.asks:
            lost = "; ".join(f"{change.name} loses {change.loses}" for change in plan.losing)
            self.refusal = f"this destroys data: {lost}. Add --allow-data-loss to go on; nothing was changed."
            return False
        tell_plan(plan)
        for change in plan.losing:
            if click.prompt(f"{change.name} loses {change.loses}. Type its name to allow", default="") != change.name:
                self.refusal = "not confirmed; nothing was changed."
        return not self.refusal


def with_pulumi(work: Callable[[], T], *, asks: bool) -> T:
    """Runs WORK; when it lacks the Pulumi CLI, asks a person for leave to download it and runs it again."""
    try:
        return work()
    except CliMissingError:
        question = "Pulumi's command line tool is not installed (about 150 MB). Download it into ~/.pulumi?"
        if not asks or not click.confirm(question):
            raise
        os.environ[CONSENT] = "1"
        return work()
