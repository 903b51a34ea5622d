"""Colours of code: Pygments says what each piece is, the tokens say which colour that has.

A file is read once per content; 1,000 lines take some 30 ms, so that files above `LARGE` are read in a thread while
their plain text is shown already.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

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
