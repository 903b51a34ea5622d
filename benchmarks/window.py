"""How long until the window shows, against a bare PySide6 window: each in a fresh process, in turn.

    python -m benchmarks.window --json

To reach: 2.0.
"""

from __future__ import annotations

import os
import subprocess
import sys

from .paired import arguments, paired, report

BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1600, 1000)
window.show()
app.processEvents()
"""
OURS = """
from archloom.app.desktop import show_once
show_once(None)
"""


def start(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def main() -> None:
    options = arguments(__doc__ or "")
    report({"window": paired(lambda: start(OURS), lambda: start(BARE))}, options.json)


if __name__ == "__main__":
    main()
