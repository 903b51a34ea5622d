"""Bytes to text and back."""

from __future__ import annotations

import pytest

from archloom.codegen.change import Refusal
from archloom.codegen.module import definition_at, dotted, parse
from archloom.codegen.source import Source


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        b"x = 1\r\ny = 2\rz = 3\n",
        b"\xef\xbb\xbfx = '\xc3\xa9'\n",
        b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
        "x = 'ünïcödé \u2028 \x0c'\n".encode(),
        b"",
    ],
)
def test_text_goes_back_to_the_same_bytes(data: bytes) -> None:
    assert Source.of("a.py", data).encode() == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"x = '\xff'\n", "cannot be read as text"),
        (b"# coding: klingon\n", "cannot be read as text"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        Source.of("a.py", data)


def test_a_name_that_the_file_cannot_spell_is_refused() -> None:
    source = Source.of("a.py", b"# coding: latin-1\nx = 1\n").with_text("x = '\u4f60'")
    with pytest.raises(Refusal, match="written in iso-8859-1, which has no '你'"):
        source.encode()


@pytest.mark.parametrize("text", ["def f(:\n", "x = '\0'\n", "  x = 1\n"])
def test_what_is_not_python_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(Refusal, match=r"a\.py(:1)? is not valid Python"):
        parse("a.py", text)


def test_offsets_count_characters_behind_columns_of_bytes_and_odd_separators() -> None:
    module = parse("a.py", "s = 'é\x0c\u2028'; f(x)\r\ny = 'ß'; g(x)\n")
    calls = [module.segment(statement.value) for statement in module.tree.body if hasattr(statement, "value")]
    assert calls == ["'é\x0c\u2028'", "f(x)", "'ß'", "g(x)"]


def test_a_definition_is_found_with_what_is_around_it() -> None:
    module = parse("a.py", "class A:\n    if x:\n        def f(self):\n            async def g(): ...\n")
    found = definition_at(module, 4)
    assert found is not None
    assert [found[0].name, *(getattr(node, "name", "") for node in found[1])] == ["g", "A", "f"]
    assert definition_at(module, 2) is None


def test_only_chains_of_names_are_dotted() -> None:
    module = parse("a.py", "a.b.c\na().b\n")
    assert [dotted(statement.value) for statement in module.tree.body] == ["a.b.c", None]
