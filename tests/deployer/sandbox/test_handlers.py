"""Every handler against the real local cloud: made, read, changed, found again, removed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from archloom.deployer.aws.types import TYPES
from archloom.deployer.blueprint import Known, settle_inputs
from archloom.deployer.lowering import Source, blueprint_of
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.handlers import HANDLERS, is_missing
from archloom.deployer.sandbox.workshop import account
from archloom.resources.settings import Settings

from .. import shop

Made = dict[str, tuple[str, dict[str, Any], dict[str, Any]]]


def everything(root: Path) -> Any:
    """A blueprint with every type in it."""
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("hi")
    whole = shop.everything()
    more = [
        shop.resource("website", "pages", service="s3", folder="site"),
        shop.resource("stream", "clicks", service="kinesis", origin="deduced"),
        shop.resource("event_bus", "bus", service="events", origin="deduced"),
        shop.resource("parameter", "/shop/limit", service="ssm", origin="deduced", value="3"),
    ]
    architecture = dataclasses.replace(whole, resources=(*whole.resources, *more))
    return blueprint_of(
        architecture, Settings(name="handlers"), "dev", Source(root, "c0de", frozenset({"ANTHROPIC_API_KEY"}))
    )


@pytest.fixture
def made(cloud: Cloud, tmp_path: Path) -> Iterator[tuple[Any, Made]]:
    """All of it, made in order; removed in the opposite order."""
    blueprint = everything(tmp_path)
    known: dict[str, Any] = dict(account())
    made: Made = {}
    for resource in blueprint.resources:
        inputs = settle_inputs(resource, Known(known, lambda variable: "digest"))
        id_, outputs = HANDLERS[resource.type].create(cloud, resource.name, inputs)
        known[resource.name] = {"id": id_, **outputs}
        made[resource.name] = (id_, inputs, outputs)
    yield blueprint, made
    for resource in reversed(blueprint.resources):
        id_, _, outputs = made[resource.name]
        HANDLERS[resource.type].delete(cloud, id_, outputs)
    left = [name for name, there in _there(cloud, blueprint, made).items() if there]
    assert left == ["ANTHROPIC_API_KEY-value", "openai-value"] or left == []


def _there(cloud: Cloud, blueprint: Any, made: Made) -> dict[str, bool]:
    return {item.name: _read(cloud, item.type, *made[item.name]) is not None for item in blueprint.resources}


def _read(cloud: Cloud, type_: str, id_: str, _inputs: Any, outputs: Any) -> Any:
    try:
        return HANDLERS[type_].read(cloud, id_, outputs)
    except ClientError as error:
        if is_missing(error):
            return None
        raise


def test_every_type_has_a_handler_and_every_handler_a_type() -> None:
    assert HANDLERS.keys() == TYPES.keys()


def test_the_blueprint_of_this_test_has_every_type(tmp_path: Path) -> None:
    assert {item.type for item in everything(tmp_path).resources} == TYPES.keys()


def test_all_that_was_made_is_read_found_and_updated(cloud: Cloud, made: tuple[Any, Made]) -> None:
    blueprint, records = made

    assert all(_there(cloud, blueprint, records).values())
    for resource in blueprint.resources:
        id_, inputs, outputs = records[resource.name]
        handler = HANDLERS[resource.type]
        found = handler.find(cloud, resource.name, inputs)
        if not resource.type.endswith("SecretVersion"):  # to put a value twice does no harm
            assert found is not None, resource.name
            assert found[0] == id_, resource.name
            assert {key: found[1][key] for key in outputs} == outputs, resource.name
        if type(handler).update is not type(handler).__mro__[-2].update:
            assert handler.update(cloud, id_, inputs, inputs, outputs) == outputs, resource.name


def test_nothing_is_found_that_was_not_made(cloud: Cloud, made: tuple[Any, Made]) -> None:
    blueprint, records = made
    other = blueprint.by_name["orders-table"]
    _, inputs, _ = records[other.name]

    with pytest.raises(ClientError) as missing:
        HANDLERS[other.type].find(cloud, "other", {**inputs, "name": "no-such-table"})

    assert is_missing(missing.value)
