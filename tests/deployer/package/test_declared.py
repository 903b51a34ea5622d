from __future__ import annotations

from collections.abc import Mapping

import pytest

from archloom.deployer.errors import DeployError
from archloom.deployer.package import for_lambda
from archloom.deployer.package.declared import declared, name_of
from archloom.deployer.package.inferred import inferred
from archloom.deployer.package.poetry import requirements, specifier
from archloom.deployer.package.project_files import sources

from .conftest import Write


@pytest.mark.parametrize(
    ("files", "origin", "expected"),
    [
        (
            {"pyproject.toml": '[project]\nname="x"\ndependencies=["openai>=1", "archloom[desktop]", "Archloom==0.1"]'},
            "pyproject.toml", ("openai>=1",),
        ),
        ({"requirements.txt": "openai # the model\n\n# nothing\nfastapi==1 \\\n  --hash=sha256:ab\n"},
         "requirements.txt", ("openai", "fastapi==1")),
        ({"requirements.txt": "-r more/base.txt\nopenai", "more/base.txt": "-r other.txt\nboto3",
          "more/other.txt": "httpx\n-r base.txt"},
         "requirements.txt", ("httpx", "boto3", "openai")),
        ({"requirements.txt": "-e .\n.\n--extra-index-url https://x/simple\ngit+https://github.com/a/b@1\n"},
         "requirements.txt", ("--extra-index-url https://x/simple", "git+https://github.com/a/b@1")),
        ({"requirements.txt": "\ufeffopenai\r\nboto3\r\n"}, "requirements.txt", ("openai", "boto3")),
        ({"pyproject.toml": '[project]\nname="x"\ndynamic=["dependencies"]', "requirements.txt": "openai"},
         "requirements.txt", ("openai",)),
        ({"pyproject.toml": "[tool.ruff]\n", "requirements.txt": "openai"}, "requirements.txt", ("openai",)),
        ({"pyproject.toml": '[tool.poetry.dependencies]\npython="^3.9"\nopenai="^1.2"\n'},
         "pyproject.toml", ("openai>=1.2,<2",)),
        ({"Pipfile": '[packages]\nopenai="*"\nrequests={version="==2.1", extras=["socks"]}\n'},
         "Pipfile", ("openai", "requests[socks]==2.1")),
        ({"langgraph.json": '{"dependencies": [".", "langchain_openai", "./lib"]}', "lib/requirements.txt": "httpx"},
         "langgraph.json", ("langchain_openai", "httpx")),
        ({"backend/requirements.txt": "openai", "tests/requirements.txt": "pytest", "a/b/requirements.txt": "httpx"},
         "backend/requirements.txt, a/b/requirements.txt", ("openai", "httpx")),
        ({"backend/pyproject.toml": '[project]\nname="x"\ndependencies=["openai"]', "web/package.json": "{}"},
         "backend/pyproject.toml", ("openai",)),
        ({"pyproject.toml": '[project]\nname="x"\ndependencies=[]'}, "pyproject.toml", ()),
    ],
)  # fmt: skip
def test_what_a_project_declares(
    write: Write, files: Mapping[str, str], origin: str, expected: tuple[str, ...]
) -> None:
    found = declared(write(files))

    assert found is not None
    assert (found.origin, found.requirements) == (origin, expected)


def test_a_project_that_declares_nothing(write: Write) -> None:
    assert declared(write({"main.py": "import openai"})) is None


