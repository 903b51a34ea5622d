"""A deployment for people in a terminal: the plan as a list of changes, then each step as it ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from ...deployer.events import Done, Event, Failed, Finished, Progressed
from ...deployer.plan import LATER, Action, Change, Plan, PropertyChange, StatementChange

MARKS: Mapping[Action, tuple[str, str]] = {
    "create": ("+", "green"),
    "update": ("~", "yellow"),
    "replace": ("±", "magenta"),
    "delete": ("-", "red"),
    "same": (" ", "dim"),
}
DONE = {"create": "created", "update": "updated", "replace": "replaced", "delete": "deleted", "same": "unchanged"}
WIDEST = 72
NOTHING = "Nothing here can be deployed: no handler, app or resource was found that a stack could hold."


class Reporter:
    """An `Emit` that prints a line for each step that ended, and what failed on standard error."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or plain_console()
        self.failures = console or plain_console(stderr=True)
        self.told: list[str] = []
        """What was said to have failed: nobody wants to read it twice."""

    def __call__(self, event: Event) -> None:
        match event:
            case Progressed(name, message, subject=None):
                self._say((f"  {name}", "dim"), f"  {message}")
            case Finished(name, _, action, seconds) if action != "same":
                mark, colour = MARKS[action]
                self._say((f"{mark} ", colour), name, (f"  {DONE[action]} {seconds:.1f} s", "dim"))
            case Failed(message, next_step, name):
                self._fail(f"{name}: {message}" if name else message, next_step)
            case Done(result, message, seconds):
                colour = "green" if result == "succeeded" else "red"
                message = "" if self.has_told(message) else message
                self._say((result, colour), f"  {message}" if message else "", (f"  {seconds:.1f} s", "dim"))
            case _:
                pass

    def has_told(self, error: str) -> bool:
        """Did an event say already what this error says?"""
        return any(error.startswith(told) for told in self.told)

    def _fail(self, message: str, next_step: str) -> None:
        what = message.partition(": ")[2]
        if what and any(told.endswith(what) for told in self.told):  # the cloud went away below many at once
            message, next_step = message.removesuffix(what) + "the same.", ""
        self.told.append(message)
        rest = "" if message.endswith(next_step) else f" {next_step}"
        self.failures.print(Text.assemble(("✗ ", "red"), message, (rest, "dim")), soft_wrap=True)

    def _say(self, *parts: str | tuple[str, str]) -> None:
        self.console.print(Text.assemble(*parts), soft_wrap=True)


def plain_console(*, stderr: bool = False) -> Console:
    """One that leaves the breaking of long lines to the terminal: what is copied or piped stays whole."""
    stream = sys.stderr if stderr else sys.stdout
    narrow = stream.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False, stderr=stderr, width=None if narrow else 160)


def tell_plan(plan: Plan, console: Console | None = None) -> None:
    """The changes, each with its properties before → after, and what will not be deployed."""
    console = console or plain_console()
    for change in plan.pending:
        console.print(_change(change), soft_wrap=True)
    tell_notes(plan, console)
    console.print(_counts(plan), soft_wrap=True)


def tell_notes(plan: Plan, console: Console | None = None) -> None:
    """What will not be deployed, or not work as it stands."""
    console = console or plain_console()
    for note in plan.notes:
        console.print(Text.assemble(("note ", "blue"), note.message), soft_wrap=True)


def tell_outputs(outputs: Mapping[str, str], console: Console | None = None) -> None:
    console = console or plain_console()
    width = max(map(len, outputs), default=0)
    for name, value in sorted(outputs.items()):
        console.print(Text.assemble((f"{name:<{width}}  ", "bold"), value), soft_wrap=True)


def _change(change: Change) -> Text:
    mark, colour = MARKS[change.action]
    text = Text.assemble((f"{mark} {change.name}", colour), (f"  {change.type}", "dim"))
    if change.loses:
        text.append(f"  loses {change.loses}", "bold red")
    if change.action in ("update", "replace"):
        for item in change.properties:
            text.append_text(_property(item))
    for statement in change.statements:
        text.append_text(_statement(statement))
    return text


def _property(item: PropertyChange) -> Text:
    forced = "  forces replacement" if item.forces else ""
    return Text.assemble(f"\n    {item.path}: ", (_short(item.before), "red"), " → ", (_short(item.after), "green"),
                         (forced, "magenta"))  # fmt: skip


def _statement(item: StatementChange) -> Text:
    added = [action for action in item.actions_after if action not in item.actions_before]
    gone = [action for action in item.actions_before if action not in item.actions_after]
    where = ", ".join(dict.fromkeys(map(str, item.resources_after or item.resources_before)))
    where = item.sid if where == LATER else where  # named for the resource, whose ARN nobody knows yet
    return Text.assemble("\n    may", (" +" + ", ".join(added) if added else "", "green"),
                         (" -" + ", ".join(gone) if gone else "", "red"),
                         (f" on {where}  {', '.join(item.places)}".rstrip(), "dim"))  # fmt: skip


def _counts(plan: Plan) -> Text:
    if not plan.changes:
        return Text(NOTHING)
    if not plan.pending:
        return Text(f"{plan.stack} is in step with the code.")
    words = [f"{number} to {action}" for action, number in plan.counts.items() if number and action != "same"]
    return Text(", ".join(words) + f", {plan.counts['same']} unchanged", "bold")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
