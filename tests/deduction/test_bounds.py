"""Evaluation is bounded by steps: code that would go on is given up with a problem, and the rest is still shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.evaluate import machine
from archloom.resources.deduction.shapes import shape
from archloom.resources.deduction.values import Const, Mapped, Union, Value

Patch = pytest.MonkeyPatch
Opened = Callable[..., Architecture]
HANDLER = """
import boto3

def handler(event, context):
    boto3.client("s3").get_object(Bucket="files", Key="k")
    return f0(1, event)
"""


def mutual(functions: int) -> str:
    """Functions that each call the next two with arguments of their own."""
    lines = [f"def f{i}(a, b): return f{(i + 1) % functions}([a, {i}], b) or f{(i + 7) % functions}(b, (a, {i}))"
             for i in range(functions)]  # fmt: skip
    return "\n".join(lines) + HANDLER


def long_file(lines: int) -> str:
    return "\n".join(f"x{i} = {i}" for i in range(lines)) + "\ndef f0(a, b): return a\n" + HANDLER


def wide(classes: int) -> str:
    """A base class with very many subclasses, and a call on any of them."""
    lines = ["class Base:", "    def act(self, a): return a"]
    for i in range(classes):
        lines += [f"class C{i}(Base):", f"    def act(self, a): return super().act([a, {i}])"]
    lines += ["def f0(a, b):", "    for cls in Base.__subclasses__(): cls().act(a)"]
    return "\n".join(lines) + HANDLER


def deep(classes: int) -> str:
    """A class with very many bases one above the other, each of which calls the next."""
    lines = ["class C0:", "    def act(self): return 1"]
    for i in range(1, classes):
        lines += [f"class C{i}(C{i - 1}):", "    def act(self): return super().act()"]
    return "\n".join([*lines, f"def f0(a, b): return C{classes - 1}().act()"]) + HANDLER


def literal(entries: int) -> str:
    """A loop over a literal of very many entries."""
    items = ", ".join(f'"k{i}": ({i}, "v{i}")' for i in range(entries))
    loop = "def f0(a, b):\n    for k, v in ALL.items(): one(k, v)"
    return f"ALL = {{{items}}}\ndef one(k, v): return v\n{loop}{HANDLER}"


def growing(lines: int) -> str:
    """A text that gets longer line by line."""
    added = "\n".join(f'    s += f"{{a}}-{i}"' for i in range(lines))
    return f'def f0(a, b):\n    s = ""\n{added}\n    return s' + HANDLER


def nested(loops: int) -> str:
    """Loops of unknown length within each other."""
    heads = "\n".join("    " * (i + 1) + f"for x{i} in b:" for i in range(loops))
    return f"def one(x): return x\ndef f0(a, b):\n{heads}\n{'    ' * (loops + 1)}one(x0)" + HANDLER


HUGE = {
    "mutual": mutual(1000), "long": long_file(50_000), "wide": wide(400), "deep": deep(100), "literal": literal(10_000),
    "growing": growing(1000), "nested": nested(12),
}  # fmt: skip


@pytest.mark.parametrize("source", HUGE.values(), ids=HUGE)
def test_huge_code_is_followed_to_an_end(opened: Opened, source: str) -> None:
    seen = opened(source)

    assert [entry.handler for entry in seen.entries] == ["app.handler"]
    assert "bucket:files" in {resource.id for resource in seen.resources}
    assert {problem.code for problem in seen.problems} <= {"too-large"}


def test_the_bound_of_steps_is_told_with_its_place_and_a_remedy(opened: Opened, monkeypatch: Patch) -> None:
    monkeypatch.setattr(machine, "LAST", 20)

    seen = opened(mutual(100))

    problem = next(problem for problem in seen.problems if problem.code == "too-large")
    assert problem.source.file == "app.py"
    assert problem.source.line > 0
    assert problem.remedy
    assert "bucket:files" in {resource.id for resource in seen.resources}


@pytest.mark.parametrize("circle", ["steps.append(steps)", 'steps.append({"more": steps})'])
def test_a_container_that_holds_itself_is_run_once(opened: Opened, circle: str) -> None:
    source = f"""
        import boto3
        from langchain_core.runnables import RunnableParallel

        def read(state):
            return boto3.client("s3").get_object(Bucket="files", Key="k")

        steps = [read]
        {circle}
        chain = RunnableParallel(steps=steps)

        def handler(event, context):
            return chain.invoke(event)
    """

    seen = opened(source)

    assert [(link.end, link.actions) for link in seen.links] == [("bucket:files", ("s3:GetObject",))]
    assert not seen.problems


def test_more_names_than_are_followed_are_said(opened: Opened) -> None:
    names = ", ".join(f"'table{n}'" for n in range(40))
    seen = opened(f"import boto3\ndef handler(event, context):\n    for name in [{names}]:\n"
                  "        boto3.resource('dynamodb').Table(name).get_item(Key={})\n")  # fmt: skip
    shown = [one for one in seen.resources if one.kind == "kv_store"]

    assert len(shown) == 40 or [(one.code, str(one.source)) for one in seen.problems] == [("too-large", "app.py:4")]


def test_a_choice_among_more_than_are_followed_is_said(opened: Opened) -> None:
    cases = "".join(f"    if event['k'] == {n}: name = 'table{n}'\n" for n in range(40))
    seen = opened(f"import boto3\ndef handler(event, context):\n    name = 'first'\n{cases}"
                  "    boto3.resource('dynamodb').Table(name).get_item(Key={})\n")  # fmt: skip

    assert [(one.code, str(one.source)) for one in seen.problems] == [("too-large", "app.py:44")]
    assert "the first 16 are shown" in seen.problems[0].message


def test_a_literal_that_is_cut_is_counted_as_more(opened: Opened) -> None:
    entries = ", ".join(f"'k{n}': f" for n in range(3000))
    seen = opened(f"def f(): ...\nknown = {{{entries}}}\ndef handler(event, context): return known[event['k']]()\n")

    assert "One of 2000 or more things" in seen.problems[0].message


def test_an_expression_that_the_parser_finds_too_deep_is_told_as_that(opened: Opened) -> None:
    seen = opened("x = 1\ny = " + "+".join(["x"] * 20_000) + "\n")

    assert [one.code for one in seen.problems] in (["too-deep"], [])


def test_what_a_call_is_given_is_told_without_counting_all_that_is_inside() -> None:
    inner: Value = Const("leaf")
    for level in range(3):
        options = (Mapped(8 * level + n, 0, None, dict.fromkeys(range(24), inner)) for n in range(8))
        inner = Union(tuple(options))
    told: list[Any] = [shape(inner)]
    parts = 0
    while told and parts < 100_000:
        one = told.pop()
        parts += 1
        told += one if isinstance(one, tuple) else ()

    assert parts < 100_000
