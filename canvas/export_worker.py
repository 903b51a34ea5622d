"""The process that writes a picture: reads from standard input what `canvas/exporting.py` tells in parts.

An error is one sentence on standard output and status 1. Both ends are this program: pickle is safe.
"""

from __future__ import annotations

import pickle
import sys
from typing import Any

from ..resources.architecture import Architecture
from .export import export
from .exporting import LISTS


def main() -> int:
    told = pickle.Unpickler(sys.stdin.buffer)
    path, options, project = told.load()
    lists: dict[str, list[Any]] = {name: [] for name in LISTS}
    while (part := told.load()) is not None:
        name, some = part
        lists[name] += some
    try:
        export(Architecture(project, **{name: tuple(items) for name, items in lists.items()}), path, **options)
    except (OSError, ValueError) as error:
        sys.stdout.buffer.write(str(error).encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
