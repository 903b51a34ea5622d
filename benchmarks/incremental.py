"""Incremental equals full, on real code: edits as people make them, each compared with a fresh deduction.

    python -m benchmarks.incremental --json [FOLDER …]

For each kind of edit the milliseconds of an update: median, 90th and 99th percentile. `followed` are the edits after
which only a part was evaluated, or nothing; the others were evaluated in full. `wrong` must be 0.
"""

from __future__ import annotations

import random
import statistics
import time
from pathlib import Path
from typing import Any

from archloom.resources import contract
from archloom.resources.deduction import Deducer, deduce

from .deduction import ROOT, python_files
from .edits import KINDS, Edit
from .paired import arguments, report

EDITS = 40
"""Of each kind."""
SEED = 7
INSERTED = (b"# words", b"", b"'''words'''", b"pass", b"x = 1", b"if True:", b"else:", b"x = '''", b"\\", b"import os")


def any_line(text: bytes, dice: random.Random) -> bytes:
    """An edit of some line that may break the file, as while somebody types."""
    lines = text.split(b"\n")
    at = dice.randrange(len(lines))
    above, line, below = lines[:at], lines[at], lines[at + 1 :]
    match dice.choice(("insert", "insert", "remove", "repeat", "comment", "quotes")):
        case "insert":
            made = [*above, line[: len(line) - len(line.lstrip())] + dice.choice(INSERTED), line, *below]
        case "remove":
            made = [*above, *below] or [b""]
        case "repeat":
            made = [*above, line, line, *below]
        case "comment":
            made = [*above, line + b"  # words", *below]
        case _:
            made = [*above, line.replace(b"'", b'"'), *below]
    return b"\n".join(made)


def measure(folder: Path) -> dict[str, object]:
    project = _Project(folder)
    kinds = {name: project.edited(edit) for name, edit in {**KINDS, "any line": any_line}.items()}
    return {"wrong": project.wrong, **kinds}


class _Project:
    """An open project of which the files are edited one after the other; each edit is taken back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrong = 0
        self._dice = random.Random(SEED)
        self._texts = {path: text for path in python_files(folder) if (text := (folder / path).read_bytes()).strip()}
        first = next(iter(self._texts))
        self._overlay: dict[str, bytes | None] = {first: self._texts[first]}
        self._open = Deducer(folder, cache=False)
        self._open.run(overlay=self._overlay)
        self._open.warm()
        self._evaluations = _counted(self._open)

    def edited(self, edit: Edit) -> dict[str, float]:
        """The times of edits of one kind."""
        times: list[float] = []
        full = 0
        for _ in range(4 * EDITS):
            path = self._dice.choice(list(self._texts))
            try:
                text = edit(self._texts[path], self._dice)
            except SyntaxError:
                text = None
            if text is None or text == self._texts[path]:
                continue
            before = len(self._evaluations)
            times.append(self._update(path, text))
            full += len(self._evaluations) > before
            fresh = deduce(self.folder, overlay=dict(self._overlay), cache=False)
            self.wrong += not contract.same(self._open.update([path]), fresh)
            self._update(path, self._texts[path])
            if len(times) == EDITS:
                break
        return _spread(times, full)

    def _update(self, path: str, text: bytes) -> float:
        self._overlay[path] = text
        start = time.perf_counter()
        self._open.update([path])
        return 1000 * (time.perf_counter() - start)


def _counted(deducer: Deducer) -> list[None]:
    """Grows by one with each evaluation."""
    seen: list[None] = []
    evaluate = deducer._of

    def counting(*given: Any) -> Any:
        seen.append(None)
        return evaluate(*given)

    deducer.__dict__["_of"] = counting
    return seen


def _spread(found: list[float], full: int) -> dict[str, float]:
    if not found:
        return {"edits": 0}
    ordered = sorted(found)
    ranks = {"p90_ms": 0.9, "p99_ms": 0.99}
    percentiles = {name: round(ordered[min(len(ordered) - 1, round(rank * len(ordered)))], 2)
                   for name, rank in ranks.items()}  # fmt: skip
    return {"edits": len(found), "followed": len(found) - full, "median_ms": round(statistics.median(found), 2),
            **percentiles}  # fmt: skip


def main() -> None:
    options = arguments(__doc__ or "", folders=True)
    folders = options.folders or sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    report({folder.name: measure(folder.resolve()) for folder in folders}, options.json)


if __name__ == "__main__":
    main()
