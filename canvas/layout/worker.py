"""The worker process: reads pickled `Job`s from standard input and writes the places and routes of each in frames.

Started by `canvas/composer.py` for pictures that would hold up the window; the end of its input ends it. Both ends are
this program: pickle is safe.
"""

from __future__ import annotations

import itertools
import pickle
import sys
from collections.abc import Iterator

from .compose import Composition, compose
from .frames import frame

_ROUTES = 300


def _parts(made: Composition) -> Iterator[bytes]:
    yield pickle.dumps(made.places, protocol=5)
    routes = iter(made.routes.items())
    while some := dict(itertools.islice(routes, _ROUTES)):
        yield pickle.dumps(some, protocol=5)


def main() -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            job = pickle.load(requests)
        except EOFError:
            return
        for part in _parts(compose(job)):
            answers.write(frame(part))
        answers.write(frame(b""))
        answers.flush()


if __name__ == "__main__":
    main()
