"""Every problem has a code that the documentation explains, and a way out."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.fit.hazards import WORDS

Open = Callable[..., Architecture]
ROOT = Path(__file__).resolve().parents[2]
MAKERS = {"Problem": 0, "problem": 0, "_faulty": 1}
"""Functions that make a problem -> the place of its code."""
WITH_REMEDY = {"Problem": 6, "problem": 4, "_faulty": 5}
"""How many positional arguments include the remedy."""


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Where problems are made: the file and line, the call, the name of the maker."""
    for path in sorted((ROOT / "resources" / "deduction").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in MAKERS and path.name not in ("packing.py", "machine.py", "moved.py"):
                    yield f"{path.name}:{node.lineno}", node, name


def codes() -> set[str]:
    found = {"needs-container", "needs-service", *(code.partition("@")[0] for code in WORDS)}
    for _, call, name in calls():
        code = call.args[MAKERS[name]] if len(call.args) > MAKERS[name] else None
        found |= {code.value} if isinstance(code, ast.Constant) and isinstance(code.value, str) else set()
    return found


def test_the_documentation_explains_exactly_the_codes_that_there_are() -> None:
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    first_columns = [
        line.split("|")[1] for line in text.partition("## What a unit suits")[0].splitlines() if "|" in line
    ]
    explained = {code for column in first_columns for code in re.findall(r"`([a-z-]+)`", column)}

    assert explained | {"needs-container", "needs-service"} == codes()
    assert "`needs-container`" in text


def test_every_place_that_makes_a_problem_gives_a_way_out() -> None:
    without = [
        place for place, call, name in calls()
        if len(call.args) < WITH_REMEDY[name] and not any(keyword.arg == "remedy" for keyword in call.keywords)
    ]  # fmt: skip

    assert without == []


def test_every_hazard_says_what_to_do() -> None:
    assert all(words.remedy.endswith(".") and "{}" in words.message for words in WORDS.values())


@pytest.mark.parametrize("files", [
    {"app.py": "def broken(:\n"},
    {"app.py": "x\0y"},
    {"app.py": "", "archloom.toml": "a = \n"},
    {"app.py": "", "archloom.toml": "[projekt]\nname = 'x'\n"},
    {"app.py": "", "archloom.toml": "[[construct]]\nkind = 'nothing'\n"},
    {"app.py": "", "langgraph.json": "{"},
    {"app.py": "", "langgraph.json": '{"graphs": {"a": "./gone.py:x"}}'},
    {"app.py": "", "langgraph.json": '{"graphs": {"a": "./app.py:gone"}}'},
    {"app.py": "", "pyproject.toml": "["},
    {"shop/__init__.py": "", "shop/app.py": "from .gone import x\ndef handler(event, context): x()\n"},
    {"app.py": "import boto3\ndef handler(event, context): boto3.client('s3').get_object(Bucket=event['b'])\n"},
    {"app.py": "from flask import Flask\napp = Flask(__name__)\nseen = []\n@app.get('/')\ndef f(x): seen.append(x)\n"},
])  # fmt: skip
def test_whatever_is_wrong_comes_with_a_place_and_a_way_out(files: dict[str, str], opened: Open) -> None:
    seen = opened(files)

    assert seen.problems
    for problem in seen.problems:
        assert problem.remedy, problem
        assert problem.source.file
        assert problem.source.line >= 1


@pytest.mark.parametrize(("made", "is_said"), [
    ("Client('https://api.example.com')", True),
    ("Client(api_key='x')", True),
    ("Client(base_url=URL)", True),
    ("Client('orders')", False),
    ("Client(api_key=None)", False),
    ("AuthApiKey(api_key='x')", False),
    ("connect(base_url=URL)", False),
])  # fmt: skip
def test_a_class_of_an_unknown_library_that_is_told_of_a_server_is_a_problem(
    made: str, is_said: bool, opened: Callable[..., Architecture]
) -> None:
    code = f"from somevendor import AuthApiKey, Client, connect\nURL = 'https://x'\ndef f(): {made}.ask()\n"

    seen = opened(code, "app.f")

    assert ("unknown-library-class" in {one.code for one in seen.problems}) is is_said
