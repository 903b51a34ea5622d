"""`.archloom/layout.json`: where a person placed cards by hand. Qt-free.

One line per card, sorted by id, so that two people's changes merge:

    {"schema": 1, "cards": {
    "bucket:documents": [960, 480],
    "queue:ingest": [264, 360]
    }}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from ..resources.whole_files import write_whole
from .routing.wires import Point

SCHEMA = 1
FILE = Path(".archloom") / "layout.json"


class LayoutFileError(ValueError):
    """The file cannot be used; the text says where, what, and what to do now."""


def to_text(places: Mapping[str, Point]) -> str:
    lines = [
        f"{json.dumps(key, ensure_ascii=False)}: [{round(x)}, {round(y)}]" for key, (x, y) in sorted(places.items())
    ]
    return f'{{"schema": {SCHEMA}, "cards": {{\n' + ",\n".join(lines) + "\n}}\n"


def from_text(text: str) -> dict[str, Point]:
    """Card id -> place. Raises LayoutFileError for anything but what `to_text` writes."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise LayoutFileError(f"{FILE} has schema {data['schema']}, not {SCHEMA}. Update Archloom to read it.")
        return {str(key): (float(x), float(y)) for key, (x, y) in data["cards"].items()}
    except LayoutFileError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LayoutFileError(
            f"{FILE} does not hold places of cards ({error}). Resolve the merge in it, or delete it to arrange anew."
        ) from error


def read(project: Path) -> dict[str, Point]:
    """The places of a project; none when the file is not there."""
    try:
        return from_text((project / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise LayoutFileError(f"{FILE} cannot be read: {error}. Make it a readable UTF-8 file or delete it.") from error


def write(project: Path, places: Mapping[str, Point]) -> None:
    """Writes the file at once, or removes it when nothing is placed by hand."""
    path = project / FILE
    try:
        if not places:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(exist_ok=True)
        write_whole(path, to_text(places).encode())
    except OSError as error:
        raise LayoutFileError(
            f"{FILE} cannot be written: {error.strerror}. Make the folder writable to keep where cards stand."
        ) from error
