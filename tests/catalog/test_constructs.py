"""Constructs as the libraries' own sources have them, one a line in `constructs.jsonl`: all homes that were found in
some version, the kind and service they stand for, and the arguments, variables and IAM actions that belong to them.

The table was made from the sources, not from the catalog's rows; what the rows say more is not looked at here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archloom.resources.catalog.loader import Catalog
from archloom.resources.catalog.records import Call, Use

CONSTRUCTS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("constructs.jsonl").read_text(encoding="utf-8").splitlines()
]
NAMES = [construct["homes"][0] for construct in CONSTRUCTS]
# Class methods that make the object, each with arguments and effects of its own.
MAKERS = (
    "from_documents", "from_texts", "from_embeddings", "from_params", "from_uri", "from_conn_string",
    "from_client_params", "from_connection_string", "create_agent",
)  # fmt: skip


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=NAMES)
def test_every_home_leads_to_one_row(catalog: Catalog, construct: dict[str, Any]) -> None:
    assert len({catalog.canonical(home) for home in construct["homes"]}) == 1
    call = call_of(catalog, construct)
    assert (call.kind, call.service) == (construct["kind"], construct["service"])


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=NAMES)
def test_its_arguments_variables_and_actions_are_known(catalog: Catalog, construct: dict[str, Any]) -> None:
    assert set(construct.get("arguments", ())) <= set(words(catalog, construct))
    assert set(construct.get("variables", ())) <= set(variables(catalog, construct))
    assert set(construct.get("actions", ())) <= {action for use in uses(catalog, construct) for action in use.actions}


def call_of(catalog: Catalog, construct: dict[str, Any]) -> Call:
    call = catalog.call(construct["homes"][0])
    assert call is not None
    return call


def calls(catalog: Catalog, construct: dict[str, Any]) -> Iterator[Call]:
    """What makes the object: the class and its class methods."""
    yield call_of(catalog, construct)
    path = catalog.canonical(construct["homes"][0])
    made = (catalog.call(f"{path}.{name}") for name in MAKERS)
    yield from (call for call in made if call is not None)


def words(catalog: Catalog, construct: dict[str, Any]) -> Iterator[str]:
    """Every argument that the rows speak of."""
    for call in calls(catalog, construct):
        yield from (*call.parameters, *call.same_as, *call.holds)
        yield from (argument.partition(".")[0] for argument in (*call.name.arguments, *call.chosen_by))
        yield from (source.partition("=")[0] for source in call.properties.values())
        yield from (argument for secret in call.secrets for argument in secret.unless)


def variables(catalog: Catalog, construct: dict[str, Any]) -> Iterator[str]:
    for call in calls(catalog, construct):
        yield from call.name.env
        yield from (variable for secret in call.secrets for variable in (secret.env, *secret.others))


def uses(catalog: Catalog, construct: dict[str, Any]) -> Iterator[Use]:
    """What happens when it is made, when it runs, and in each of its methods."""
    for call in calls(catalog, construct):
        yield from call.uses
        known = catalog.type(call.returns)
        if known is not None:
            yield from known.run
            yield from (use for method in known.methods.values() for use in method.uses)
