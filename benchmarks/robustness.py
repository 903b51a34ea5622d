"""Whether deduction survives any Python: it may say little, but never fails, dies or hangs.

    python -m benchmarks.robustness [--mutations N] [--packages N] [--seed S] [--json]

Three sets of files, deduced in chunks as projects of their own, in a worker process so that even a dead interpreter or
a hang is counted: every `.py` of the running interpreter's standard library with its test suite, of the largest
installed packages, and mutants of the examples and tests (bytes, tokens and lines changed at random, but the same for
the same seed). Every function is asked for as an entry, so that it is evaluated. A failure is an exception, a problem
`internal-error`, a process that died, or a chunk over its limit of seconds.

To reach: no failure; 100,000 mutations in a full run.
"""

from __future__ import annotations

import argparse
import ast
import multiprocessing
import random
import sys
import sysconfig
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from archloom.resources.deduction import deduce

from .mutate import mutant
from .paired import report

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120.0
"""Of one chunk."""
MOST = 200
"""Functions of one chunk that are asked for as entries."""
CHUNKS = 60
"""Chunks of one package, spread over it."""
Files = Mapping[str, bytes]


@dataclass
class Outcome:
    """What became of a set of files."""

    files: int = 0
    chunks: int = 0
    cut_short: int = 0
    """Chunks in which evaluation came to its bound of steps."""
    slowest_s: float = 0.0
    slowest: str = ""
    failures: list[str] = field(default_factory=list[str])


class Worker:
    """A process that deduces; a new one takes its place when it dies or hangs."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._start()

    def _start(self) -> None:
        self._pipe, other = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def problems(self, files: Files) -> list[str]:
        """What deducing these files as one project complained about itself: empty is good, "too-large" is known."""
        try:
            self._pipe.send(files)
            if self._pipe.poll(SECONDS):
                return self._pipe.recv()
            end = f"no answer in {SECONDS:.0f} s"
        except (EOFError, OSError):
            end = "the process died"
        self.close()
        self._start()
        return [f"{end}: {min(files)} … {max(files)}"]

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            while True:
                pipe.send(failures(Path(folder), pipe.recv()))
        except (EOFError, BrokenPipeError):  # nobody asks any more
            return


def failures(empty: Path, files: Files) -> list[str]:
    """Deduces files as a project; EMPTY is a folder without any."""
    try:
        seen = deduce(empty, entries=functions(files), overlay=files, cache=False)
    except Exception:  # whatever it is, it is what we look for
        return [f"{min(files)} … {max(files)}: {traceback.format_exc(limit=-3)}"]
    return [f"{p.source}: {p.message}" if p.code == "internal-error" else p.code
            for p in seen.problems if p.code in ("internal-error", "too-large")]  # fmt: skip


def functions(files: Files) -> list[str]:
    """The functions and methods of these files: they are all called, as if something triggered them."""
    found: list[str] = []
    for path, source in files.items():
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        try:
            with warnings.catch_warnings(action="ignore"):
                body = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in body:
            found += [f"{module}.{name}" for name in _names(node)]
    return found[:MOST]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    if isinstance(node, ast.ClassDef):
        return [f"{node.name}.{name}" for inner in node.body for name in _names(inner) if "." not in name]
    return []


def survived(worker: Worker, chunks: Iterable[Files]) -> Outcome:
    outcome = Outcome()
    for files in chunks:
        start = time.perf_counter()
        found = worker.problems(files)
        seconds = round(time.perf_counter() - start, 2)
        outcome.files += len(files)
        outcome.chunks += 1
        outcome.cut_short += "too-large" in found
        outcome.failures += [one for one in found if one != "too-large"]
        if seconds > outcome.slowest_s:
            outcome.slowest_s, outcome.slowest = seconds, f"{min(files)} … {max(files)}"
        _tell(outcome)
    return outcome


def _tell(outcome: Outcome) -> None:
    if sys.stderr.isatty():
        print(f"\r{outcome.files} files, {len(outcome.failures)} failures", end="", file=sys.stderr)
    elif outcome.chunks % 20 == 0:
        print(vars(outcome), file=sys.stderr, flush=True)


# -- the files --


def standard_library() -> Iterator[Files]:
    return folders(Path(sysconfig.get_path("stdlib")))


def packages(count: int) -> Iterator[Files]:
    """The COUNT installed packages with the most Python."""
    home = Path(sysconfig.get_path("purelib"))
    sizes = {folder: sum(path.stat().st_size for path in folder.rglob("*.py")) for folder in home.iterdir()
             if folder.is_dir() and "-" not in folder.name}  # fmt: skip
    for folder in sorted(sizes, key=lambda one: -sizes[one])[:count]:
        chunks = list(folders(folder))
        yield from chunks[:: -(-len(chunks) // CHUNKS)]  # generated code of 3,000 files is much alike


def folders(root: Path, size: int = 10) -> Iterator[Files]:
    """Each folder below ROOT as a project, at most SIZE files at once."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(root.rglob("*.py")):
        if "site-packages" not in path.relative_to(root).parts and path.is_file():
            found.setdefault(path.parent, []).append(path)
    for paths in found.values():
        for start in range(0, len(paths), size):
            yield {path.relative_to(root.parent).as_posix(): path.read_bytes() for path in paths[start : start + size]}


def mutants(count: int, seed: int, size: int = 25) -> Iterator[Files]:
    """COUNT changed copies of the examples' and tests' files."""
    sources = [path.read_bytes() for path in originals()]
    choose = random.Random(seed)
    for start in range(0, count, size):
        numbers = range(start, min(start + size, count))
        yield {f"m{number}.py": mutant(choose.choice(sources), choose) for number in numbers}


def originals() -> list[Path]:
    """Files with many idioms: the examples, and what the tests of deduction are written in."""
    return sorted([*(ROOT / "examples").rglob("*.py"), *(ROOT / "tests" / "deduction").glob("*.py")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=100_000)
    parser.add_argument("--packages", type=int, default=10, help="how many of the largest installed packages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("library", "packages", "mutations"))
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    sets = {
        "library": standard_library,
        "packages": lambda: packages(options.packages),
        "mutations": lambda: mutants(options.mutations, options.seed),
    }
    worker = Worker()
    chosen = [options.only] if options.only else list(sets)
    report({name: vars(survived(worker, sets[name]())) for name in chosen}, options.json)
    worker.close()


if __name__ == "__main__":
    main()
