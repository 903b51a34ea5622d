"""What the module level of a file says about imports: the folders that it puts on `sys.path`, and the names it binds.

`sys.path.insert(0, str(ROOT / "shared"))` says where Python looks next; the texts in it are the end of that folder's
path. A name that is bound once at the module level stands for its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from .facts import Facts

_SYS_PATH = ("attr", ("name", "sys"), "path")


def extensions(body: tuple[Facts, ...]) -> tuple[tuple[str, bool], ...]:
    """The ends of the folders on `sys.path`, in the order of looking; True for those before the file's own folder."""
    names = {s[1][0][1]: s[2] for s in body if s[0] == "assign" and len(s[1]) == 1 and s[1][0][0] == "name"}
    first: list[tuple[str, bool]] = []
    last: list[tuple[str, bool]] = []
    for s in _statements(body):
        method = _method(s)
        if method:
            folder = "/".join(part for text in _texts(s[1][2], names) for part in text.split("/") if part.strip("."))
            if folder and method == "insert":
                first.insert(0, (folder, True))
            elif folder:
                last.append((folder, False))
    return (*first, *last)


def _method(s: Facts) -> str:
    call = s[1] if s[0] == "do" else ()
    if not call or call[0] != "call" or call[1][0] != "attr" or call[1][1] != _SYS_PATH:
        return ""
    return call[1][2] if call[1][2] in ("insert", "append") else ""


def _texts(e: Any, names: dict[str, Facts], depth: int = 12) -> Iterator[str]:
    """The texts of an expression from left to right, through names."""
    if not isinstance(e, tuple) or not depth:
        return
    parts = cast("tuple[Any, ...]", e)
    if len(parts) == 2 and parts[0] == "const":
        if isinstance(parts[1], str):
            yield parts[1]
    elif len(parts) == 2 and parts[0] == "name":
        yield from _texts(names.get(parts[1]), names, depth - 1)
    else:
        for part in parts:
            yield from _texts(part, names, depth - 1)


def bound(body: tuple[Facts, ...]) -> frozenset[str]:
    """The names that a module binds itself, on whatever path."""
    found: set[str] = set()
    for s in _statements(body):
        match s[0]:
            case "def" | "class":
                found.add(s[1])
            case "import from":
                found.update(alias for _, alias in s[3])
            case "import":
                found.update(alias or dotted.partition(".")[0] for dotted, alias in s[1])
            case "assign":
                found.update(name for target in s[1] for name in _targets(target))
            case "note":
                found.update(_targets(s[1]))
            case _:
                pass
    return frozenset(found)


def _targets(target: Facts) -> Iterator[str]:
    if target[0] == "name":
        yield target[1]
    elif target[0] == "seq":
        for one in target[2]:
            yield from _targets(one)


def _statements(body: tuple[Facts, ...]) -> Iterator[Facts]:
    """Those of the module level, under `if`, `try` and `with` too."""
    for s in body:
        yield s
        if s[0] == "if":
            yield from _statements((*s[2], *s[3]))
        elif s[0] == "with":
            yield from _statements(s[2])
        elif s[0] == "try":
            yield from _statements((*s[1], *(one for handler in s[2] for one in handler[2]), *s[3], *s[4]))
