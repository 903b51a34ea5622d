"""An answer in parts: each has its length in front, an empty one ends it."""

from __future__ import annotations

import struct

_LENGTH = struct.Struct("!I")


def frame(part: bytes) -> bytes:
    return _LENGTH.pack(len(part)) + part


class Frames:
    """What has come so far of one answer; `whole` once its end is there."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.whole = False
        self._rest = b""

    def add(self, data: bytes) -> None:
        self._rest += data
        while not self.whole and len(self._rest) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._rest)
            end = _LENGTH.size + length
            if len(self._rest) < end:
                return
            self.whole = length == 0
            if length:
                self.parts.append(self._rest[_LENGTH.size : end])
            self._rest = self._rest[end:]
