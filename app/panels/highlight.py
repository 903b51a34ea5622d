"""Colours of code: Pygments says what each piece is, the tokens say which colour that has.

A file is read once per content; 1,000 lines take some 30 ms, so that files above `LARGE` are read in a thread while
their plain text is shown already.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from .. import look

LARGE = 20_000
Piece = tuple[int, int, str]
"""Begin and length in the line, and the name of a colour."""

_TONES = (
    ("Comment", "code_comment"),
    ("Literal.String.Affix", "code_keyword"),
    ("Literal.String", "code_string"),
    ("Literal.Number", "code_number"),
    ("Keyword", "code_keyword"),
    ("Operator.Word", "code_keyword"),
    ("Name.Decorator", "code_decorator"),
    ("Name.Function", "code_name"),
    ("Name.Class", "code_name"),
    ("Name.Tag", "code_name"),
    ("Name.Attribute", "code_name"),
)
LEXERS = {
    ".py": "python", ".pyi": "python", ".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".ini": "ini",
    ".cfg": "ini", ".env": "bash", ".sh": "bash", ".md": "markdown",
}  # fmt: skip
_CALLABLE = ("Name", "Name.Function.Magic")


def pieces(text: str, file: str) -> tuple[tuple[Piece, ...], ...]:
    """The coloured pieces of every line."""
    lines: list[list[Piece]] = [[]]
    column = 0
    name: tuple[int, int] | None = None  # the last plain name, to colour it when a call follows
    for kind, value in _tokens(text, file):
        if name is not None and kind.startswith("Punctuation") and value.startswith("("):
            lines[-1].append((*name, "code_name"))
        name = (column, len(value)) if kind in _CALLABLE else None
        tone = _tone(kind)
        for at, part in enumerate(value.split("\n")):
            if at:
                lines.append([])
                column = 0
            if tone and part:
                lines[-1].append((column, len(part), tone))
            column += len(part)
    return tuple(tuple(line) for line in lines)


def _tokens(text: str, file: str) -> Iterator[tuple[str, str]]:
    """Pairs of a kind (`Name.Function`) and a text."""
    from pygments.lexers import get_lexer_by_name  # 0.1 s, and not needed to show the window

    # By name: looking for the lexer of a file name compiles some 900 patterns first.
    lexer = get_lexer_by_name(LEXERS.get(PurePosixPath(file).suffix, "text"), stripnl=False, ensurenl=False)
    return ((".".join(kind), value) for kind, value in lexer.get_tokens(text))


@cache
def _tone(kind: str) -> str:
    return next((tone for known, tone in _TONES if f"{kind}.".startswith(f"{known}.")), "")


class Highlighter(QObject):
    """Colours the lines that are in sight, when they come into sight: colouring a document of 5,000 lines takes 5 s."""

    def __init__(self, view: QTextEdit | QPlainTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._lines: tuple[tuple[Piece, ...], ...] = ()
        self._done: set[int] = set()
        view.verticalScrollBar().valueChanged.connect(self.color)
        view.viewport().installEventFilter(self)

    def show_pieces(self, lines: tuple[tuple[Piece, ...], ...]) -> None:
        """The colours of a new text, which the view shows already."""
        self._lines = lines
        self.forget()

    def forget(self) -> None:
        """The theme, or the text, is another one."""
        self._done.clear()
        self.color()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.color)
        return False

    def color(self) -> None:
        if not self._lines:
            return
        room = self._view.viewport().rect()
        first = self._view.cursorForPosition(room.topLeft()).blockNumber()
        last = self._view.cursorForPosition(room.bottomLeft()).blockNumber()
        lines = [at for at in range(first, min(last + 1, len(self._lines))) if at not in self._done]
        if not lines:
            return
        self._done.update(lines)
        cursor = QTextCursor(self._view.document())
        cursor.beginEditBlock()  # one change for the layout
        for number in lines:
            block = self._view.document().findBlockByNumber(number)
            block.layout().setFormats([_format(piece) for piece in self._lines[number]])
        cursor.endEditBlock()


def _format(piece: Piece) -> QTextLayout.FormatRange:
    begin, length, tone = piece
    colored = QTextCharFormat()
    colored.setForeground(look.color(tone))
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = begin, length, colored
    return made
