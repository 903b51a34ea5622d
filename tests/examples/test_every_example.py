"""What holds for every example, without installing it."""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

import pytest

from archloom import resources
from archloom.resources import settings

from .conftest import EXAMPLES, NAMES, dependencies

LONGEST = 120


def _sources(name: str) -> list[Path]:
    return sorted((EXAMPLES / name).rglob("*.py"))


def test_there_are_seven() -> None:
    assert NAMES == [
        "joke_api",
        "langserve_app",
        "llama_chatbot",
        "llama_chatbot_declared",
        "rag_documents",
        "scheduled_digest",
        "support_agent",
    ]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_short_and_explained(name: str) -> None:
    lines = [line for path in _sources(name) for line in path.read_text(encoding="utf-8").splitlines()]

    assert 30 <= len(lines) <= LONGEST
    assert (EXAMPLES / name / "README.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", NAMES)
def test_its_dependencies_have_lower_bounds(name: str) -> None:
    assert all(">=" in each for each in dependencies(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_imports_only_what_archloom_exports(name: str) -> None:
    imported = {
        alias.name
        for path in _sources(name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "archloom.resources"
        for alias in node.names
    }

    project = tomllib.loads((EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert imported <= set(resources.__all__)
    assert bool(imported) == ("archloom" in project["dependencies"])


@pytest.mark.parametrize("name", ["langserve_app", "llama_chatbot", "support_agent"])
def test_a_plain_example_has_no_line_about_infrastructure(name: str) -> None:
    assert not any(
        "archloom" in path.read_text(encoding="utf-8").replace("archloom.toml", "") for path in _sources(name)
    )


def test_the_settings_of_the_plain_chatbot_can_be_read() -> None:
    read = settings.load(EXAMPLES / "llama_chatbot")

    assert read.resources["model_endpoint:llama2"]["instance_type"] == "ml.g5.xlarge"


def test_langgraph_json_names_a_graph_that_exists() -> None:
    config = json.loads((EXAMPLES / "support_agent" / "langgraph.json").read_text(encoding="utf-8"))
    path, _, name = config["graphs"]["support"].partition(":")
    tree = ast.parse((EXAMPLES / "support_agent" / path).read_text(encoding="utf-8"))

    assigned = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    assert name in assigned
