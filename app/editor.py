"""Opens a place of the code in the person's own editor.

The command comes from the preferences (`code -g {file}:{line}`), else from what is installed and can take a line, else
the system opens the file.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from ..resources.architecture import Span

KNOWN = (
    ("code", "code -g {file}:{line}"),
    ("cursor", "cursor -g {file}:{line}"),
    ("zed", "zed {file}:{line}"),
    ("subl", "subl {file}:{line}"),
    ("pycharm", "pycharm --line {line} {file}"),
    ("kate", "kate --line {line} {file}"),
    ("gnome-text-editor", "gnome-text-editor {file} +{line}"),
)


def command_for(file: Path, line: int, preferred: str = "") -> list[str]:
    """The words of the command; empty when only the system can open it."""
    pattern = preferred or os.environ.get("ARCHLOOM_EDITOR", "")
    if not pattern:
        pattern = next((pattern for program, pattern in KNOWN if shutil.which(program)), "")
    return [word.replace("{file}", str(file)).replace("{line}", str(line)) for word in shlex.split(pattern)]


def open_in_editor(root: Path, span: Span, preferred: str = "") -> bool:
    """False when nothing could be started."""
    file = root / span.file
    words = command_for(file, span.line, preferred)
    if words:
        return QProcess.startDetached(words[0], words[1:], str(root))[0]
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
