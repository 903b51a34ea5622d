"""The libraries of the system that Qt needs and does not bring, by the Debian packages that have them.

`python3 app/cli/system_libraries.py [--window]` prints the packages whose libraries are not here. `packaging/setup.sh`
asks so before anything is installed, with whatever Python there is: standard library only, no import of ours.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Mapping

PICTURES: Mapping[str, str] = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
"""Without a display, for pictures."""
WINDOW: Mapping[str, str] = {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}
"""For a window on X11, besides."""


def missing(*, window: bool) -> list[str]:
    """The packages to install; none on systems where Qt brings everything."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for package, library in _wanted(window) if not _is_there(library)]


def command(packages: Iterable[str]) -> str:
    return f"sudo apt-get install {' '.join(packages)}"


def _wanted(window: bool) -> list[tuple[str, str]]:
    return [*PICTURES.items(), *(WINDOW.items() if window else ())]


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    print(" ".join(missing(window="--window" in sys.argv)))
