"""The built-in tables hold together: what a row names is there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from archloom.resources.catalog import compile as compiler
from archloom.resources.catalog.compiled import sections
from archloom.resources.catalog.loader import Catalog
from archloom.resources.kinds import KINDS

TABLES = {name: dict(rows) for name, rows in sections().items()}
PLAIN = {"read", "write", "invoke", "delete", "connect"}


def test_the_compiled_tables_are_those_of_the_toml_files() -> None:
    assert compiler.main(["--check"]) == 0, "run: python -m archloom.resources.catalog.compile"


def calls() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from TABLES["calls"].items()
    for name, row in TABLES["types"].items():
        for method, call in row.get("methods", {}).items():
            yield f"{name}.{method}", call


def uses() -> Iterator[tuple[str, dict[str, Any]]]:
    for where, call in calls():
        yield from ((where, use) for use in call.get("uses", ()))
    for name, row in TABLES["types"].items():
        yield from ((name, use) for use in row.get("run", ()))


def test_every_type_that_a_row_names_is_known(catalog: Catalog) -> None:
    special = {"", "self"}
    named = {(where, call.get("returns", "")) for where, call in calls()}
    named |= {(where, base) for where, row in TABLES["types"].items() for base in row.get("bases", ())}
    named |= {(where, item) for where, row in TABLES["types"].items() for item in row.get("attributes", {}).values()}
    unknown = [
        (where, name)
        for where, name in named
        if name not in special and not name.startswith(("=", "boto3.")) and catalog.type(name) is None
    ]
    assert not unknown


def test_every_action_is_a_plain_word_or_an_iam_action() -> None:
    wrong = [
        (where, action)
        for where, use in uses()
        for action in use["actions"]
        if action not in PLAIN and not re.fullmatch(r"[a-z0-9-]+:[A-Z][A-Za-z0-9]+", action)
    ]
    assert not wrong


def test_aws_services_have_iam_actions_and_others_have_none() -> None:
    """An IAM action on something outside AWS would end in a role."""
    outside = {"openai", "anthropic", "redis", "postgres", "pinecone", "qdrant", "weaviate", "chroma", "http"}
    wrong = [(where, use["actions"]) for where, use in uses() if use.get("service") in outside and any(
        ":" in action for action in use["actions"]
    )]  # fmt: skip
    assert not wrong


def test_every_vendor_that_a_text_can_name_is_a_known_class(catalog: Catalog) -> None:
    choices = TABLES["choices"]
    classes = [
        *choices["model"]["providers"].values(), *choices["embeddings"]["providers"].values(),
        *choices["litellm"].values(),
    ]  # fmt: skip
    assert [path for path in classes if catalog.call(path) is None] == []
    assert set(choices["model"]["beginnings"].values()) <= set(choices["model"]["providers"])


def test_every_kind_in_the_choices_is_one_of_the_contract() -> None:
    rows = [row for table in ("database", "storage", "http", "addresses") for row in TABLES["choices"][table].values()]
    assert {row["kind"] for row in rows if "kind" in row} <= set(KINDS)


def test_a_row_that_stands_for_a_resource_says_of_which_service() -> None:
    """But for models whose vendor only a text tells."""
    bare = {where for where, call in calls() if call.get("kind") and not call.get("service") and "choice" not in call}
    assert bare == {"langchain.SomeModel", "langchain.SomeEmbeddings"}


@pytest.mark.parametrize(
    ("path", "variables"),
    [
        ("langchain_openai.ChatOpenAI", ["OPENAI_API_KEY"]),
        ("langchain_anthropic.ChatAnthropic", ["ANTHROPIC_API_KEY"]),
        ("langchain_tavily.TavilySearch", ["TAVILY_API_KEY"]),
        ("langfuse.langchain.CallbackHandler", ["LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY"]),
        ("langchain_aws.ChatBedrock", []),
    ],
)
def test_a_library_reads_its_secret_by_itself(catalog: Catalog, path: str, variables: list[str]) -> None:
    call = catalog.call(path)
    assert call is not None
    assert [secret.env for secret in call.secrets] == variables


def test_every_text_that_looks_like_a_secret_can_be_passed_instead() -> None:
    """`unless` names arguments; an empty one would report a secret that the code passes in."""
    without = [where for where, call in calls() for secret in call.get("secrets", ()) if secret.get("unless") == []]
    assert not without
