"""Large projects are summarized by two processes: a fork takes half of the files and sends back their facts.

It pays from about 100,000 lines on. Where there is no `fork`, only one processor, or the other process fails, this one
does all of it. Facts are plain tuples, so `marshal` carries them; the trees of functions stay behind.
"""

from __future__ import annotations

import gc
import marshal
import os
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from .facts import Fault, ModuleSummary
from .summarize import summarize

WORTH = 4_000_000
"""Bytes of source from which on a second process is worth it."""


def summaries(sources: Sequence[bytes], keep: bool) -> Mapping[bytes, ModuleSummary]:
    """The summary of each source; KEEP as for `summarize`."""
    made: dict[bytes, ModuleSummary] = {}
    mine, others = _halves(sources) if _is_worth_it(sources) else (sources, [])
    answer = _begun(others) if others else None
    for source in mine:
        made[source] = summarize(source, keep)
    packed = _ended(*answer) if answer is not None else None
    for index, source in enumerate(others):
        made[source] = summarize(source, keep) if packed is None else _unpacked(source, packed[index])
    return made


def _is_worth_it(sources: Sequence[bytes]) -> bool:
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and sum(map(len, sources)) >= WORTH


def _halves(sources: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """About as many bytes in each, files of all sizes in both."""
    ordered = sorted(sources, key=len)
    return ordered[::2], ordered[1::2]


def _begun(sources: Sequence[bytes]) -> tuple[int, int] | None:
    """Starts the other process: its number, and where its answer can be read."""
    try:
        answer, end = os.pipe()
        process = os.fork()
    except OSError:
        return None
    if process:
        os.close(end)
        return process, answer
    status = 1
    try:
        gc.disable()
        with open(end, "wb") as file:
            marshal.dump([_packed(summarize(source)) for source in sources], file)
        status = 0
    finally:
        os._exit(status)  # nothing of the other process's business is done here


def _ended(process: int, answer: int) -> list[Any] | None:
    """The answer of the other process, if it was given to its end."""
    packed: list[Any] | None = None
    with open(answer, "rb") as file, suppress(EOFError, ValueError, TypeError):
        packed = marshal.load(file)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)
    return packed


def _packed(summary: ModuleSummary) -> tuple[Any, ...]:
    fault = astuple(summary.fault) if summary.fault is not None else None
    return summary.body, summary.lines, summary.main_guard, summary.imports, fault, summary.tops.tobytes()


def _unpacked(source: bytes, packed: tuple[Any, ...]) -> ModuleSummary:
    body, lines, guard, imports, fault, tops = packed
    made = Fault(*fault) if fault is not None else None
    return ModuleSummary(body, lines, guard, imports, made, b"" if made else source, array("L", tops))
