"""The hooks that evaluation calls: each looks one word up and nearly always returns at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from ..facts import Facts
from ..values import (
    Arguments,
    Bound,
    Builtin,
    Class,
    Const,
    EnvVar,
    Function,
    Lib,
    LibObject,
    Mapped,
    Place,
    Sequence,
    Text,
    Unknown,
    Value,
    alternatives,
)  # fmt: skip
from .known import AT_HAND, CACHING, CALLS, GROWING, KEPT_ELSEWHERE, METHODS, PATH_WRITES, VECTORS_IN_MEMORY
from .notes import Note, note

if TYPE_CHECKING:
    from ..evaluate.machine import Frame, Machine

LONG_SLEEP = 20
"""Seconds of a wait that a request may not survive."""
MOST = 20
"""Objects inside of one that are looked at."""
_NOT_STATE = (Function, Bound, Builtin, Class, Lib)
"""What a registry holds: code, not data."""
_PLACEHOLDERS = ("Tokenizer", "TokenizerFast", "Config", "Processor", "FeatureExtractor")
"""Classes of transformers whose `from_pretrained` reads no weights."""


def called(m: Machine, f: Frame, path: str, a: Arguments, place: Place) -> None:
    """A function or class of a library is called."""
    rows = CALLS.get(path.rpartition(".")[2])
    if rows is None:
        return
    package = path.partition(".")[0]
    code = next((row.code for row in rows if package in row.packages), "")
    if code and (detail := _detail(code, path, a)) is not None:
        note(f, Note(_plain(code), place, detail, m.run == 0 or _is_cached(f)))
        for given in a.all() if code == "file-saver" else ():
            if isinstance(given, LibObject) and given.place is not None:
                note(f, Note("saved-through", given.place))


def method_called(m: Machine, f: Frame, owner: LibObject, name: str, a: Arguments, place: Place) -> None:
    """A method of an object of a library is called."""
    rows = METHODS.get(name)
    if rows is None:
        return
    package = owner.path.partition(".")[0]
    code = next((row.code for row in rows if package in row.packages), "")
    if not code:
        return
    detail = _detail(code, f"{owner.path}.{name}", a)
    if detail is not None:
        where = owner.place if code == "thread-joined" and owner.place else place
        note(f, Note(_plain(code), where, detail, m.run > 0 and owner.born == 0, owner.number))


def path_written(m: Machine, f: Frame, path: Value, name: str, place: Place) -> None:
    """A method of a text that may be a path: `Path("out.txt").write_text(…)`."""
    if name in PATH_WRITES and (text := beginning(path)):
        note(f, Note("writes", place, text, m.run == 0))


def opened(m: Machine, f: Frame, a: Arguments, place: Place) -> None:
    """`open(path, mode)`."""
    mode = a.positional[1] if len(a.positional) > 1 else a.get("mode")
    writes = isinstance(mode, Const) and isinstance(mode.value, str) and bool(set(mode.value) & set("wax+"))
    if writes and a.positional and (text := beginning(a.positional[0])):
        note(f, Note("writes", place, text, m.run == 0))


def grown(m: Machine, f: Frame, owner: Mapped | Sequence, method: str, given: Value | None, place: Place) -> None:
    """A list or dict that a module made is given something while an entry runs."""
    if m.run and owner.born == 0 and (not method or method in GROWING) and (given is None or _is_state(m, f, given)):
        note(f, Note("state", place, "dict" if isinstance(owner, Mapped) else owner.kind, True, owner.number))


def counted(m: Machine, f: Frame, name: str, place: Place) -> None:
    """`global count; count += 1` while an entry runs."""
    if m.run:
        note(f, Note("state", place, name, True))


def looped(m: Machine, f: Frame, body: Facts) -> None:
    """`while True:` while an entry runs."""
    if m.run and not _leaves(body):
        note(f, Note("endless", f.here(), f.node.name.rpartition(".")[2]))


def _leaves(block: Facts) -> bool:
    """Is there a way out of a loop with this body? A `yield` gives the turn to somebody who may take no more."""
    for one in block:
        if isinstance(one, tuple) and one:
            if one[0] in ("break", "return", "raise", "yield", "from"):
                return True
            if one[0] not in ("def", "class", "lambda") and _leaves(cast("Facts", one)):
                return True
    return False


def _is_cached(f: Frame) -> bool:
    """Does a decorator keep what the function gives for later calls?"""
    function = f.node.function
    for decorator in function.facts[3] if function is not None else ():
        named = decorator[1] if decorator[0] == "call" else decorator
        if named[0] in ("name", "attr") and named[-1] in CACHING:
            return True
    return False


def _is_state(m: Machine, f: Frame, given: Value) -> bool:
    """Is it data, rather than code or a client? A history in memory is noted where it is made."""
    kept = False
    for one in alternatives(given):
        if isinstance(one, LibObject):
            if _keeps_memories(f, one):
                continue
            if not m.stands_for(one) and one.type == "" and not one.held:
                kept = True
        elif not isinstance(one, _NOT_STATE):
            kept = True
    return kept


def _keeps_memories(f: Frame, kept: LibObject, depth: int = 3) -> bool:
    """Is it a store in memory, or does it hold one, as a chain holds its memory? Such a store is noted, as lasting."""
    rows = CALLS.get(kept.path.rpartition(".")[2], ())
    code = next((row.code for row in rows if kept.path.partition(".")[0] in row.packages), "")
    detail = _memory(code, kept.path, kept.arguments) if code.startswith("memory-") else None
    if detail is not None and kept.place is not None:
        note(f, Note(code, kept.place, detail, True))
        return True
    inner = [one for _, held in kept.held for one in alternatives(held) if isinstance(one, LibObject)]
    found = [_keeps_memories(f, one, depth - 1) for one in (inner[:MOST] if depth else ())]
    return any(found)


def _detail(code: str, path: str, a: Arguments) -> str | None:
    """What to say about it; None when it is not what the row means."""
    check = _CHECKS.get(code.partition("-")[0])
    return check(code, path, a) if check is not None else path.rpartition(".")[2]


def _memory(code: str, path: str, a: Arguments) -> str | None:
    if code == "memory-vectors":  # also `FAISS.from_documents(…).add_documents(…)`
        return next((word for word in path.split(".") if word in VECTORS_IN_MEMORY), None)
    return None if any(a.get(word) is not None for word in KEPT_ELSEWHERE) else path.rpartition(".")[2]


def _weights(_code: str, path: str, _a: Arguments) -> str | None:
    owner, _, name = path.rpartition(".")
    if name in ("from_pretrained", "load", "load_model", "from_model_id"):
        shown = owner.rpartition(".")[2]
        return None if shown.endswith(_PLACEHOLDERS) or shown == "utils" else f"{shown}.{name}"
    return name


def _streams(code: str, path: str, a: Arguments) -> str | None:
    if code == "streams":
        return path.rpartition(".")[2]
    first = a.positional[0] if a.positional else a.get("response")
    made = first is not None and any(isinstance(x, Sequence) and x.kind == "generator" for x in alternatives(first))
    return "a generator" if made else None


def _writes(code: str, _path: str, a: Arguments) -> str | None:
    index = int(code.rpartition("-")[2])
    value = a.positional[index] if len(a.positional) > index else next(iter(dict(a.named).values()), None)
    return (beginning(value) or None) if value is not None else None


def _program(_code: str, _path: str, a: Arguments) -> str | None:
    """`subprocess.run(["libreoffice", …])`: the name of a program that a function does not have."""
    first = a.positional[0] if a.positional else a.get("args")
    if isinstance(first, Sequence) and first.items:
        first = first.items[0]
    line = first.parts[0] if isinstance(first, Text) and first.parts else getattr(first, "value", None)
    words = line.split() if isinstance(line, str) else []
    folder, _, name = words[0].rpartition("/") if words else ("", "", "")
    known = name in AT_HAND or not name.replace("-", "").replace("_", "").isalnum()
    return None if known or (folder and not folder.startswith(("/usr", "/bin"))) else name


def _file(_code: str, path: str, _a: Arguments) -> str | None:
    """`SqliteSaver` or `SqliteSaver.from_conn_string`."""
    owner, _, name = path.rpartition(".")
    made_by = owner.rpartition(".")[2]
    if "Sqlite" in name:
        return name
    return f"{made_by}.{name}" if "Sqlite" in made_by else None


def _sleeps(_code: str, path: str, a: Arguments) -> str | None:
    """`time.sleep(60)`, when the code says that it is long."""
    first = a.positional[0] if a.positional else None
    seconds = first.value if isinstance(first, Const) else None
    return f"{path}({seconds:g})" if isinstance(seconds, int | float) and seconds >= LONG_SLEEP else None


_CHECKS: dict[str, Callable[[str, str, Arguments], str | None]] = {
    "file": _file, "memory": _memory, "weights": _weights, "streams": _streams, "writes": _writes,
    "sleeps": _sleeps, "program": _program,
}  # fmt: skip


def _plain(code: str) -> str:
    return {"streams-if-generated": "streams", "writes-0": "writes", "writes-1": "writes"}.get(code, code)


def beginning(value: Value) -> str:
    """The path as far as the code says it, when that is on a disk that does not stay; empty otherwise."""
    first = alternatives(value)[0]
    if isinstance(first, EnvVar):
        first = first.default if first.default is not None else Unknown()
    if isinstance(first, Text) and first.parts and isinstance(first.parts[0], str):
        text = first.parts[0] + "…"
    elif isinstance(first, Const) and isinstance(first.value, str):
        text = first.value
    else:
        return ""
    elsewhere = text.startswith(("/tmp", "/dev/", "/mnt/", "/var/tmp")) or "://" in text
    return "" if elsewhere or not text.strip(" ./") else text
