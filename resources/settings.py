"""`archloom.toml`: what the code has no place for, read from the project's root.

    [project]
    name = "chatbot"
    ignore = ["scripts/**"]

    [answers]                       # what a person said about names that the code does not decide
    "app/db.py:TABLE" = "orders"

    [resources."kv_store:orders"]   # properties by resource id; `existing` names one that is there already
    partition_key = "Id"

    [functions."app.main.chat"]     # by handler or by resource id: memory, timeout, environment
    memory = 1024

    [stacks.prod]
    target = "aws"
    region = "eu-central-1"

    [[construct]]                   # own rows of the catalog, see resources/catalog/README.md

codegen/settings.py writes it with tomlkit. Here it is only read, with tomllib.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

FILE = "archloom.toml"


class SettingsError(ValueError):
    """archloom.toml cannot be used; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The tables of archloom.toml, each empty when it is not there."""

    name: str | None = None
    ignore: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    resources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    functions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    stacks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    constructs: tuple[Mapping[str, Any], ...] = ()


def parse(text: str) -> Settings:
    """The settings in a text. Raises SettingsError with the line when it is not TOML or a table has a wrong shape."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{FILE} is not valid TOML: {error}. Correct that line.") from error
    project = _table(data, "project")
    return Settings(
        name=_name(project),
        ignore=_ignore(project),
        answers=_texts(data, "answers"),
        resources=_tables(data, "resources"),
        functions=_tables(data, "functions"),
        stacks=_tables(data, "stacks"),
        constructs=_constructs(data),
    )


def load(root: Path) -> Settings:
    """The settings of the project at ROOT; none when it has no archloom.toml."""
    try:
        return parse((root / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}. Make it a readable UTF-8 text file.") from error


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"[{name}] in {FILE} must be a table, not {table!r}.")
    return table  # type: ignore[return-value]


def _name(project: dict[str, Any]) -> str | None:
    name = project.get("name")
    if name is not None and not isinstance(name, str):
        raise SettingsError(f"name under [project] in {FILE} must be a text, not {name!r}. Put it in quotes.")
    return name


def _ignore(project: dict[str, Any]) -> tuple[str, ...]:
    patterns: Any = project.get("ignore", [])
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in cast("list[Any]", patterns)):
        raise SettingsError(
            f'ignore under [project] in {FILE} must be a list of patterns such as ["scripts/**"], not {patterns!r}.'
        )
    return tuple(cast("list[str]", patterns))


def _texts(data: dict[str, Any], name: str) -> dict[str, str]:
    table = _table(data, name)
    for key, value in table.items():
        if not isinstance(value, str):
            raise SettingsError(f'"{key}" under [{name}] in {FILE} must be a text, not {value!r}. Put it in quotes.')
    return table


def _constructs(data: dict[str, Any]) -> tuple[Mapping[str, Any], ...]:
    rows: Any = data.get("construct", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in cast("list[Any]", rows)):
        raise SettingsError(f"construct in {FILE} must be tables, each begun by a line [[construct]], not {rows!r}.")
    return tuple(cast("list[dict[str, Any]]", rows))


def _tables(data: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    tables = _table(data, name)
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f'[{name}."{key}"] in {FILE} must be a table, not {table!r}.')
    return tables
