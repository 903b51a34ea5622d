"""How long until the window shows, against a bare PySide6 window: each in a fresh process, in turn.

    python -m benchmarks.window --json

To reach: 2.0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from .paired import arguments, paired, report

FIRST_PAINT = """
import os
from PySide6.QtCore import QEvent, QObject
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            os._exit(0)
        return False
watch = FirstPaint()
"""
BARE = FIRST_PAINT + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
app.installEventFilter(watch)
window = QMainWindow()
window.resize(1600, 1000)
window.show()
app.exec()
"""
OURS = FIRST_PAINT + """
from archloom.app import desktop
desktop.application().installEventFilter(watch)
desktop.run(None)
"""


def start(code: str, compiled: str) -> None:
    """As an installed program starts: its modules are compiled, which the round of warming up does."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


def main() -> None:
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as compiled:
        figures = paired(lambda: start(OURS, compiled), lambda: start(BARE, compiled))
    report({"window": figures}, options.json)


if __name__ == "__main__":
    main()