def test_the_versions_of_poetry_lock_hold(write: Write) -> None:
    lock = """
        [[package]]
        name = "openai"
        version = "1.3.0"
        [[package]]
        name = "own"
        version = "1"
        [package.source]
        type = "git"
    """
    found = declared(write({"pyproject.toml": '[tool.poetry.dependencies]\nopenai="^1.2"', "poetry.lock": lock}))

    assert found is not None
    assert found.constraints == ("openai==1.3.0",)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pyproject.toml": "[project"}, r"pyproject\.toml: it cannot be read: Expected '\]'"),
        ({"requirements.txt": "-r missing.txt"}, r"missing\.txt: it is included as requirements and cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(write: Write, files: Mapping[str, str], message: str) -> None:
    with pytest.raises(DeployError, match=message):
        declared(write(files))


def test_a_dependency_of_langgraph_that_is_a_link_to_itself_is_left_aside(write: Write) -> None:
    project = write({"langgraph.json": '{"dependencies": ["./lib", "openai"]}'})
    (project / "lib").symlink_to("lib")

    found = declared(project)
    assert found
    assert found.requirements == ("openai",)


def test_a_file_of_requirements_that_is_a_link_to_itself_is_named(write: Write) -> None:
    project = write({"requirements.txt": "-r more.txt"})
    (project / "more.txt").symlink_to("more.txt")

    with pytest.raises(DeployError, match=r"more\.txt: it is included as requirements and cannot be read"):
        declared(project)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("^1.2.3", ">=1.2.3,<2"), ("^0.2.3", ">=0.2.3,<0.3"), ("^0.0.3", ">=0.0.3,<0.0.4"), ("^1", ">=1,<2"),
        ("^0.0", ">=0.0,<0.1"), ("~1.2.3", ">=1.2.3,<1.3"), ("~1", ">=1,<2"), ("~=1.2", "~=1.2"), ("*", ""),
        ("1.2.3", "==1.2.3"), ("1.2.*", "==1.2.*"), (">=1,<2", ">=1,<2"), (">=1 <2", ">=1,<2"),
        ("^1.2.0b1", ">=1.2.0b1,<2"),
        ("^1.0 || ^2.0", ">=2.0,<3"), ("!=1.5", "!=1.5"),
    ],
)  # fmt: skip
def test_constraints_of_poetry(given: str, expected: str) -> None:
    assert specifier(given) == expected


def test_tables_of_poetry() -> None:
    table = {
        "python": "^3.11",
        "langserve": {"version": "^0.3", "extras": ["server", "client"]},
        "maybe": {"version": "*", "optional": True},
        "old": {"version": "^1", "python": "<3.12"},
        "linux": {"version": "*", "markers": "sys_platform == 'linux'"},
        "code": {"git": "https://github.com/a/b.git", "rev": "abc"},
        "two": [{"version": "^1", "python": "<3.10"}, {"version": "^2", "python": ">=3.10"}],
    }

    assert requirements(table) == [
        "langserve[server,client]>=0.3,<0.4",
        "old>=1,<2 ; python_version < '3.12'",
        "linux ; sys_platform == 'linux'",
        "code @ git+https://github.com/a/b.git@abc",
        "two>=1,<2 ; python_version < '3.10'",
        "two>=2,<3 ; python_version >= '3.10'",
    ]


@pytest.mark.parametrize(
    ("requirement", "name"),
    [("Archloom", "archloom"), ("zope.interface>=1", "zope-interface"), ("a_b[x]; python_version>'3'", "a-b"),
     ("a @ https://x/y", "a"), ("-c constraints.txt", ""), ("/some/path", ""), ("archloom-extra", "archloom-extra")],
)  # fmt: skip
def test_the_name_in_a_requirement(requirement: str, name: str) -> None:
    assert name_of(requirement) == name


@pytest.mark.parametrize(
    ("wanted", "python"),
    [
        ("", "3.12"),
        (">=3.10", "3.12"),
        (">=3.10,<3.12", "3.11"),
        (">=3.13", "3.13"),
        ("==3.10.*", "3.10"),
        (">=4", "3.12"),
    ],
)
def test_the_runtime_that_a_project_allows(write: Write, wanted: str, python: str) -> None:
    project = write({"pyproject.toml": f'[project]\nname="x"\nrequires-python="{wanted}"\ndependencies=["httpx"]'})

    assert for_lambda(project) == python


def test_without_a_declaration_the_imports_say_what_is_needed(write: Write) -> None:
    project = write(
        {
            "main.py": "import os, json\nimport helpers\nfrom langchain_openai import ChatOpenAI\nfrom . import x\n"
            "from archloom.resources import Router\ntry:\n    import maybe_there\nexcept ImportError: pass\n",
            "helpers.py": "import yaml\nfrom pkg.inner import y",
            "pkg/inner.py": "from bs4 import BeautifulSoup",
            "tests/test_main.py": "import unknown_to_all",
            "broken.py": "def (",
        }
    )  # fmt: skip

    assert inferred(project, sources(project)).requirements == ("beautifulsoup4", "langchain-openai", "pyyaml")


def test_an_import_that_nobody_knows_is_asked_about_and_never_guessed(write: Write) -> None:
    project = write({"app/main.py": "import os\nimport strange_module"})

    with pytest.raises(DeployError, match=r"app/main\.py:2: .*`strange_module`.*requirements\.txt"):
        inferred(project, sources(project))
