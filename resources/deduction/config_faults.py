"""What is wrong with the project's own files: text that does not parse, names in archloom.toml that mean nothing.

A wrong file never ends the deduction: what it says is left out, and a problem says which line to correct.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ..architecture import Problem, Resource, Span
from ..settings import FILE, Settings

TABLES = ("project", "answers", "resources", "functions", "stacks", "construct")
SIZED = ("function", "web_app", "graph", "worker")
"""Kinds that `[functions]` may speak of."""


def config_faults(configs: Mapping[str, bytes], settings: Settings, made: Iterable[Resource]) -> Iterator[Problem]:
    """The problems of all project files; MADE are the resources that were found."""
    for path, text in sorted(configs.items()):
        name = path.rpartition("/")[2]
        if name == "langgraph.json":
            yield from _langgraph(path, text)
        elif name == "pyproject.toml":
            yield from _pyproject(path, text)
        elif path == FILE:
            yield from _settings(text.decode("utf-8", "replace"), settings, list(made))


def _langgraph(path: str, text: bytes) -> Iterator[Problem]:
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        yield _bad(path, f"{path} is not valid JSON: {error.msg}.", error.lineno, "Correct that line.")
        return
    except ValueError:
        yield _bad(path, f"{path} is not UTF-8 text.", 1, "Save it as UTF-8.")
        return
    graphs: Any = cast("dict[str, Any]", data).get("graphs", {}) if isinstance(data, dict) else data
    if not isinstance(graphs, dict):
        message = f"{path} has no table of graphs."
        yield _bad(path, message, 1, 'Write {"graphs": {"NAME": "./FILE.py:VARIABLE"}}.')
        return
    for name, target in sorted(cast("dict[str, Any]", graphs).items()):
        said: Any = cast("dict[str, Any]", target).get("path") if isinstance(target, dict) else target
        if not isinstance(said, str) or ":" not in said:
            message = f"{path} says of graph {name} {said!r}, which names no variable in a file."
            yield _bad(path, message, _line(text.decode(), f'"{name}"'), "Write ./FILE.py:VARIABLE.")


def _pyproject(path: str, text: bytes) -> Iterator[Problem]:
    try:
        tomllib.loads(text.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        yield _bad(path, f"{path} is not valid TOML: {error}.", getattr(error, "lineno", 1), "Correct that line.")
    except UnicodeDecodeError:
        yield _bad(path, f"{path} is not UTF-8 text.", 1, "Save it as UTF-8.")


def _settings(text: str, settings: Settings, made: list[Resource]) -> Iterator[Problem]:
    """Tables, resources and functions that archloom.toml names and nobody reads: most are slips of the pen."""
    for table in _tables(text):
        if table not in TABLES:
            yield _unread(text, f"[{table}", f"[{table}] in {FILE} means nothing.", table, TABLES)
    ids = {resource.id: resource for resource in made}
    for key, said in settings.resources.items():
        if key in ids:
            yield from _properties(text, key, said, ids[key])
        else:
            yield _unread(text, key, f'[resources."{key}"] in {FILE} names no resource of this project.', key, ids)
    sized = {one: r for r in made if r.kind in SIZED for one in (r.id, r.id.partition(":")[2])}
    for key, said in settings.functions.items():
        if key in sized:
            yield from _properties(text, key, said, sized[key])
        else:
            yield _unread(text, key, f'[functions."{key}"] in {FILE} names no function of this project.', key, sized)


def _properties(text: str, key: str, said: Mapping[str, Any], resource: Resource) -> Iterator[Problem]:
    from ..kinds import KINDS  # only where there are settings: reading a project without any stays quick

    kind = KINDS.get(resource.kind)
    for name, value in said.items():
        known = kind.find_property(name) if kind else None
        refusal = known.refusal(value) if known else None
        if refusal:
            yield _bad(FILE, f"{key} in {FILE}: {refusal}", _line(text, key), "Correct it before you deploy.")


def _tables(text: str) -> Iterable[str]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return ()  # said where the settings were read


def _unread(text: str, place: str, message: str, said: str, known: Iterable[str]) -> Problem:
    close = difflib.get_close_matches(said, list(known), 1)
    remedy = f"Did you mean {close[0]}?" if close else "Correct or remove it."
    return Problem("unread-setting", "warning", message, Span(FILE, _line(text, place)), remedy=remedy)


def _bad(path: str, message: str, line: int, remedy: str) -> Problem:
    return Problem("bad-settings", "error", message, Span(path, line), remedy=remedy)


def _line(text: str, words: str) -> int:
    """The first line that holds these words."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if words in line), 1)
