"""The worker process: reads a pickled `Job` from standard input, writes a pickled `Composition` to standard output.

Started by `canvas/composer.py` for pictures that would hold up the window. Both ends are this program: pickle is safe.
"""

from __future__ import annotations

import pickle
import sys

from .compose import compose

if __name__ == "__main__":
    pickle.dump(compose(pickle.load(sys.stdin.buffer)), sys.stdout.buffer, protocol=5)
