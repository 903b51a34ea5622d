"""Every word that the window shows goes through `tr`: found by reading the code of the interface, not by running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("app", "canvas")
    for path in (ROOT / folder).rglob("*.py")
    if "cli" not in path.relative_to(ROOT).parts
)
SHOWN: dict[str, tuple[int | str, ...]] = {
    "setText": (0,), "setToolTip": (0,), "setWindowTitle": (0,), "setPlaceholderText": (0,), "setStatusTip": (0,),
    "setAccessibleName": (0,), "setAccessibleDescription": (0,), "addAction": (0,), "addMenu": (0,), "insertText": (0,),
    "drawText": (-1,), "QLabel": (0,), "QPushButton": (0,), "QFileDialog": (1,), "setNameFilters": (0,),
    "Text": (0,), "Elided": (0,), "Paragraph": (0,), "Button": (0,), "BigButton": (0,), "IconButton": (1,), "Tab": (1,),
    "Action": (1,), "Field": (0,), "Check": (0,), "Section": (0, 1), "Chip": (0,), "Select": (0,), "Dock": (1,),
    "say": (0, 1), "say_empty": (0,), "Question": (1, 2, 3), "add_lines": (0,), "evidence_section": (0, 1),
    "FlatButton": (0,), "KeyButton": (0,), "show_hint": (0,), "set_live": (1, 2), "set_choices": (),
    "Proposal": (0, 1, 3), "Choice": (0,),
}  # fmt: skip
"""Where words are shown: the name of a call and which of its arguments."""
TRANSLATES = {"tr", "translate", "Table"}
SAME_EVERYWHERE = {"Archloom", "HTTP", "JSON", "PNG", "SVG", "PDF", "ms", "GET"}
EXAMPLES = {'{"text": "Hello"}'}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts(node: ast.AST) -> Iterator[str]:
    """The words that stand in an expression and are not given to `tr`; keys and parts of conditions do not show."""
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.Call() if name_of(node) in TRANSLATES:
            return
        case ast.Call(func=ast.Attribute(value=owner, attr="format" | "strip" | "rstrip" | "join" | "replace")):
            yield from texts(owner)
        case ast.IfExp(body=body, orelse=orelse):
            yield from texts(body)
            yield from texts(orelse)
        case ast.BinOp(left=left, right=right):
            yield from texts(left)
            yield from texts(right)
        case ast.BoolOp(values=values) | ast.JoinedStr(values=values):
            for value in values:
                yield from texts(value)
        case ast.NamedExpr(value=value):
            yield from texts(value)
        case _:
            return


def is_word(text: str) -> bool:
    if text in EXAMPLES:
        return False
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", "", text))
    return any(word not in SAME_EVERYWHERE for word in words)


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        for place in SHOWN.get(name_of(call), ()):
            arguments = call.args[place : place + 1 or None] if isinstance(place, int) else []
            for argument in arguments:
                yield from ((call.lineno, text) for text in texts(argument) if is_word(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_shown_is_translated(path: Path) -> None:
    found = list(untranslated(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found, "give these to tr(): " + "; ".join(f"line {line}: {text!r}" for line, text in found)


def test_words_without_tr_are_found() -> None:
    code = 'b.setText("Save" if x else f"{n} files")\nb.setToolTip(self.tr("Open"))\nText("Inspector", "title")\n'
    assert [text for _, text in untranslated(ast.parse(code))] == ["Save", " files", "Inspector"]
