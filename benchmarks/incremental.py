"""Incremental equals full, on real code: random edits of lines, each compared with a fresh deduction, and their times.

    python -m benchmarks.incremental --json [FOLDER …]

`moved` are the edits that changed nothing that was read, `evaluated` all others, in milliseconds; `wrong` must be 0.
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path
from typing import Any

from archloom.resources import contract
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import Deducer, deduce

from .deduction import ROOT, python_files
from .paired import arguments, report

EDITS = 60
SEED = 7
INSERTED = (b"# words", b"", b"'''words'''", b"pass", b"x = 1", b"if True:", b"else:", b"x = '''", b"\\", b"import os")


def edited(lines: list[bytes], dice: random.Random) -> list[bytes]:
    """The lines after one edit at some place."""
    at = dice.randrange(len(lines))
    above, line, below = lines[:at], lines[at], lines[at + 1 :]
    match dice.choice(("insert", "insert", "remove", "repeat", "comment", "quotes")):
        case "insert":
            return [*above, line[: len(line) - len(line.lstrip())] + dice.choice(INSERTED), line, *below]
        case "remove":
            return [*above, *below] or [b""]
        case "repeat":
            return [*above, line, line, *below]
        case "comment":
            return [*above, line + b"  # words", *below]
        case _:
            return [*above, line.replace(b"'", b'"'), *below]


def measure(folder: Path) -> dict[str, object]:
    dice = random.Random(SEED)
    files = python_files(folder)
    overlay: dict[str, bytes | None] = {files[0]: (folder / files[0]).read_bytes()}
    open_project = Deducer(folder, cache=False)
    open_project.run(overlay=overlay)
    evaluations = _counted(open_project)
    times: dict[str, list[float]] = {"moved": [], "evaluated": []}
    wrong = 0
    for _ in range(EDITS):
        path = dice.choice(files)
        text = overlay.get(path) or (folder / path).read_bytes()
        overlay[path] = b"\n".join(edited(text.split(b"\n"), dice))
        before, start = len(evaluations), time.perf_counter()
        seen = open_project.update([path])
        elapsed = 1000 * (time.perf_counter() - start)
        times["moved" if len(evaluations) == before else "evaluated"].append(elapsed)
        wrong += not contract.same(seen, deduce(folder, overlay=dict(overlay), cache=False))
    return {"edits": EDITS, "wrong": wrong, **{name: _spread(found) for name, found in times.items()}}


def _counted(deducer: Deducer) -> list[None]:
    """Grows by one with each evaluation."""
    seen: list[None] = []
    evaluate = deducer._of

    def counting(*given: Any) -> Architecture:
        seen.append(None)
        return evaluate(*given)

    deducer.__dict__["_of"] = counting
    return seen


def _spread(found: list[float]) -> dict[str, float]:
    if not found:
        return {"count": 0}
    ordered = sorted(found)
    rank = min(len(ordered) - 1, round(0.99 * len(ordered)))
    return {"count": len(found), "median_ms": round(statistics.median(found), 2), "p99_ms": round(ordered[rank], 2)}


def main() -> None:
    options = arguments(__doc__ or "", folders=True)
    folders = options.folders or sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    report({folder.name: measure(folder.resolve()) for folder in folders}, options.json)


if __name__ == "__main__":
    main()
