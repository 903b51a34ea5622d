"""Unified diffs of bytes. Lines are shown as UTF-8 where they are, byte for byte as Latin-1 where they are not."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath


def unified(path: str, before: bytes | None, after: bytes | None) -> str:
    """The diff of one file in `git diff` form, empty when nothing differs. A missing file is /dev/null."""
    old, new = _lines(before), _lines(after)
    start = "/dev/null" if before is None else f"a/{path}"
    end = "/dev/null" if after is None else f"b/{path}"
    return "".join(_marked(difflib.unified_diff(old, new, start, end)))


def count(path: str, before: bytes | None, after: bytes | None) -> str:
    """`main.py +2 −0`."""
    lines = list(difflib.unified_diff(_lines(before), _lines(after), n=0))[2:]
    added = sum(line.startswith("+") for line in lines)
    removed = sum(line.startswith("-") for line in lines)
    return f"{PurePosixPath(path).name} +{added} −{removed}"


def _lines(data: bytes | None) -> list[str]:
    try:
        text = (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        text = (data or b"").decode("latin-1")
    parts = text.split("\n")  # `splitlines` would cut at form feeds and other separators too
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _marked(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
