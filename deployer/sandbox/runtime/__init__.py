"""What makes a sandbox deployment answer: HTTP, queues, topics, uploads and schedules call the user's handlers."""

from __future__ import annotations

from pathlib import Path

from .runtime import Runtime


def start(home: Path, endpoint: str, token: str = "") -> Runtime:
    """The runtime of the deployment whose files are in `home`, in the process of the local cloud at `endpoint`.

    It serves what `state.json` says when `refresh` is called; `stop` ends its processes and closes its ports.
    """
    return Runtime(home, endpoint, token)
