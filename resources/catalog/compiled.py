"""The compiled tables, read part by part and line by line.

`tables.json` is plain JSON with one row a line and the rows of one package together: its first line says where each
part begins. A part is read when the first row of its package is asked for, a row is parsed when it is asked for, so
that a project pays for what it imports: a millisecond, where reading and parsing all would take twenty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("tables.json")
COMMON = ""
"""The part that belongs to no package."""
BY_PACKAGE = ("calls", "types", "homes")
_VERSION = '"version": "'


def part_of(key: str) -> str:
    """The part that holds the rows of a dotted path: `langchain_openai.ChatOpenAI` -> langchain_openai."""
    return key.partition(".")[0]


class Rows(Mapping[str, Any]):
    """Key -> row of one section of one part, parsed on demand."""

    def __init__(self) -> None:
        self._raw: dict[str, str] = {}
        self._rows: dict[str, Any] = {}

    def add(self, line: str) -> None:
        """`  "key": {…},`"""
        key, _, row = line[3:].partition('": ')
        self._raw[key] = row

    def __getitem__(self, key: str) -> Any:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = json.loads(self._raw[key].rstrip(","))
        return row

    def get(self, key: str, default: Any = None) -> Any:
        """Without the exception that `Mapping` makes of every miss."""
        return self[key] if key in self._raw else default

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


class Section(Mapping[str, Any]):
    """One section over all parts; only iterating reads them all."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _rows(self, key: str) -> Rows:
        return _part(part_of(key)).get(self._name, _NONE)

    def __getitem__(self, key: str) -> Any:
        return self._rows(key)[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self._rows(key).get(key, default)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._rows(key)

    def __iter__(self) -> Iterator[str]:
        for part in _head()["parts"]:
            yield from _part(part).get(self._name, _NONE)

    def __len__(self) -> int:
        return sum(len(_part(part).get(self._name, _NONE)) for part in _head()["parts"])


_NONE = Rows()


@cache
def sections() -> Mapping[str, Mapping[str, Any]]:
    """`calls`, `types`, `homes` by package; `classes` by family; `templates`, `aws`, `choices`."""
    return {**{name: Section(name) for name in BY_PACKAGE}, **_part(COMMON)}


def packages() -> frozenset[str]:
    """The top-level names of all paths and families."""
    return frozenset(_head()["packages"])


@cache
def version() -> str:
    """The hash of all tables, from the head of the file."""
    with FILE.open(encoding="utf-8") as file:
        head = file.read(200)
    start = head.index(_VERSION) + len(_VERSION)
    return head[start : head.index('"', start)]


@cache
def _head() -> dict[str, Any]:
    """`version`, `packages`, and `parts`: name -> where it begins after the first line, and its length, in bytes."""
    with FILE.open("rb") as file:
        line = file.readline()
    return {**json.loads(line.rstrip(b",\n") + b"}"), "start": len(line)}


@cache
def _part(name: str) -> Mapping[str, Rows]:
    """Its sections; none for a package that nothing is known of."""
    head, found = _head(), dict[str, Rows]()
    if name not in head["parts"]:
        return found
    begin, length = head["parts"][name]
    with FILE.open("rb") as file:
        file.seek(head["start"] + begin)
        text = file.read(length).decode()
    rows = _NONE
    for line in text.splitlines():
        if line.startswith('  "'):
            rows.add(line)
        elif line.startswith(' "'):
            rows = found[line[2 : line.index('": ')]] = Rows()
    return found
