"""The process that writes a picture: reads one pickled `(architecture, path, options)` from standard input.

An error is one sentence on standard output and status 1. Started by `canvas/exporting.py`; both ends are this program.
"""

from __future__ import annotations

import pickle
import sys

from .export import export


def main() -> int:
    architecture, path, options = pickle.load(sys.stdin.buffer)
    try:
        export(architecture, path, **options)
    except (OSError, ValueError) as error:
        sys.stdout.buffer.write(str(error).encode())
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
