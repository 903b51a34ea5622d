"""The blocks of Terraform files, read by the shape of the text: braces, and `name = value` on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .named_functions import Spot

Texts = list[tuple[str, bytes]]
_HEAD = re.compile(r'(?m)^[ \t]*(resource|module|data)[ \t]+"([\w-]+)"(?:[ \t]+"([\w-]+)")?[ \t]*\{')
_ARGUMENT = re.compile(r'(?m)^[ \t]*"?([\w-]+)"?[ \t]*=(.+)$')
ADDRESS = re.compile(r"\b((?:data\.)?aws_\w+\.[\w-]+|module\.[\w-]+|data\.archive_file\.[\w-]+)")
_BRACES = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}]')
TEXT = re.compile(r'"([^"]*)"')
_COMMENT = re.compile(r"(?m)^[ \t]*(?:#|//).*$")
_SAID = re.compile(r'(?m)^[ \t]*(?:locals|variable[ \t]+"([\w-]+)")[ \t]*\{')
_HOLE = re.compile(r"\$\{((?:var|local)\.[\w-]+)\}")


@dataclass(slots=True)
class Block:
    kind: str
    """That of the resource; of a module, what it stands for."""
    address: str
    text: str
    arguments: dict[str, str]
    spot: Spot

    def plain(self, key: str) -> str:
        """The text of an argument, if it holds nothing that is computed."""
        found = TEXT.fullmatch(self.arguments.get(key, ""))
        return found[1] if found and "${" not in found[1] else ""

    def about(self, key: str) -> str:
        """The resource that an argument is about."""
        return address_in(self.arguments.get(key, ""))


def read(texts: Texts) -> list[Block]:
    """The blocks of the files of one folder, with what locals and variables say in the place of these."""
    known = _texts_of(texts)
    found = blocks(texts)
    for block in found:
        block.arguments = {key: _filled(value, known) for key, value in block.arguments.items()}
    return found


def blocks(texts: Texts) -> list[Block]:
    """The same as they are written."""
    return [block for path, text in texts for block in _blocks(path, text.decode("utf-8", "replace"))]


def _blocks(path: str, text: str) -> Iterator[Block]:
    text = _COMMENT.sub("", text)
    head = _HEAD.search(text)
    while head is not None:
        end = _end(text, head.end())
        inner = text[head.end() : end]
        arguments: dict[str, str] = {}
        for one in _ARGUMENT.finditer(inner):
            arguments.setdefault(one[1], one[2].strip().rstrip(","))
        first = {"resource": "", "data": "data.", "module": "module."}[head[1]]
        address = f"{first}{head[2]}.{head[3]}" if head[3] else f"{first}{head[2]}"
        spot = Spot(path, 1 + text.count("\n", 0, head.start()))
        yield Block(head[2] if head[1] == "resource" else head[1], address, inner, arguments, spot)
        head = _HEAD.search(text, end)


def _end(text: str, start: int) -> int:
    """Where the block ends whose brace opened just before START."""
    depth = 1
    for one in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(one[0], 0)
        if depth == 0:
            return one.start()
    return len(text)


def _texts_of(texts: Texts) -> dict[str, str]:
    """What locals and the defaults of variables say, if it is a plain text: `local.name`, `var.name`."""
    found: dict[str, str] = {}
    for _, text in texts:
        written = _COMMENT.sub("", text.decode("utf-8", "replace"))
        for head in _SAID.finditer(written):
            inner = written[head.end() : _end(written, head.end())]
            for one in _ARGUMENT.finditer(inner):
                name = f"var.{head[1]}" if head[1] else f"local.{one[1]}"
                plain = TEXT.fullmatch(one[2].strip())
                if plain is not None and "${" not in plain[1] and (not head[1] or one[1] == "default"):
                    found[name] = plain[1]
    return found


def _filled(value: str, known: Mapping[str, str]) -> str:
    """An argument with what it refers to, as far as that is known."""
    if value in known:
        return f'"{known[value]}"'
    return _HOLE.sub(lambda found: known.get(found[1], found[0]), value)


def address_in(value: str) -> str:
    found = ADDRESS.search(value)
    return found[1] if found else ""
