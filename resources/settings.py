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

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

FILE = "archloom.toml"


class SettingsError(ValueError):
    """archloom.toml cannot be used; the text says where and what to do, LINE is where, from 1.

    ABOUT is what the error is about, when only that is known: the line is then where the file first names it.
    """

    def __init__(self, sentence: str, line: int = 1, about: str = "") -> None:
        super().__init__(sentence)
        self.line = line
        self.about = about


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
        return _read(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = _line_in(str(error)) or text.count("\n") + 1
        raise SettingsError(f"{FILE} is not valid TOML: {error}. Correct that line.", line) from error
    except SettingsError as error:
        error.line = _line_that_names(error.about, text)
        raise


def _line_in(words: str) -> int | None:
    """`… (at line 4, column 12)` -> 4. The error itself knows its line from Python 3.14 on only."""
    found = re.search(r"\(at line (\d+),", words)
    return int(found[1]) if found else None


def _line_that_names(about: str, text: str) -> int:
    found = re.search(rf"^\W*(?:\w+\.)?\"?{re.escape(about)}\b", text, re.MULTILINE) if about else None
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _read(data: dict[str, Any]) -> Settings:
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
        raise SettingsError(f"[{name}] in {FILE} must be a table, not {table!r}.", about=name)
    return cast("dict[str, Any]", table)


def _name(project: dict[str, Any]) -> str | None:
    name = project.get("name")
    if name is not None and not isinstance(name, str):
        words = f"name under [project] in {FILE} must be a text, not {name!r}. Put it in quotes."
        raise SettingsError(words, about="name")
    return name


def _ignore(project: dict[str, Any]) -> tuple[str, ...]:
    patterns: Any = project.get("ignore", [])
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in cast("list[Any]", patterns)):
        raise SettingsError(
            f'ignore under [project] in {FILE} must be a list of patterns such as ["scripts/**"], not {patterns!r}.',
            about="ignore",
        )
    return tuple(cast("list[str]", patterns))


def _texts(data: dict[str, Any], name: str) -> dict[str, str]:
    table = _table(data, name)
    for key, value in table.items():
        if not isinstance(value, str):
            words = f'"{key}" under [{name}] in {FILE} must be a text, not {value!r}. Put it in quotes.'
            raise SettingsError(words, about=key)
    return table


def _constructs(data: dict[str, Any]) -> tuple[Mapping[str, Any], ...]:
    rows: Any = data.get("construct", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in cast("list[Any]", rows)):
        words = f"construct in {FILE} must be tables, each begun by a line [[construct]], not {rows!r}."
        raise SettingsError(words, about="construct")
    return tuple(cast("list[dict[str, Any]]", rows))


def _tables(data: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    tables = _table(data, name)
    for key, table in tables.items():
        if not isinstance(table, dict):
            raise SettingsError(f'[{name}."{key}"] in {FILE} must be a table, not {table!r}.', about=key)
    return tables
