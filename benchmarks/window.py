"""How long until the window shows, against a bare PySide6 window: each in a fresh process, in turn.

    python -m benchmarks.window --json

To reach: 2.0.
"""

from __future__ import annotations

import os
import subprocess
import sys

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


def start(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"})


def main() -> None:
    options = arguments(__doc__ or "")
    report({"window": paired(lambda: start(OURS), lambda: start(BARE))}, options.json)


if __name__ == "__main__":
    main()
