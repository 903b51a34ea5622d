"""How the cost of deduction grows with the project: ratios to a bare `ast.parse` of the same files, and memory.

    python -m benchmarks.scale --json [LINES …]

Projects of 10,000 to LINES lines are generated (`scaled_project`); each is measured in processes of its own: opened
cold, reopened unchanged, one hundredth of the files changed, one file edited in an open project. `linear` is the cold
ratio to `ast.parse` against that of the smallest size: 1.0 when the cost grows as the project does.

To reach: cold 1.5, unchanged 0.02, one hundredth changed 0.1, one edited file 10 ms, 150 MB at 230,000 lines.

Measured on two busy shared cores, in processor time, cold in one process: 1.4 at 10,000 lines, 1.5 at 100,000, 1.4 at
300,000, 1.5 at 1,000,000 (22.9 s). Two processes: 1.2, 1.1 and 1.1 from 100,000 lines on, as only reading (0.86 of the
1.5) is halved; evaluation (0.59) is one thread of calls over one heap. Open: 60, 76, 138 (at 230,000), 169 and 496 MB.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from archloom.resources.deduction import Deducer, deduce

from .paired import paired, report, spread
from .scaled_project import write

SIZES = (10_000, 100_000, 230_000)
PART = 100
"""One of so many files changes."""
ROUNDS = 3


def times(folder: Path) -> dict[str, object]:
    """The ratios of one project."""
    files = sorted(folder.rglob("*.py"))

    def parse() -> None:
        for file in files:
            ast.parse(file.read_bytes())

    figures: dict[str, object] = {"cold": paired(lambda: deduce(folder, cache=False), parse, ROUNDS)}
    deduce(folder)
    figures["unchanged"] = paired(lambda: deduce(folder).links, parse, ROUNDS)
    figures["hundredth"] = paired(_edits(folder, files[::PART]), parse, ROUNDS)
    figures["one_file"] = spread(_edits(folder, files[len(files) // 2 :][:1]), 10)
    figures["comment"] = spread(_edits(folder, files[len(files) // 2 :][:1], b"# edited %d"), 10)
    return figures


def _edits(folder: Path, files: list[Path], line: bytes = b"edited = %d") -> Callable[[], object]:
    """Edits these files anew each time it is called, in an open project."""
    names = [file.relative_to(folder).as_posix() for file in files]
    texts = {name: (folder / name).read_bytes() for name in names}
    overlay: dict[str, bytes | None] = dict(texts)
    open_project = Deducer(folder, cache=False)
    open_project.run(overlay=overlay)
    rounds = count()

    def edit() -> object:
        number = next(rounds)
        overlay.update({name: text + b"\n" + line % number + b"\n" for name, text in texts.items()})
        return open_project.update(names).links

    return edit


def memory(folder: Path) -> dict[str, object]:
    """Resident megabytes of this process with the project open, and at its peak."""
    before = _status()["VmRSS"]
    open_project = Deducer(folder, cache=False)
    entries = len(open_project.run().entries)
    after = _status()
    return {"entries": entries, "before_mb": before, "open_mb": after["VmRSS"], "peak_mb": after["VmHWM"]}


def _status() -> dict[str, int]:
    lines = (line.split() for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return {words[0].rstrip(":"): int(words[1]) // 1024 for words in lines if words[0] in ("VmRSS:", "VmHWM:")}


def measure(lines: int) -> dict[str, Any]:
    """Generates the project and measures it in two processes of their own."""
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place) / "project", lines)
        environment = {**os.environ, "XDG_CACHE_HOME": f"{place}/cache"}
        figures: dict[str, Any] = {"files": sum(1 for _ in folder.rglob("*.py"))}
        for what in ("memory", "times"):
            command = [sys.executable, "-m", "benchmarks.scale", f"--{what}", str(folder)]
            done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
            figures |= json.loads(done.stdout)
        return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--times", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="LINES")
    options = parser.parse_args()
    if options.times or options.memory:
        print(json.dumps(times(options.times) if options.times else memory(options.memory)))
        return
    figures = {f"{lines:,} lines": measure(lines) for lines in options.sizes}
    first = next(iter(figures.values()))["cold"]["ratio"]
    for one in figures.values():
        one["linear"] = round(one["cold"]["ratio"] / first, 2)
    report(figures, options.json)


if __name__ == "__main__":
    main()
