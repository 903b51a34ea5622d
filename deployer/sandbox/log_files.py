"""The logs of deployed functions: one file per function, one JSON object per line, written by the runtime."""

from __future__ import annotations

import heapq
import json
import time
from collections.abc import Iterator
from pathlib import Path

from ..log_line import LogLine

_BETWEEN_LOOKS = 0.25


def read(home: Path, function: str | None, follow: bool) -> Iterator[LogLine]:
    """What was written, oldest first; `function` is an id of the architecture or a logical name.

    With `follow` it waits for more, until the iterator is closed.
    """
    places: dict[Path, int] = {}
    yield from heapq.merge(*[_new_lines(path, places) for path in _files(home, function)], key=lambda line: line.at)
    while follow:
        time.sleep(_BETWEEN_LOOKS)
        lines = [line for path in _files(home, function) for line in _new_lines(path, places)]
        yield from sorted(lines, key=lambda line: line.at)


def _files(home: Path, function: str | None) -> list[Path]:
    found = sorted((home / "logs").glob("*.jsonl"))
    return found if function is None else [path for path in found if _belongs(path, function)]


def _belongs(path: Path, function: str) -> bool:
    if path.stem == function:
        return True
    with path.open(encoding="utf-8") as file:
        line = _parse(file.readline())
    return line is not None and (line.function == function or line.function.partition(":")[2] == function)


def _new_lines(path: Path, places: dict[Path, int]) -> list[LogLine]:
    """The whole lines behind the place that was reached last time."""
    with path.open("rb") as file:
        file.seek(places.get(path, 0))
        text = file.read()
    whole = text[: text.rfind(b"\n") + 1]
    places[path] = places.get(path, 0) + len(whole)
    parsed = (_parse(line) for line in whole.decode(errors="replace").splitlines())
    return [line for line in parsed if line is not None]


def _parse(text: str) -> LogLine | None:
    try:
        found = json.loads(text)
        return LogLine(float(found["at"]), str(found["function"]), str(found["message"]))
    except (ValueError, KeyError, TypeError):
        return None
