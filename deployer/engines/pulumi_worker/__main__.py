"""One request in, events out: the engine starts it as `python -m archloom.deployer.engines.pulumi_worker`.

The request is a pickled `Request` on standard input, written by the same version of the same code. On standard output
each line is a JSON object: an event, then `{"result": …}` or `{"refused": {where, what, next_step, subject}}`.
SIGINT cancels: the CLI gets one SIGINT, finishes what it began, and the result says that it was cancelled.
"""

from __future__ import annotations

import json
import pickle
import signal
import sys
import threading
from typing import Any, TextIO

from ...errors import DeployError
from ...events import Event, to_json
from ..pulumi_request import Request
from .run import Run


def main() -> int:
    """Serves the request on standard input."""
    request: Request = pickle.load(sys.stdin.buffer)
    lines, sys.stdout = sys.stdout, sys.stderr  # what pulumi or a plugin prints must not stand among the events
    lock = threading.Lock()

    def emit(event: Event) -> None:
        _write(lines, lock, to_json(event))

    run = Run(request, emit, lambda: sys.stdin.buffer.readline().strip() == b"yes")
    signal.signal(signal.SIGINT, lambda _number, _frame: run.cancel())
    try:
        _write(lines, lock, {"result": run.serve()})
    except DeployError as error:
        refused = {"where": error.where, "what": error.what, "next_step": error.next_step, "subject": error.subject}
        _write(lines, lock, {"refused": refused})
        return 1
    return 0


def _write(lines: TextIO, lock: threading.Lock, data: dict[str, Any]) -> None:
    with lock:
        lines.write(json.dumps(data) + "\n")
        lines.flush()


if __name__ == "__main__":
    sys.exit(main())
