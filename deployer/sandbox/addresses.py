"""Ports on 127.0.0.1 for a stack: the same ones after each deployment, so that a URL that someone noted stays good.

A port follows from the project, the stack and the name; if another program has it, the next free one is taken.
"""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Collection

FIRST, COUNT = 20_000, 10_000
"""Below the range from which systems give out ports of their own accord."""


def choose(key: str, taken: Collection[int] = ()) -> int:
    """The port for a key that is neither taken in this stack nor by another program."""
    start = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % COUNT
    for step in range(COUNT):
        port = FIRST + (start + step) % COUNT
        if port not in taken and is_free(port):
            return port
    raise OSError("no free port between 20000 and 29999")


def is_free(port: int) -> bool:
    """May a server listen there now?"""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Ports:
    """Gives each address of a stack its port. `chosen` is what the state remembers; `ours` says that we hold those."""

    def __init__(self, key: str, chosen: dict[str, int], ours: bool, reserved: Collection[int] = ()) -> None:
        self.chosen = chosen
        self._key, self._ours, self._reserved = key, ours, frozenset(reserved)
        self._lock = threading.Lock()

    def port_for(self, name: str) -> int:
        """The one that it had, unless somebody else took it meanwhile; else a new one."""
        with self._lock:
            kept = self.chosen.get(name)
            if kept is None or not (self._ours or is_free(kept)):
                taken = {*self._reserved, *self.chosen.values()}
                self.chosen[name] = choose(f"{self._key} {name}", taken)
            return self.chosen[name]
