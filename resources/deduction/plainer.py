"""Syntax that the running Python may not know yet, written so that an older parser reads it too.

Type parameters (`def first[T](…)`, `class Box[T]:`) become spaces, `type Pair = …` an assignment, `except A, B:` gets
parentheses, and a template string becomes an f-string. Every character keeps its position. Only for files that did
not parse: whoever runs Archloom with an older Python than the project's still sees what the project does.
"""

from __future__ import annotations

import re

_STRING = re.compile(
    rb"#[^\n]*|(?<!\w)[A-Za-z]{0,2}('''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^\\'\n])*'|\"(?:\\.|[^\\\"\n])*\")",
    re.DOTALL,
)
_PARAMETERS = re.compile(rb"\b(?:def|class)[ \t]+\w+[ \t]*(\[)")
_ALIAS = re.compile(rb"^[ \t]*(type[ \t]+(\w+)[ \t]*)([\[=])", re.MULTILINE)
_EXCEPT = re.compile(rb"^[ \t]*except([ \t]+[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+[ \t]*):", re.MULTILINE)
_TEMPLATE = re.compile(rb"(?i)(?:t|rt|tr)(?=['\"])")


def plainer(source: bytes) -> bytes:
    """The same code with the same positions; what cannot be written otherwise is left as it is."""
    out = bytearray(source)
    code = _STRING.sub(lambda found: re.sub(rb"[^\n]", b" ", found[0]), source)
    for found in _STRING.finditer(source):
        if prefix := _TEMPLATE.match(found[0]):
            out[found.start() : found.start() + prefix.end()] = re.sub(rb"[tT]", b"f", prefix[0])
    for found in _ALIAS.finditer(code):
        _assign(out, code, found)
    for found in _PARAMETERS.finditer(code):
        _blank(out, found.start(1), _closing(code, found.start(1)))
    for found in _EXCEPT.finditer(code):
        together = b"(" + re.sub(rb"[ \t]", b"", found[1]) + b")"
        if len(together) <= len(found[1]):
            out[found.start(1) : found.end(1)] = together.ljust(len(found[1]))
    return bytes(out)


def _assign(out: bytearray, code: bytes, found: re.Match[bytes]) -> None:
    """`type Pair[T] = …` as `Pair        = …`."""
    end = found.end(1) if found[3] == b"=" else _closing(code, found.start(3))
    if code[end:].lstrip(b" \t").startswith(b"="):
        _blank(out, found.start(1), end)
        out[found.start(1) : found.start(1) + len(found[2])] = found[2]


def _closing(code: bytes, at: int) -> int:
    """The position behind the bracket that closes the one at AT."""
    depth = 0
    for bracket in re.finditer(rb"[\[\](){}]", code[at:]):
        depth += 1 if bracket[0] in b"[({" else -1
        if not depth:
            return at + bracket.end()
    return at


def _blank(out: bytearray, first: int, last: int) -> None:
    """Spaces instead; where a line ends in between, the statement goes on."""
    out[first:last] = re.sub(rb"[^\n](?=\n)", b"\\\\", re.sub(rb"[^\n]", b" ", bytes(out[first:last])))
