"""How long deduction takes against a bare `ast.parse` of the same files: cold, reopened unchanged, one file edited.

    python -m benchmarks.deduction --json [FOLDER …]

`unchanged` says that nothing was touched, `looked_at` unpacks the graph as well. `one_file` binds a new name in a file
of an open project, `comment` writes a comment there, each in milliseconds.

To reach: cold 1.5, unchanged 0.02, one file 10 ms.
"""

from __future__ import annotations

import ast
import os
import tempfile
from itertools import count
from pathlib import Path

from archloom.resources.deduction import Deducer, deduce
from archloom.resources.deduction.discover import discover

from .paired import arguments, paired, report, spread

ROOT = Path(__file__).resolve().parent.parent


def measure(folder: Path) -> dict[str, object]:
    files = [folder / file for file in python_files(folder)]
    texts = [file.read_bytes() for file in files]

    def parse() -> None:
        for file in files:
            try:
                ast.parse(file.read_bytes())
            except (SyntaxError, ValueError):
                continue

    edited = max(files, key=lambda file: file.stat().st_size).relative_to(folder).as_posix()
    deduce(folder)  # fills the store of the unchanged case
    return {
        "files": len(files),
        "lines": sum(text.count(b"\n") for text in texts),
        "cold": paired(lambda: deduce(folder, cache=False), parse),
        "unchanged": paired(lambda: deduce(folder), parse),
        "looked_at": paired(lambda: deduce(folder).links, parse),
        "one_file": edits(folder, edited, b"edited = %d"),
        "comment": edits(folder, edited, b"# edited %d"),
    }


def edits(folder: Path, edited: str, line: bytes) -> dict[str, float]:
    """Each round edits the file anew, in an open project that stands in memory otherwise."""
    open_project = Deducer(folder, cache=False)
    text = (folder / edited).read_bytes()
    rounds = count()

    def edit() -> None:
        overlay[edited] = text + b"\n" + line % next(rounds) + b"\n"
        open_project.update([edited])

    overlay: dict[str, bytes | None] = {edited: text}
    open_project.run(overlay=overlay)
    return spread(edit)


def python_files(folder: Path) -> list[str]:
    return list(discover(folder).python)


def main() -> None:
    options = arguments(__doc__ or "", folders=True)
    folders = options.folders or sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory() as store:
        os.environ["XDG_CACHE_HOME"] = store
        report({folder.name: measure(folder.resolve()) for folder in folders}, options.json)


if __name__ == "__main__":
    main()
