"""Text formats of an architecture, by the ending of the file: Mermaid, Graphviz, draw.io, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ...resources import contract
from ...resources.architecture import Architecture
from ...resources.whole_files import write_whole
from . import dot, drawio, mermaid

FORMATS: Mapping[str, Callable[[Architecture], str]] = {
    ".mmd": mermaid.text,
    ".mermaid": mermaid.text,
    ".dot": dot.text,
    ".gv": dot.text,
    ".drawio": drawio.text,
    ".json": contract.write,
}


class ExportError(ValueError):
    """The file's ending names no format; the text lists those there are."""


def write_text(architecture: Architecture, path: Path) -> None:
    """Writes the architecture in the format that the ending names. Raises ExportError for an unknown one."""
    made = FORMATS.get(path.suffix.lower())
    if made is None:
        raise ExportError(
            f"{path}: {path.suffix or 'no ending'} is no format of text. There are {', '.join(FORMATS)}; "
            "as a picture .png, .svg and .pdf."
        )
    write_whole(path, made(architecture).encode())
