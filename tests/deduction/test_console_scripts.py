"""Commands of a package are entries, unless they only start what is an entry already."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

ASK = "import requests\ndef run(): requests.get('https://api.acme.com/x')\n"
GROUP = """
import click, requests
@click.group()
def run(): ...
@run.command()
def ask(): requests.get("https://api.acme.com/x")
"""
SERVER = """
from mcp.server.fastmcp import FastMCP
import requests
mcp = FastMCP("ask")
@mcp.tool()
def ask(): return requests.get("https://api.acme.com/x").text
def run():
    mcp.run()
"""


def commands(project: Architecture) -> dict[str, str]:
    return {one.id.removeprefix("entry:"): one.label for one in project.entries if one.kind == "script"}


@pytest.mark.parametrize("table", ["project.scripts", "tool.poetry.scripts"])
@pytest.mark.parametrize("code", [ASK, GROUP], ids=["a function", "a group of commands"])
def test_a_command_of_the_package_is_an_entry(opened: Open, table: str, code: str) -> None:
    project = opened({"src/news/__init__.py": "", "src/news/main.py": code,
                      "pyproject.toml": f'[{table}]\nnews = "news.main:run"\nagain = "news.main:run"\n'})  # fmt: skip
    assert commands(project) == {"news.main.run": "news"}
    assert actions_of(project, "news.main.run") == {"external_api:api.acme.com": {"read"}}


@pytest.mark.parametrize(
    "code", [SERVER, ASK + "if __name__ == '__main__':\n    run()\n", "def run(): print('x')\n"],
    ids=["it starts a server", "a guard runs it too", "it uses nothing"],
)  # fmt: skip
def test_a_command_for_which_there_is_an_entry_is_none(opened: Open, code: str) -> None:
    project = opened({"news.py": code, "pyproject.toml": '[project.scripts]\nnews = "news:run"\n'})
    assert "news.run" not in commands(project)


@pytest.mark.parametrize("text", ['[project]\nscripts = "x"\n', '[project.scripts]\nnews = "nowhere:run"\n',
                                  '[project.scripts]\nnews = "news"\n', "[project.scripts\n"])  # fmt: skip
def test_a_command_that_leads_nowhere_is_no_entry(opened: Open, text: str) -> None:
    assert commands(opened({"news.py": ASK, "pyproject.toml": text})) == {}


def test_a_command_that_names_a_mere_folder_is_no_entry(opened: Open) -> None:
    told = '[project.scripts]\nx = "api-helper:run"\n'
    project = opened({"api-helper/tool.py": ASK, "api-helper/pyproject.toml": told, "pyproject.toml": told})

    assert (commands(project), project.problems) == ({}, ())
