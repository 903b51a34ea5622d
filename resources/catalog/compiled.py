"""The compiled tables, read line by line.

`tables.json` is plain JSON with one row a line, so that the lines can be told apart without parsing them: reading it
takes a millisecond, parsing all of it seven. A row is parsed when it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("tables.json")
_VERSION = '"version": "'


class Rows(Mapping[str, Any]):
    """Key -> row, parsed on demand."""

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


@cache
def sections() -> Mapping[str, Rows]:
    """`calls`, `types`, `homes`, `classes`, `templates`, `aws`, `choices`."""
    found: dict[str, Rows] = {}
    rows = Rows()
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith('  "'):
            rows.add(line)
        elif line.endswith("{") and line.startswith('"'):
            rows = found[line[1 : line.index('": ')]] = Rows()
    return found


@cache
def version() -> str:
    """The hash of all tables, from the head of the file."""
    with FILE.open(encoding="utf-8") as file:
        head = file.read(200)
    start = head.index(_VERSION) + len(_VERSION)
    return head[start : head.index('"', start)]
