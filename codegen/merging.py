"""Taking one change back, or making it again, in a text that others have changed meanwhile: line by line, as a merge.

A change that touches lines which are not as it left them is not merged: nothing is guessed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import SequenceMatcher

Piece = tuple[int, int, list[bytes]]
"""Lines from a to b of the common text, and what stands in their place."""


def merged(base: bytes, wanted: bytes, current: bytes) -> bytes | None:
    """CURRENT with what makes WANTED out of BASE; None when the same lines were changed otherwise."""
    lines = base.splitlines(keepends=True)
    ours = list(_pieces(lines, wanted.splitlines(keepends=True)))
    theirs = list(_pieces(lines, current.splitlines(keepends=True)))
    if any(_touch(one, other) for one in ours for other in theirs):
        return None
    made = list(lines)
    for begin, end, new in sorted([*ours, *theirs], key=lambda piece: piece[:2], reverse=True):
        made[begin:end] = new
    return b"".join(made)


def parses(path: str, text: bytes) -> bool:
    """Is it still Python, where it should be?"""
    if not path.endswith(".py"):
        return True
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _pieces(base: list[bytes], other: list[bytes]) -> Iterator[Piece]:
    shorter = min(len(base), len(other))
    head = next((at for at in range(shorter) if base[at] != other[at]), shorter)
    tail = next((at for at in range(shorter - head) if base[-1 - at] != other[-1 - at]), shorter - head)
    old, new = base[head : len(base) - tail], other[head : len(other) - tail]
    for tag, begin, end, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield head + begin, head + end, new[start:stop]


def _touch(one: Piece, other: Piece) -> bool:
    """Do both change the same lines, or put something in at the same place?"""
    if one[0] == one[1] and other[0] == other[1]:
        return one[0] == other[0]
    return one[0] < other[1] and other[0] < one[1]
