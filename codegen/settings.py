"""Edits of `archloom.toml` as text: tomlkit changes one value and leaves comments, order and blank lines alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from ..resources.architecture import Json, Span
from ..resources.settings import FILE
from .change import Refusal
from .workspace import Workspace


def set_value(text: str, table: str, key: str, name: str, value: Json) -> str:
    """`[table."key"] name = value`; with None the value goes, and with it a table that has nothing else."""
    document = _parsed(text)
    if value is None:
        if name in document.get(table, {}).get(key, {}):
            del document[table][key][name]
            _drop_empty(document, table, key)
        return _without_gap(tomlkit.dumps(document), text)
    if table not in document:
        document[table] = tomlkit.table(is_super_table=True)
    if key not in document[table]:
        document[table][key] = tomlkit.table()
    document[table][key][name] = _item(value)
    return tomlkit.dumps(document)


def set_entry(text: str, table: str, key: str, value: Json) -> str:
    """`[table] "key" = value`."""
    document = _parsed(text)
    if table not in document:
        document[table] = tomlkit.table()
    document[table][key] = _item(value)
    return tomlkit.dumps(document)


def move_table(text: str, table: str, key: str, new: str) -> str:
    """`[table."key"]` under another key; only the key is written anew."""
    if key not in _parsed(text).get(table, {}):
        return text
    old = re.escape(key)
    header = re.compile(rf"(?m)^([ \t]*\[[ \t]*{table}[ \t]*\.[ \t]*|[ \t]*)(\"{old}\"|'{old}')(?=[ \t]*[].=])")
    moved = header.sub(lambda found: f'{found[1]}"{new}"', text)
    if key in _parsed(moved).get(table, {}):
        raise Refusal(f"{FILE} spells {key} in a way that is not understood.", next_step=f"Rename it to {new} there.")
    return moved


def drop_table(text: str, table: str, key: str) -> str:
    """The text without `[table."key"]`."""
    document = _parsed(text)
    if key not in document.get(table, {}):
        return text
    del document[table][key]
    if not document[table]:
        del document[table]
    return _without_gap(tomlkit.dumps(document), text)


def edit_settings(workspace: Workspace, change: Callable[[str], str]) -> None:
    """Applies a change to the project's archloom.toml; a file that was not there and stays empty is not made."""
    source = workspace.source(FILE)
    before = source.text if source else ""
    crlf = "\r\n" in before
    after = change(before.replace("\r\n", "\n") if crlf else before)
    after = after.replace("\n", "\r\n") if crlf else after
    if after != before:
        workspace.edit(FILE, after)


def _parsed(text: str) -> Any:
    try:
        return tomlkit.parse(text)
    except ParseError as error:
        reason = f"{FILE}:{error.line} is not valid TOML: {error}."
        raise Refusal(reason, Span(FILE, error.line), "Correct that line first.") from error


def _item(value: Json) -> Any:
    if not isinstance(value, dict):
        return value
    table: Any = tomlkit.inline_table()
    for key, item in value.items():
        table[key] = item
    return table


def _without_gap(after: str, before: str) -> str:
    """The blank line above a table that stood at the end goes with it."""
    return (
        after.rstrip("\n") + "\n" if after.strip() and after.endswith("\n\n") and not before.endswith("\n\n") else after
    )


def _drop_empty(document: Any, table: str, key: str) -> None:
    if not document[table][key]:
        del document[table][key]
    if not document[table]:
        del document[table]
