"""Colours of code: Pygments says what each piece is, the tokens say which colour that has.

A file is read once per content; 1,000 lines take some 30 ms, so that files above `LARGE` are read in a thread while
their plain text is shown already.
"""

from __future__ import annotations

from collections.abc import Sequence

from pygments.lexers import get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from .. import look

LARGE = 20_000
Piece = tuple[int, int, str]
"""Begin and length in the line, and the name of a colour."""

_TONES: Sequence[tuple[_TokenType, str]] = (
    (Token.Comment, "code_comment"),
    (Token.Literal.String.Doc, "code_string"),
    (Token.Literal.String.Affix, "code_keyword"),
    (Token.Literal.String, "code_string"),
    (Token.Literal.Number, "code_number"),
    (Token.Keyword, "code_keyword"),
    (Token.Operator.Word, "code_keyword"),
    (Token.Name.Decorator, "code_decorator"),
    (Token.Name.Function, "code_name"),
    (Token.Name.Class, "code_name"),
    (Token.Name.Tag, "code_name"),
    (Token.Name.Attribute, "code_name"),
)


def pieces(text: str, file: str) -> tuple[tuple[Piece, ...], ...]:
    """The coloured pieces of every line."""
    lines: list[list[Piece]] = [[]]
    column = 0
    previous: tuple[str, int, int] | None = None  # the last name, to colour it when a call follows
    for kind, value in _lexer(file).get_tokens(text):
        if kind in Token.Punctuation and value.startswith("(") and previous is not None:
            lines[-1].append((previous[1], previous[2], "code_name"))
        previous = (value, column, len(value)) if kind is Token.Name or kind is Token.Name.Function.Magic else None
        tone = _tone(kind)
        for at, part in enumerate(value.split("\n")):
            if at:
                lines.append([])
                column = 0
            if tone and part:
                lines[-1].append((column, len(part), tone))
            column += len(part)
    return tuple(tuple(line) for line in lines)


def _lexer(file: str):
    try:
        return get_lexer_for_filename(file, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False, ensurenl=False)


def _tone(kind: _TokenType) -> str:
    return next((tone for known, tone in _TONES if kind in known), "")


class Highlighter(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._lines: tuple[tuple[Piece, ...], ...] = ()

    def show_pieces(self, lines: tuple[tuple[Piece, ...], ...]) -> None:
        self._lines = lines
        self.rehighlight()

    def highlightBlock(self, _text: str) -> None:
        number = self.currentBlock().blockNumber()
        if number >= len(self._lines):
            return
        for begin, length, tone in self._lines[number]:
            made = QTextCharFormat()
            made.setForeground(look.color(tone))
            self.setFormat(begin, length, made)
