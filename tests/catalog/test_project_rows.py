"""A project's own rows stand in front of the built-in ones; a row that cannot be used is refused in one sentence."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.catalog import rows
from archloom.resources.catalog.loader import load, version
from archloom.resources.catalog.rows import RowError


def test_a_projects_own_class_becomes_a_construct() -> None:
    row = {
        "path": "acme.Ledger",
        "kind": "database",
        "service": "ledger",
        "parameters": ["name"],
        "name": "name",
        "methods": {"read_all": ["read"], "append": ["write"]},
    }
    catalog = load([row])
    call, append = catalog.call("acme.client.Ledger"), catalog.method("acme.Ledger", "append")
    assert call is not None
    assert append is not None
    assert (call.kind, call.name.arguments) == ("database", ("name",))
    assert append.uses[0].actions == ("write",)


@pytest.mark.parametrize("home", ["langchain_openai.ChatOpenAI", "langchain.chat_models.openai.ChatOpenAI"])
def test_a_projects_row_stands_in_for_a_built_in_one_in_all_its_homes(home: str) -> None:
    catalog = load([{"path": "langchain_openai.ChatOpenAI", "like": "chat_model", "service": "gateway"}])
    call = catalog.call(home)
    assert call is not None
    assert call.service == "gateway"


def test_the_version_changes_with_the_rows() -> None:
    row: dict[str, Any] = {"path": "acme.Ledger", "kind": "database"}
    assert load().version == version()
    assert len({load().version, load([row]).version, load([row | {"service": "x"}]).version}) == 3


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({}, "archloom.toml, construct 1: `path` is missing."),
        ({"path": 3}, "archloom.toml, construct 1: `path` is missing."),
        ({"path": "a.B", "kinds": "database"}, "no key is called `kinds`. Did you mean 'kind'?"),
        ({"path": "a.B", "kind": "databse"}, "no kind of resource is called 'databse'. Did you mean 'database'?"),
        ({"path": "a.B", "like": "chatmodel"}, "no template is called 'chatmodel'. Did you mean 'chat_model'?"),
        ({"path": "a.B", "parameters": "x"}, "`parameters` is a list of texts, not 'x'."),
        ({"path": "a.B", "function": "yes"}, "`function` is true or false, not 'yes'."),
        ({"path": "a.B", "methods": ["x"]}, "`methods` is a table, not ['x']."),
        ({"path": "a.B", "methods": {"x": 1}}, "a method is a list of actions, a table or one of runs, reaches, self"),
        ({"path": "a.B", "methods": {"x": {"use": []}}}, "no key is called `use`. Did you mean 'uses'?"),
        ({"path": "a.B", "uses": "read"}, "`uses` is a list such as [\"read\"], not 'read'."),
        ({"path": "a.B", "uses": [{"kind": "queue"}]}, "a use is a table with `actions`"),
        ({"path": "a.B", "name": 1}, "`name` is an argument, a list of them or a table, not 1."),
        ({"path": "a.B", "name": {"form": "arn"}}, "`form` is one of plain, tail,"),
        ({"path": "a.B", "secrets": "X"}, "`secrets` is a list such as [\"ACME_TOKEN\"], not 'X'."),
        ({"path": "a.B", "secrets": [1]}, "a secret is a variable or a table with `env`, not 1."),
        ({"path": "a.B", "secrets": [{"env": "X", "unless": "y"}]}, "a secret is { env ="),
        ({"path": "a.B", "choice": "vendor"}, "`choice` is one of database, model,"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_a_reason(row: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RowError) as refused:
        load([row])
    assert sentence in str(refused.value)


def test_a_group_says_once_what_its_classes_have_in_common() -> None:
    group = {"home": "acme.llms", "like": "chat_model", "rows": {"Coyote": "acme", "Runner Bird": {"name": "speed"}}}
    coyote, bird = rows.ungrouped([group])
    assert coyote == {"like": "chat_model", "service": "acme", "path": ["acme.llms.Coyote"]}
    assert bird == {"like": "chat_model", "name": "speed", "path": ["acme.llms.Runner", "acme.llms.Bird"]}


def test_a_table_of_secrets_is_short_for_a_list() -> None:
    call = load([{"path": "acme.Ledger", "secrets": {"ACME_TOKEN": ["token"]}}]).call("acme.Ledger")
    assert call is not None
    assert [(secret.env, secret.unless) for secret in call.secrets] == [("ACME_TOKEN", ("token",))]


def test_two_rows_of_one_name_are_a_mistake() -> None:
    with pytest.raises(RowError, match="a\\.x\\.B has the same name"):
        load([{"path": "a.x.B"}, {"path": "a.y.B"}])


def test_the_row_that_the_readme_shows_can_be_used() -> None:
    text = (Path(rows.__file__).parent / "README.md").read_text(encoding="utf-8")
    shown = tomllib.loads(text.partition("```toml")[2].partition("```")[0])
    catalog = load(shown["construct"])
    insert, count = catalog.method("acme.Ledger", "insert"), catalog.method("acme.Ledger", "count")
    assert catalog.canonical("acme.legacy.OldLedger") == "acme.Ledger"
    assert insert is not None
    assert count is not None
    assert (insert.uses[0].actions, count.uses[0].actions) == (("write",), ("read",))
