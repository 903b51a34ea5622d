"""The words of a deployment: for actions, states, times, types and values."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from ..words import Table, tr
from .standing import Group, Step

ACTIONS = Table({
    "create": "Create", "update": "Update", "replace": "Replace", "delete": "Delete", "same": "Unchanged",
})  # fmt: skip
RUNNING = Table({
    "create": "Creating", "update": "Updating", "replace": "Replacing", "delete": "Deleting", "same": "Checking",
})  # fmt: skip
FINISHED = Table({
    "create": "Created", "update": "Updated", "replace": "Replaced", "delete": "Deleted", "same": "Unchanged",
})  # fmt: skip


def clock(seconds: float) -> str:
    """0:42, 1:18."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def flag(group: Group, now: float) -> str:
    """What a card's flag says while the plan is applied."""
    match group.state:
        case "waits":
            return tr("Delete waits") if group.action == "delete" else tr("Waits")
        case "running":
            return f"{RUNNING[group.action]} · {clock(max(0.0, now - group.began)) if group.began else clock(0)}"
        case "failed":
            return tr("Failed · {}").format(clock(group.main.seconds))
        case _:
            return FINISHED[group.action]


@cache
def type_words(type_: str) -> str:
    """`aws:cloudwatch/logGroup:LogGroup` -> `log group`."""
    name = type_.rpartition(":")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def progress_words(group: Group) -> str:
    """The middle of a row of the live list."""
    main = group.main
    if group.state == "failed":
        return tr("Failed: {}").format(main.message)
    if group.state == "running":
        running = next((step for step in group.pending if step.state == "running"), main)
        return f"{RUNNING[group.action]}: {running.message or type_words(running.change.type)}"
    if group.state == "done":
        return f"{FINISHED[group.action]}{_with(group, main)}"
    return tr("Deleted last, when the rest is done") if group.action == "delete" else tr("Waits")


def _with(group: Group, main: Step) -> str:
    others = [type_words(step.change.type) for step in group.pending if step is not main]
    if others:
        return " " + tr("with {}").format(listed(others))
    names = [change.path for change in main.change.properties]
    return f" {listed(names)}" if names and group.action == "update" else ""


def listed(words: list[str], limit: int = 3) -> str:
    """`a`, `a and b`, `a, b and 4 more`."""
    unique = list(dict.fromkeys(words))
    if len(unique) > limit:
        unique = [*unique[: limit - 1], tr("{} more").format(len(unique) - limit + 1)]
    return tr("{} and {}").format(", ".join(unique[:-1]), unique[-1]) if len(unique) > 1 else "".join(unique)


def value_words(value: Any, limit: int = 60) -> str:
    """A value of a property on one line."""
    if value is None:
        return tr("none")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
