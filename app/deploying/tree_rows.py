"""The rows of the preview: a card, below it what changes in it, below its roles the statements. Qt-free."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...deployer.plan import Action, Change, PropertyChange, StatementChange
from ..words import tr
from .standing import Group, Standing, Step
from .words import listed, type_words, value_words


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the third column: words in a tone, or a value on a soft ground (`before`, `after`)."""

    text: str
    look: str = "text_2"


@dataclass(frozen=True, slots=True)
class TreeRow:
    title: str
    note: str = ""
    mono: bool = False
    icon: str = ""
    family: str = ""
    action: Action = "same"
    word: str = ""
    parts: tuple[Part, ...] = ()
    subject: str = ""
    loses: str = ""
    rows: tuple[TreeRow, ...] = ()


Describe = Callable[[str], tuple[str, str, str, str]]
"""Card id -> its name, the label of its kind, icon and family."""

_ORDER: dict[Action, int] = {"replace": 0, "update": 1, "create": 2, "delete": 3, "same": 4}


def changing(standing: Standing) -> list[Group]:
    """What changes, the most drastic first: before all others what loses data."""
    groups = [group for group in standing.groups() if group.pending]
    groups.sort(key=lambda group: (not group.loses, _ORDER[group.action]))
    return groups


def preview_rows(groups: Iterable[Group], describe: Describe) -> Iterator[TreeRow]:
    """The rows of these groups, each made when it is asked for."""
    return (_group(group, describe) for group in groups)


def _group(group: Group, describe: Describe) -> TreeRow:
    name, label, icon, family = describe(group.key)
    main, others = group.main, [step for step in group.pending if step is not group.main]
    rows = [*_properties(main.change), *(_change(step) for step in others)]
    return TreeRow(
        name, label, icon=icon, family=family, action=group.action, parts=_summary(group, others),
        subject=group.key, loses=group.loses, rows=tuple(rows),
    )  # fmt: skip


def _summary(group: Group, others: list[Step]) -> tuple[Part, ...]:
    main = group.main.change
    if group.loses:
        return (Part(tr("loses {}").format(group.loses), "state:delete"),)
    if group.action == "create":
        words = [type_words(main.type), *(type_words(step.change.type) for step in others)]
        return (Part(_shortly(words)),)
    if group.action == "delete":
        return (Part(_shortly([type_words(step.change.type) for step in group.pending])),)
    if len(main.properties) == 1 and not others:
        return _before_after(main.properties[0], named=True)
    names = [change.path.partition(".")[0] for change in main.properties]
    return (Part(listed([*dict.fromkeys(names), *(type_words(step.change.type) for step in others)])),)


def _shortly(words: list[str]) -> str:
    unique = list(dict.fromkeys(words))
    return ", ".join(unique[:4]) + (" " + tr("and {} more").format(len(unique) - 4) if len(unique) > 4 else "")


def _change(step: Step) -> TreeRow:
    change = step.change
    statements = tuple(_statement(statement) for statement in change.statements)
    rows = statements or tuple(_properties(change))
    icon = "role" if change.type.startswith("aws:iam/") else ""
    words = type_words(change.type)
    return TreeRow(
        words[:1].upper() + words[1:], change.name, icon=icon, action=change.action, parts=_inner(change), rows=rows
    )


def _inner(change: Change) -> tuple[Part, ...]:
    if change.statements:
        return (Part(_counted(change.statements)),)
    if change.action in ("update", "replace") and len(change.properties) == 1:
        return _before_after(change.properties[0], named=True)
    return ()


def _counted(statements: tuple[StatementChange, ...]) -> str:
    """`1 statement changes, 2 go`."""
    counts = {
        action: sum(statement.action == action for statement in statements) for action in ("create", "update", "delete")
    }
    said = [(action, count) for action, count in counts.items() if count]
    return ", ".join(_counted_first(*one) if not at else _counted_next(*one) for at, one in enumerate(said))


def _counted_first(action: str, count: int) -> str:
    one = {"create": tr("1 statement comes"), "update": tr("1 statement changes"), "delete": tr("1 statement goes")}
    many = {
        "create": tr("{} statements come"), "update": tr("{} statements change"), "delete": tr("{} statements go"),
    }  # fmt: skip
    return one[action] if count == 1 else many[action].format(count)


def _counted_next(action: str, count: int) -> str:
    one = {"create": tr("1 comes"), "update": tr("1 changes"), "delete": tr("1 goes")}
    many = {"create": tr("{} come"), "update": tr("{} change"), "delete": tr("{} go")}
    return one[action] if count == 1 else many[action].format(count)


def _properties(change: Change) -> list[TreeRow]:
    if change.action in ("delete", "same"):
        return []
    return [
        TreeRow(
            item.path,
            mono=True,
            action="replace" if item.forces else change.action,
            word=tr("Forces") if item.forces else "",
            parts=_before_after(item, named=False),
        )
        for item in change.properties
    ]


def _before_after(item: PropertyChange, *, named: bool) -> tuple[Part, ...]:
    name = (Part(item.path.rpartition(".")[2]),) if named else ()
    if item.before is None:
        return (*name, Part(value_words(item.after), "after"))
    if item.after is None:
        return (*name, Part(value_words(item.before), "before"), Part("→"), Part(tr("none")))
    return (*name, Part(value_words(item.before, 40), "before"), Part("→"), Part(value_words(item.after, 40), "after"))


def _statement(statement: StatementChange) -> TreeRow:
    kept = [name for name in statement.actions_after if name in statement.actions_before]
    come = [name for name in statement.actions_after if name not in statement.actions_before]
    gone = [name for name in statement.actions_before if name not in statement.actions_after]
    parts = [Part(name, "code") for name in kept]
    parts += [Part(f"+ {name}", "added") for name in come] + [Part(f"- {name}", "removed") for name in gone]
    where = statement.resources_after or statement.resources_before
    parts += [Part(tr("on")), Part(_tail(where), "code_strong")]
    return TreeRow(tr("Statement"), statement.sid, mono=True, action=statement.action, parts=tuple(parts))


def _tail(resources: tuple[str, ...]) -> str:
    return ", ".join(resource.rpartition(":")[2] or resource for resource in resources[:2]) + (
        f" +{len(resources) - 2}" if len(resources) > 2 else ""
    )
