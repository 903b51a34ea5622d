"""Bodies of functions are read when they are executed: from the tree if it is at hand, else from their lines."""

from __future__ import annotations

import sysconfig
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from archloom.resources.deduction.facts import ASYNC, GENERATOR, Facts, is_function
from archloom.resources.deduction.project import Project
from archloom.resources.deduction.summarize import summarize

LIBRARY = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::6]


def functions(facts: Facts) -> Iterator[Facts]:
    """Those outside of functions."""
    stack: list[Facts] = [facts]
    while stack:
        one = stack.pop()
        if is_function(one):
            yield one
        else:
            stack += [part for part in one if isinstance(part, tuple)]


def bodies(source: bytes, keep: bool) -> list[Facts]:
    project = Project({"app.py": summarize(source, keep)})
    return [project.body("app.py", function) for function in functions(project.summaries["app.py"].body)]


def text(source: str) -> bytes:
    return textwrap.dedent(source).encode()


@pytest.mark.parametrize("source", [
    text("def f(x):\n    return g(x)\n"),
    text("class A:\n    def f(self):\n        '''text\nthat starts a line'''\n        return self.g()\n"),
    text("if X:\n    @dec(\n        1)\n    async def f(x, y=1):\n        await g(x)\nelse:\n    def f(): pass\n"),
    text("def f(): return 1; g()\n"),
    text("class A:\n\tdef f(self):\n\t\treturn (\n1,\n2)\n\n\tdef g(self): return [\n]\n"),
    text("def f():\n    def g():\n        yield 1\n    return g\n"),
    text("\n\n\ndef f(a):\n    x = '''\n    def g():\n'''\n    return x\\\n + a\n"),
    b"def f():\r\n    return g(\r\n1)\r\ndef h():\r    return 2\r",
    b"x = 1\n\x0cdef f():\n    return g(1)\n",
    b"class A:\n\x0c    def f(self):\n        return g(1)\n",
    "x = 'größe'; y = 1\ndef größe(ä):\n    return 'ü', ä(x)\n".encode(),
    b"\\\ndef f():\n    return 1\n",
])  # fmt: skip
def test_a_body_is_the_same_from_its_lines_and_from_its_tree(source: bytes) -> None:
    found = bodies(source, keep=False)

    assert found
    assert found == bodies(source, keep=True)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_bodies_of_the_standard_library_are_the_same_both_ways(path: Path) -> None:
    source = path.read_bytes()

    assert bodies(source, keep=False) == bodies(source, keep=True)


@pytest.mark.parametrize("head", [b"# coding: latin-1\n", b"\xef\xbb\xbf\n"])
def test_bodies_of_a_file_that_says_its_encoding_are_read_at_once(head: bytes) -> None:
    summary = summarize(head + b"def f():\n    return g()\n")

    assert [function[5] is not None for function in functions(summary.body)] == [True]


@pytest.mark.parametrize(("source", "flags"), [
    ("def f():\n    yield 1\n", GENERATOR),
    ("def f():\n    for x in (yield from y): pass\n", GENERATOR),
    ("async def f():\n    async with a as b:\n        yield b\n", ASYNC | GENERATOR),
    ("def f():\n    return 'yield'\n", 0),
    ("def f():\n    def g():\n        yield 1\n    return g, lambda: (yield)\n", 0),
    ("def f():\n    class A:\n        def g(self):\n            yield\n    return A\n", 0),
])  # fmt: skip
def test_a_generator_is_known_before_its_body_is_read(source: str, flags: int) -> None:
    assert [function[7] for function in functions(summarize(source.encode()).body)] == [flags]
