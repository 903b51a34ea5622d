"""f-strings as Python 3.12 allows them, written so that an older parser reads them too.

Since 3.12 a replacement field may use the quotes of the string around it, backslashes and several lines. Here such an
inner string gets the other quotes, and its escapes become spaces; a string on several lines becomes `...`, of which
nobody knows what it says. Every other character keeps its position. Only for files that did not parse: whoever runs
Archloom with an older Python than the project's still sees what the project does.
"""

from __future__ import annotations

import re

_PREFIX = re.compile(rb"(?<!\w)[rbfu]{1,2}$", re.IGNORECASE)
_OTHER = {b"'": b'"', b'"': b"'"}
_OUTSIDE = re.compile(rb"['\"#]")
"""What matters in code that stands in no replacement field."""
_INSIDE = re.compile(rb"['\"#()\[\]{}:!]")
_TEXT = re.compile(rb"['\"\\{]")
"""What matters in a string."""


def requoted(source: bytes) -> bytes:
    """The same code with the same positions; what cannot be written otherwise is left as it is."""
    out = bytearray(source)
    _code(out, 0, ())
    return bytes(out)


def _code(out: bytearray, at: int, around: tuple[bytes, ...]) -> int:
    """Goes through code, to the end of the replacement field in strings with the quotes AROUND, or of the file."""
    depth = 0
    while found := (_INSIDE if around else _OUTSIDE).search(out, at):
        at, char = found.start(), found[0]
        if char in b"'\"":
            at = _string(out, at, around)
            continue
        if char == b"#":
            at = _index(out, b"\n", at)
        elif around and not depth and (char in b"}:" or (char == b"!" and not out.startswith(b"=", at + 1))):
            return at
        elif char in b"([{":
            depth += 1
        elif char in b")]}":
            depth -= 1
        at += 1
    return len(out)


def _string(out: bytearray, at: int, around: tuple[bytes, ...]) -> int:
    """Goes through a string; gives the position behind it."""
    found = _PREFIX.search(bytes(out[max(at - 3, 0) : at]))
    prefix = found[0].lower() if found else b""
    quotes = bytes(out[at : at + 3]) if out[at : at + 3] == out[at : at + 1] * 3 else bytes(out[at : at + 1])
    first = at + len(quotes)
    at = first
    while found := _TEXT.search(out, at):
        at = found.start()
        if out.startswith(quotes, at):
            break
        if out[at] == ord("\\"):
            at += 2
        elif b"f" in prefix and out[at] == ord("{"):
            at = at + 2 if out.startswith(b"{{", at) else _field(out, at + 1, (*around, quotes))
        else:
            at += 1
    else:
        at = len(out)
    if around:
        _rewrite(out, first, at, quotes, around)
    elif len(quotes) == 1 and b"f" in prefix and b"\n" in out[first:at]:
        _blank(out, first - 1 - len(prefix), at + 1)
    return at + len(quotes)


def _blank(out: bytearray, first: int, last: int) -> None:
    """Puts an expression on as many lines in the place of a string that stands on several."""
    blank = re.sub(rb"[^\n]", b" ", bytes(out[first + 3 : last]))
    out[first:last] = b"..." + re.sub(rb" (?=\n)", b"\\\\", blank)


def _field(out: bytearray, at: int, around: tuple[bytes, ...]) -> int:
    """Goes through a replacement field with its format; gives the position behind its brace."""
    at = _code(out, at, around)
    while at < len(out) and out[at] != ord("}"):
        at = _field(out, at + 1, around) if out[at] == ord("{") else at + 1
    return at + 1


def _rewrite(out: bytearray, first: int, last: int, quotes: bytes, around: tuple[bytes, ...]) -> None:
    """Gives a string in a replacement field quotes that none around it has, and takes its escapes away."""
    for found in re.finditer(rb"\\[^\n]", bytes(out[first:last])):
        out[first + found.start() : first + found.end()] = b"  "
    if not any(quotes.startswith(one) for one in around):
        return
    other = _OTHER[quotes[:1]] * len(quotes)
    if other[:1] not in out[first:last] and not any(other.startswith(one) for one in around):
        out[first - len(quotes) : first] = out[last : last + len(quotes)] = other


def _index(out: bytearray, sought: bytes, at: int) -> int:
    found = out.find(sought, at)
    return found if found >= 0 else len(out)
