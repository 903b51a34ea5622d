"""What a deployment does to the lines of the picture: which it draws, changes and takes away.

A trigger or a setting comes with the cards at its ends. A permission on AWS is a statement of a role's policy: the
statement says which lines of code need it, and by these it is matched with the links. What lies outside of AWS is not
changed by a deployment, and its lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from ...canvas.marks import Mark
from ...canvas.picture import LinkKey
from ...deployer.plan import StatementChange
from ...resources.architecture import Architecture, Link
from ...resources.connecting import label_of
from .standing import Group, Standing
from .words import ACTIONS

_Changing = Literal["create", "update", "delete"]
_PHASES = ("previewed", "deploying", "destroying")


def line_marks(architecture: Architecture, standing: Standing) -> Mapping[LinkKey, Mark]:
    """Link key -> its mark. ARCHITECTURE has the lines that go, too."""
    if standing.phase not in _PHASES:
        return {}
    groups = {group.key: group for group in standing.groups()}
    made: dict[LinkKey, Mark] = {}
    for link in architecture.links:
        if action := _action(link, architecture, groups):
            made[link.key] = Mark(action, ACTIONS[action], goes=action == "delete")
    return made


def with_leaving_lines(architecture: Architecture, standing: Standing) -> Architecture:
    """The architecture with the permissions that the plan takes away and the code no longer has."""
    known = {link.key for link in architecture.links}
    leaving = {link.key: link for link in _leaving(architecture, standing) if link.key not in known}
    if not leaving:
        return architecture
    links = sorted((*architecture.links, *leaving.values()), key=lambda link: link.key)
    return replace(architecture, links=tuple(links))


def _action(link: Link, architecture: Architecture, groups: Mapping[str, Group]) -> _Changing | None:
    entry = architecture.entry_by_id.get(link.entry)
    home = groups.get(entry.runs_in) if entry else None
    other = groups.get(link.resource)
    if home is None:
        return None
    if link.kind == "permission":
        return _of_statements(link, home)
    ends = {home.action, other.action} if other else set[str]()
    return "create" if "create" in ends else "delete" if "delete" in ends else None


def _of_statements(link: Link, home: Group) -> _Changing | None:
    places = {str(piece.span) for piece in link.evidence}
    found = [
        statement for statement in _statements(home)
        if _touches(statement, link) and (places & set(statement.places) or not link.evidence)
    ]  # fmt: skip
    actions = {statement.action for statement in found}
    order: tuple[_Changing, ...] = ("update", "create", "delete")
    return next((action for action in order if action in actions), None)


def _touches(statement: StatementChange, link: Link) -> bool:
    """Does it change what the link may do? A statement also holds what other lines of the same role need."""
    before, after = set(statement.actions_before), set(statement.actions_after)
    moved = statement.resources_before != statement.resources_after
    return bool(set(link.actions) & (before ^ after)) or (moved and bool(set(link.actions) & after))


def _statements(group: Group) -> Iterator[StatementChange]:
    for step in group.pending:
        yield from step.change.statements


def _leaving(architecture: Architecture, standing: Standing) -> Iterator[Link]:
    """Where a role serves one entry its statement is that entry's line; of several nobody knows whose it was."""
    from ...deployer.aws import names  # with all that lowers: not needed to show the window

    titles = {names.statement_id(label_of(architecture, item.id)): item.id for item in architecture.resources}
    for group in standing.groups():
        entries = architecture.entries_in(group.key) if group.key in architecture.by_id else ()
        if len(entries) != 1:
            continue
        for statement in _deleted(_statements(group)):
            if resource := titles.get(re.sub(r"\d+$", "", statement.sid)) or titles.get(statement.sid):
                yield Link("permission", entries[0].id, resource, actions=statement.actions_before)


def _deleted(statements: Iterable[StatementChange]) -> Iterator[StatementChange]:
    return (statement for statement in statements if statement.action == "delete")
