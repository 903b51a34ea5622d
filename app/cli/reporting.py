"""A deployment for people in a terminal: the plan as a list of changes, then each step as it ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from ...deployer.events import Done, Event, Failed, Finished, Progressed
from ...deployer.plan import Action, Change, Plan, PropertyChange, StatementChange

MARKS: Mapping[Action, tuple[str, str]] = {
    "create": ("+", "green"),
    "update": ("~", "yellow"),
    "replace": ("±", "magenta"),
    "delete": ("-", "red"),
    "same": (" ", "dim"),
}
DONE = {"create": "created", "update": "updated", "replace": "replaced", "delete": "deleted", "same": "unchanged"}
WIDEST = 72


class Reporter:
    """An `Emit` that prints a line for each step that ended."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    def __call__(self, event: Event) -> None:
        match event:
            case Progressed(name, message, subject=None):
                self._say((f"  {name}", "dim"), f"  {message}")
            case Finished(name, _, action, seconds) if action != "same":
                mark, colour = MARKS[action]
                self._say((f"{mark} ", colour), name, (f"  {DONE[action]} {seconds:.1f} s", "dim"))
            case Failed(message, next_step, name):
                self._say(("✗ ", "red"), f"{name}: " if name else "", message, (f" {next_step}", "dim"))
            case Done(result, message, seconds):
                colour = "green" if result == "succeeded" else "red"
                self._say((result, colour), f"  {message}", (f"  {seconds:.1f} s", "dim"))
            case _:
                pass

    def _say(self, *parts: str | tuple[str, str]) -> None:
        self.console.print(Text.assemble(*parts))


def tell_plan(plan: Plan, console: Console | None = None) -> None:
    """The changes, each with its properties before → after, and what will not be deployed."""
    console = console or Console(highlight=False)
    for change in plan.pending:
        console.print(_change(change))
    for note in plan.notes:
        console.print(Text.assemble(("note ", "blue"), note.message))
    console.print(_counts(plan))


def tell_outputs(outputs: Mapping[str, str], console: Console | None = None) -> None:
    console = console or Console(highlight=False)
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
    where = ", ".join(map(str, item.resources_after or item.resources_before))
    return Text.assemble("\n    may", (" +" + ", ".join(added) if added else "", "green"),
                         (" -" + ", ".join(gone) if gone else "", "red"), (f" on {where}", "dim"))  # fmt: skip


def _counts(plan: Plan) -> Text:
    if not plan.pending:
        return Text(f"{plan.stack} is in step with the code.")
    words = [f"{number} to {action}" for action, number in plan.counts.items() if number and action != "same"]
    return Text(", ".join(words) + f", {plan.counts['same']} unchanged", "bold")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
