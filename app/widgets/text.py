"""Texts: a label in a style and a tone of the tokens, and one that elides when it is too narrow."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ...canvas.look import fonts
from .. import look

_CODE = re.compile(r"`([^`\n]+)`")


class Text(QLabel):
    """`style` is a row of the type table, `tone` a colour (`text_2`, `accent`, `state:error`)."""

    def __init__(self, text: str = "", style: str = "body", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(fonts.font(style))
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_tone(self, tone: str) -> None:
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            restyle(self)


class Elided(Text):
    """A text on one line that ends in `…` when there is no room; the tooltip has all of it."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "text",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, style, tone)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class Paragraph(Text):
    """A text of several lines, in which what stands between backticks is code.

    `rich` takes Qt's HTML with links, which get the accent colour.
    """

    def __init__(self, text: str = "", style: str = "row", tone: str = "text_2", *, rich: bool = False) -> None:
        self._rich, self._source, self._theme = rich, text, ""
        super().__init__("", style, tone)
        self.setWordWrap(True)
        if rich:
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._source = text
        if self._rich:
            super().setText(self._with_links())
            return
        code = _CODE.search(text) is not None
        self.setTextFormat(Qt.TextFormat.RichText if code else Qt.TextFormat.PlainText)
        super().setText(_with_code(text) if code else text)

    def text(self) -> str:
        """What was set, whatever it is drawn from."""
        return self._source

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._rich and self._theme != look.current().name:
            super().setText(self._with_links())

    def _with_links(self) -> str:
        """Qt takes the colour of links from a palette that a style sheet hides from it."""
        self._theme = look.current().name
        look_of_links = f"color: {look.color('accent').name()}; text-decoration: none"
        return self._source.replace("<a ", f'<a style="{look_of_links}" ')


def _with_code(text: str) -> str:
    family = fonts.font("row_code").family()
    marked = _CODE.sub(f"<span style=\"font-family: '{family}'\">\\1</span>", html.escape(text, quote=False))
    return marked.replace("\n", "<br>")


def plain(text: str) -> str:
    """For places that draw one line as it is: without the marks of code."""
    return _CODE.sub(r"\1", text)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
