"""Each construct is where its row says, with the arguments and the variables that it names, in the installed libraries.

`make test-catalog` makes an environment (`environment/`) with everything that the catalog names and that installs in a
reasonable time; elsewhere whatever is there is checked. What only other versions have is listed in `historical.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.catalog.compiled import sections
from archloom.resources.catalog.loader import Catalog

from .libraries import UnknownError, arguments, found, installed, reads

pytestmark = [pytest.mark.catalog, pytest.mark.filterwarnings("ignore"), pytest.mark.timeout(240)]
SECTIONS = {name: dict(rows) for name, rows in sections().items()}
CALLS: dict[str, dict[str, Any]] = {path: row for path, row in SECTIONS["calls"].items() if "made_by" not in row}
MAKERS = {row["made_by"] for row in SECTIONS["calls"].values() if "made_by" in row}
# Names of common types, no import paths.
OURS = ("langchain.", "langgraph.", "boto3.response", "boto3.page", "sql.", "gcs.Bucket", "firestore.Client",
        "opensearch.", "aws.", "neo4j.Reading")  # fmt: skip
ORDINARY = (
    "langchain.agents.", "langchain.chat_models.", "langchain.embeddings.", "langchain.mcp", "langgraph.cache.",
    "langgraph.checkpoint.", "langgraph.func.", "langgraph.graph.", "langgraph.middleware.", "langgraph.prebuilt.",
    "langgraph.pregel.", "langgraph.store.",
)  # fmt: skip
HISTORICAL: set[str] = {
    path
    for group in tomllib.loads(Path(__file__).with_name("historical.toml").read_text(encoding="utf-8")).values()
    for path in group["paths"]
}


def real(path: str) -> bool:
    """An import path, of a distribution that is here."""
    return (not path.startswith(OURS) or path.startswith(ORDINARY)) and installed(path)


PATHS = sorted(path for path in {*CALLS, *SECTIONS["homes"]} if real(path))
PACKAGES = sorted({path.partition(".")[0] for path in PATHS})


def rows_of(package: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((path, CALLS[path]) for path in PATHS if path in CALLS and path.startswith(package + "."))


def test_at_least_boto3_is_installed() -> None:
    assert "boto3" in PACKAGES


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_row_names_is_there(package: str) -> None:
    missing: list[str] = []
    for path in PATHS:
        if path.startswith(package + ".") and path not in HISTORICAL:
            try:
                found(path)
            except UnknownError:
                continue
            except AttributeError:
                missing.append(path)
    assert not missing, "say in historical.toml why the catalog knows it all the same"


def test_what_only_older_versions_have_is_gone() -> None:
    there: list[str] = []
    for path in HISTORICAL:
        try:
            if installed(path):
                found(path)
                there.append(path)
        except (UnknownError, AttributeError):
            continue
    assert not there


@pytest.mark.parametrize("package", PACKAGES)
def test_positional_arguments_are_in_the_order_of_the_row(package: str) -> None:
    wrong: list[tuple[str, list[str], list[str]]] = []
    for path, row in rows_of(package):
        try:
            positional, _, _ = arguments(found(path))
        except (UnknownError, AttributeError):
            continue
        named = row.get("parameters", [])
        if positional and named[: len(positional)] != positional[: len(named)]:
            wrong.append((path, named, positional))
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_arguments_that_a_row_names_are_taken(package: str) -> None:
    """Its class methods may take what the constructor does not."""
    wrong: list[tuple[str, set[str]]] = []
    for path, row in rows_of(package):
        try:
            _, names, open_ended = arguments(found(path))
        except (UnknownError, AttributeError):
            continue
        if not row.get("kind") and row.get("name", {}).get("default"):  # what others ask it for
            names = names | set(dir(found(path)))
        named = {argument.partition(".")[0].rstrip("[]{}") for argument in row.get("name", {}).get("arguments", ())}
        named |= {source.partition("=")[0] for source in row.get("properties", {}).values() if source[:1] != "="}
        if named and not open_ended and not named & names and path not in MAKERS:
            wrong.append((path, named))
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_a_key_can_be_passed_by_an_argument_that_the_row_names(package: str) -> None:
    wrong: list[tuple[str, str, list[str]]] = []
    for path, row in rows_of(package):
        try:
            _, names, open_ended = arguments(found(path))
        except (UnknownError, AttributeError):
            continue
        for secret in row.get("secrets", ()):
            unless = secret.get("unless", [])
            if unless and not open_ended and not set(unless) & names and path not in MAKERS:
                wrong.append((path, secret["env"], unless))
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_a_library_speaks_of_the_variables_that_its_rows_say_it_reads(package: str) -> None:
    wrong = [
        (path, variable)
        for path, row in rows_of(package)
        for secret in row.get("secrets", ())
        for variable in (secret["env"], *secret.get("others", ()))
        if path not in HISTORICAL and variable not in OF_CLIENTS and not reads(path, variable)
    ]
    assert not wrong


# Read by the vendor's own client, which the library imports without requiring it, or by newer versions.
OF_CLIENTS = {
    "BROWSERBASE_API_KEY", "COMET_API_KEY", "CO_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS", "GROQ_API_KEY", "HF_TOKEN",
    "HUGGINGFACEHUB_API_TOKEN", "LITELLM_OCR_API_KEY", "WANDB_API_KEY",
}  # fmt: skip


def test_every_path_leads_to_a_row_or_to_a_rule(catalog: Catalog) -> None:
    rules = {"langgraph.func.task", "langgraph.graph.graph.Graph", "langserve.server.add_routes"}
    assert [path for path in PATHS if catalog.call(path) is None and not path.startswith("fastapi.")] == sorted(
        path for path in rules if path in PATHS
    )
