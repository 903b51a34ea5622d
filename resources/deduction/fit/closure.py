"""How large a project's requirements are when they are unpacked: an estimate, from what its files say and a table.

`sizes.txt` has a line per package: its name, its megabytes as installed from the newest wheel for Linux on x86-64 when
the table was made (`~` where they were not measured), and those of its own requirements that are in the table. What is
not in the table counts as half a megabyte. It is read once, when there are requirements to weigh; no network is asked.
What a built package really takes is known to the deployer, which says so in the preview.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ..dependencies import distributions

SMALL = 0.5
"""Megabytes of a package that is not in the table."""
NO_WHEEL = frozenset({
    "llama-cpp-python", "flash-attn", "mysqlclient", "psycopg2", "pyaudio", "pygraphviz", "python-ldap", "dlib",
    "auto-gptq", "pycairo", "pyicu", "fasttext", "annoy", "hnswlib",
})  # fmt: skip
"""Packages that are published as source alone, or without a build for Linux."""
PROGRAMS: Mapping[str, str] = {
    "pytesseract": "the program tesseract", "pdf2image": "poppler's programs", "ffmpeg-python": "the program ffmpeg",
    "pydub": "the program ffmpeg", "weasyprint": "the library pango", "playwright": "a browser",
    "selenium": "a browser", "pyppeteer": "a browser", "pdfkit": "the program wkhtmltopdf", "pypandoc": "pandoc",
    "python-magic": "the library libmagic", "pyodbc": "an ODBC driver", "cairosvg": "the library cairo",
    "opencv-python": "the library libGL (opencv-python-headless needs none)", "graphviz": "the program dot",
}  # fmt: skip
"""Packages that need something from the system which no wheel brings."""


@dataclass(frozen=True, slots=True)
class Closure:
    """What the requirements of one file come to."""

    file: str
    lines: Mapping[str, int]
    """Declared package -> the line that declares it."""
    megabytes: float
    largest: tuple[tuple[str, float], ...]
    """The declared packages that bring most, each with all that comes with it."""


def closures(configs: Mapping[str, bytes]) -> dict[str, Closure]:
    """Folder -> what is declared there. `requirements.txt` stands before `pyproject.toml` of the same folder."""
    found: dict[str, Closure] = {}
    for path in sorted(configs):
        folder, name = posixpath.split(path)
        if name in ("requirements.txt", "pyproject.toml") and (folder not in found or name == "requirements.txt"):
            closure = weigh(path, configs[path])
            found |= {folder: closure} if closure is not None else {}
    return found


def nearest(found: Mapping[str, Closure], file: str) -> Closure | None:
    """The requirements that hold for a file: those of its folder or of the nearest one above."""
    folder = posixpath.dirname(file)
    while folder and folder not in found:
        folder = posixpath.dirname(folder)
    return found.get(folder)


@lru_cache(maxsize=64)
def weigh(file: str, text: bytes) -> Closure | None:
    """What a requirements.txt or pyproject.toml comes to; None when it asks for nothing."""
    declared = distributions(file, text)
    if not declared:
        return None
    brought = {name: _with_all(name) for name in declared}
    every = frozenset[str]().union(*brought.values())
    sizes = sorted(((name, _sum(names)) for name, names in brought.items()), key=lambda item: (-item[1], item[0]))
    return Closure(file, declared, round(_sum(every), 1), tuple(sizes[:3]))


@cache
def _with_all(name: str) -> frozenset[str]:
    """A package with everything that it brings."""
    table = _table()
    seen: set[str] = set()
    stack = [name]
    while stack:
        one = stack.pop()
        if one not in seen:
            seen.add(one)
            stack.extend(table.get(one, (SMALL, ()))[1])
    return frozenset(seen)


def _sum(names: Iterable[str]) -> float:
    table = _table()
    return sum(table[name][0] if name in table else SMALL for name in sorted(names))


@cache
def _table() -> Mapping[str, tuple[float, tuple[str, ...]]]:
    lines = Path(__file__).with_name("sizes.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines)
    return {row[0]: (float(row[1].lstrip("~")), tuple(row[2:])) for row in rows}
