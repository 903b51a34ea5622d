"""Code with line numbers, marked lines with words at their right, and added lines on green. Read-only, 18 px a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)  # fmt: skip
from PySide6.QtWidgets import QTextEdit, QWidget

from ...canvas.look import fonts
from ...canvas.slices import Slices, Steps
from .. import look
from .highlight import Highlighter, Piece

LINE = 18
_PART = 500
_AT_ONCE = 1_000
"""Fewer lines are there on return."""
GUTTER = 64


class CodeView(QTextEdit):
    def __init__(self) -> None:
        self._theme = look.current().name
        super().__init__()
        self.setProperty("code", True)
        self.setReadOnly(True)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setFont(fonts.font("code"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(GUTTER, 0, 0, 0)
        self.setAccessibleName(self.tr("Code"))
        self._gutter = _Gutter(self)
        self._colors = Highlighter(self)
        self._filling = Slices(self)
        self._wanted: int | None = None
        self._marks: Mapping[int, str] = {}
        self._added: frozenset[int] = frozenset()
        self._current = 0
        self.verticalScrollBar().valueChanged.connect(self._gutter.update)

    def show_text(self, text: str) -> None:
        self._filling.cancel()
        self._wanted = None
        self.setUpdatesEnabled(False)  # what was there stays on the screen until the new place is
        self._colors.show_pieces(())
        self.clear()
        self._filling.run(self._fill(text))
        if text.count("\n") < _AT_ONCE:
            self._filling.finish()

    def _fill(self, text: str) -> Steps:
        """A part after the other: 1,000 lines take 10 ms."""
        line = QTextBlockFormat()
        line.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(line)  # every further line takes it over
        lines = text.splitlines(keepends=True)
        for at in range(0, len(lines), _PART):
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("".join(lines[at : at + _PART]))
            self._scroll()
            yield
        self.setUpdatesEnabled(True)

    def show_colors(self, lines: tuple[tuple[Piece, ...], ...]) -> None:
        self._colors.show_pieces(lines)

    def set_marks(self, marks: Mapping[int, str], added: Iterable[int] = (), current: int = 0) -> None:
        """MARKS are line numbers with their words; ADDED lines were just written; CURRENT is where the reader is."""
        self._marks, self._added, self._current = marks, frozenset(added), current
        self.viewport().update()
        self._gutter.update()

    def go_to(self, line: int) -> None:
        """Bring a line to the upper third, if it is not in sight."""
        top, shown = self.verticalScrollBar().value(), self.viewport().height()
        place = (line - 1) * LINE
        if not top + LINE <= place <= top + shown - 2 * LINE:
            self.scroll_to(max(0, place - shown // 3))
        self.horizontalScrollBar().setValue(0)

    def scroll_to(self, place: int) -> None:
        """Scroll down this far, as soon as a long text is there."""
        self._wanted = place
        self._scroll()

    def _scroll(self) -> None:
        bar = self.verticalScrollBar()
        if self._wanted is not None:
            bar.setValue(self._wanted)
            if bar.value() == self._wanted or not self._filling.busy:
                self._wanted = None
                self.setUpdatesEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._theme != look.current().name:
            self._theme = look.current().name
            self._colors.forget()
            self._gutter.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._gutter.setGeometry(0, 0, GUTTER, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_grounds()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(fonts.font("secondary"))
        painter.setPen(look.color("accent"))
        for line, words in self._marks.items():
            if words and (rect := self.line_rect(line)) is not None:
                self._paint_words(painter, rect, words)

    def _paint_grounds(self) -> None:
        """Below the text, so that they are as high as the line and as wide as the view."""
        painter = QPainter(self.viewport())
        for line in {*self._marks, *self._added}:
            if (rect := self.line_rect(line)) is not None and (ground := self.ground_of(line)) is not None:
                painter.fillRect(QRectF(0, rect.top(), self.viewport().width(), rect.height()), ground)

    def _paint_words(self, painter: QPainter, rect: QRectF, words: str) -> None:
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        ground = look.color("selection")
        box = QRectF(self.viewport().width() - width - 8, rect.top(), width, rect.height())
        painter.fillRect(box, ground)
        painter.drawText(box.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def line_rect(self, line: int) -> QRectF | None:
        block = self.document().findBlockByNumber(line - 1)
        if not block.isValid():
            return None
        rect = self.document().documentLayout().blockBoundingRect(block)
        return QRectF(0, rect.top() - self.verticalScrollBar().value(), rect.width(), LINE)

    def visible_lines(self) -> Iterable[tuple[QTextBlock, QRectF]]:
        first = max(0, self.verticalScrollBar().value() // LINE - 1)
        block = self.document().findBlockByNumber(first)
        while block.isValid():
            rect = self.line_rect(block.blockNumber() + 1)
            if rect is None or rect.top() > self.viewport().height():
                return
            yield block, rect
            block = block.next()

    def ground_of(self, line: int) -> QColor | None:
        if line in self._added:
            return look.color("add_bg")
        return look.color("selection") if line in self._marks else None

    def marked(self, line: int) -> bool:
        return line in self._marks

    def added(self, line: int) -> bool:
        return line in self._added


class _Gutter(QWidget):
    """Line numbers, a 3 px bar at marked lines, a plus at added ones."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("code_bg"))
        painter.setFont(fonts.font("code"))
        offset = self._view.viewport().y()
        for block, rect in self._view.visible_lines():
            self._line(painter, block.blockNumber() + 1, rect.translated(0, offset).toAlignedRect())

    def _line(self, painter: QPainter, line: int, rect: QRect) -> None:
        box = QRect(0, rect.top(), GUTTER, rect.height())
        if (ground := self._view.ground_of(line)) is not None:
            painter.fillRect(box, ground)
        if self._view.marked(line):
            painter.fillRect(QRect(0, box.top(), 3, box.height()), look.color("accent"))
        painter.setPen(look.color("text_3"))
        painter.drawText(
            box.adjusted(0, 2, -20, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(line)
        )
        if self._view.added(line):
            painter.setPen(look.color("state:create"))
            painter.drawText(box.adjusted(GUTTER - 16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "+")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()
