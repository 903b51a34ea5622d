"""About: version and licences."""

from __future__ import annotations

from PySide6 import __version__ as pyside
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ...resources.version import VERSION
from .. import look
from ..widgets.buttons import Button
from ..widgets.frames import Area, boxed, column, row
from ..widgets.icon import Mark
from ..widgets.text import Paragraph, Text


def about(parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    look.dress(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(dialog.tr("About Archloom"))
    dialog.setFixedWidth(440)
    title = column(Text("Archloom", "app_title"), Text(dialog.tr("Version {}").format(VERSION), "row", "text_2"))
    words = Paragraph(
        dialog.tr(
            "The cloud behind your LangChain code: deduced, drawn, edited and deployed.\n\n"
            "Apache-2.0. Qt for Python {} (LGPL-3.0), Phosphor icons (MIT), Inter and JetBrains Mono (OFL-1.1)."
        ).format(pyside)
    )
    head = boxed(row(Mark(40), boxed(title), None, spacing=14))
    content = boxed(column(head, 14, words))
    content.setContentsMargins(20, 20, 20, 16)
    close = Button(dialog.tr("Close"), "", "main", dialog.accept)
    dialog.setLayout(column(content, Area(row(None, close, margins=(20, 10, 20, 10)), rule="top")))
    dialog.open()
    return dialog
