"""Changes source at random, as an editor, a merge or a broken disk would: the same for the same random numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Change = Callable[[bytes, random.Random], bytes]
_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")
_WORDS = (
    b"def", b"class", b"return", b"yield", b"await", b"async", b"lambda", b"if", b"else", b"for", b"while", b"try",
    b"except", b"with", b"import", b"from", b"global", b"nonlocal", b"match", b"case", b"not", b"in", b"is", b"None",
    b"self", b"super()", b"*", b"**", b"@", b":=", b"...", b"(", b")", b"[", b"]", b"{", b"}", b":", b"=", b"f''", b"0",
    b"1e999", b"0xFFFFFFFFFFFFFFFFFFFFFF", b"'\\x00'", b"b''", b"__class__", b"__getattr__", b"[0]", b"()", b".x",
)  # fmt: skip


def mutant(source: bytes, choose: random.Random) -> bytes:
    """The source with one to four changes of one kind."""
    change = choose.choice((_bytes, _token, _token, _token, _line, _line))
    for _ in range(choose.randint(1, 4)):
        source = change(source, choose)
    return source


def _bytes(source: bytes, choose: random.Random) -> bytes:
    at = choose.randrange(len(source) + 1)
    end = min(len(source), at + choose.choice((0, 1, 1, 2, 40)))
    new = choose.choice((b"", bytes([choose.randrange(256)]), source[at:end] * 2, choose.randbytes(3)))
    return source[:at] + new + source[end:]


def _token(source: bytes, choose: random.Random) -> bytes:
    tokens = _TOKEN.findall(source)
    if not tokens:
        return source
    at = choose.randrange(len(tokens))
    other = choose.choice((choose.choice(_WORDS), choose.choice(tokens)))
    match choose.randrange(4):
        case 0:
            tokens[at] = other
        case 1:
            tokens.insert(at, b" " + other + b" ")
        case 2:
            del tokens[at]
        case _:  # the next word of the same sort takes its place: often still valid Python
            words = [one for one in tokens if one[:1].isalpha() == tokens[at][:1].isalpha() and not one.isspace()]
            tokens[at] = choose.choice(words) if words else other
    return b"".join(tokens)


def _line(source: bytes, choose: random.Random) -> bytes:
    lines = source.splitlines(keepends=True)
    if not lines:
        return source
    at, other = choose.randrange(len(lines)), choose.randrange(len(lines))
    match choose.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = b"    " + lines[at]
        case 4:
            lines[at] = lines[at].removeprefix(b"    ")
        case _:
            lines[min(at, other) : max(at, other)] = []
    return b"".join(lines)
