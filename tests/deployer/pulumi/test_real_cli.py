"""The real Pulumi CLI deploys to the local cloud: its engine, its state, its plans; only the provider is a stand-in."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archloom.deployer import package
from archloom.deployer.blueprint import Blueprint, CloudResource
from archloom.deployer.engines.engine import Place
from archloom.deployer.engines.pulumi import PulumiEngine
from archloom.deployer.events import Event, Finished, Output, Planned, Started, to_json
from archloom.deployer.lowering import Source, blueprint_of
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.cloud import LocalCloud
from archloom.resources.settings import parse

from .. import shop

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]
SECRETS = {"OPENAI_API_KEY": "sk-openai-not-to-be-seen", "ANTHROPIC_API_KEY": "sk-anthropic-not-to-be-seen"}


@pytest.fixture
def engine(
    cli: str,
    local: LocalCloud,
    project: Path,
    provider_on_path: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> PulumiEngine:
    (project / "requirements.txt").write_text("")
    for name, value in {
        **SECRETS,
        "ARCHLOOM_PULUMI": cli,
        "ARCHLOOM_TEST_CLOUD": local.endpoint,
        "ARCHLOOM_TEST_PROJECT": str(project),
        "PULUMI_HOME": str(tmp_path / "pulumi-home"),
    }.items():
        monkeypatch.setenv(name, value)
    return PulumiEngine(Place(project, "shop", "test", "aws", tmp_path / "aws"), {"region": "us-east-1"})


Make = Callable[..., Blueprint]


@pytest.fixture
def blueprint(project: Path) -> Make:
    def make(settings: str = "") -> Blueprint:
        source = Source(project, package.digest(project), frozenset(SECRETS))
        return blueprint_of(shop.everything(), parse(settings), "test", source)

    return make


def test_create_nothing_update_replace_and_destroy(
    engine: PulumiEngine, blueprint: Make, cloud: Cloud, tmp_path: Path
) -> None:
    events: list[Event] = []
    never = threading.Event()

    made = engine.apply(blueprint(), events.append, never)
    again = engine.apply(blueprint(), events.append, never)
    plan = engine.preview(blueprint('[functions."main.chat"]\nmemory = 1024'), events.append)
    changed = engine.apply(
        blueprint('[functions."main.chat"]\nmemory = 1024\n[resources."kv_store:orders"]\npartition_key = "other"'),
        events.append,
        never,
    )
    table = cloud("dynamodb").describe_table(TableName="shop-test-orders")["Table"]
    outputs = engine.outputs()
    gone = engine.destroy(events.append, never)

    assert (made.result, made.failures) == ("succeeded", ())
    assert made.plan.counts["create"] == len(blueprint().resources)
    assert made.outputs["orders.table"] == "shop-test-orders"
    assert [change.name for change in again.plan.pending] == []
    assert [(change.name, change.action) for change in plan.pending] == [("main-chat", "update")]
    assert [(item.path, item.before, item.after) for item in plan.pending[0].properties] == [("memorySize", 512, 1024)]
    assert ("orders-table", "replace") in [(change.name, change.action) for change in changed.plan.pending]
    assert table["KeySchema"] == [{"AttributeName": "other", "KeyType": "HASH"}]
    assert outputs["orders.table"] == "shop-test-orders"
    assert (gone.result, gone.plan.counts["delete"]) == ("succeeded", len(blueprint().resources))
    assert "shop-test-orders" not in cloud("dynamodb").list_tables()["TableNames"]
    assert_told(events, blueprint())
    assert_no_secret(events, tmp_path)


def assert_told(events: list[Event], blueprint: Blueprint) -> None:
    """Each card heard of its resource's begin and end, and of the outputs."""
    names = {resource.name for resource in blueprint.resources}
    subjects = {resource.name: resource.subject for resource in blueprint.resources}
    started = {event.name: event.subject for event in events if isinstance(event, Started)}
    finished = {event.name for event in events if isinstance(event, Finished)}
    assert started == subjects
    assert finished == names
    assert {event.name for event in events if isinstance(event, Output)} >= {"api.url", "orders.table"}
    assert sum(isinstance(event, Planned) for event in events) == 3


def assert_no_secret(events: list[Event], folder: Path) -> None:
    text = json.dumps([to_json(event) for event in events])
    for value in SECRETS.values():
        assert value not in text
        for path in (folder / "aws").rglob("*"):
            assert not path.is_file() or value.encode() not in path.read_bytes(), path


TABLE = CloudResource(
    "aws:dynamodb/table:Table", "orders-table",
    {"name": "shop-test-orders", "billingMode": "PAY_PER_REQUEST", "hashKey": "id",
     "attributes": [{"name": "id", "type": "S"}]},
)  # fmt: skip
SMALL = Blueprint("shop", "test", "us-east-1", (TABLE,))


def test_nothing_is_made_when_the_plan_is_not_approved(engine: PulumiEngine, cloud: Cloud) -> None:
    seen: list[Any] = []

    outcome = engine.apply(SMALL, lambda _event: None, threading.Event(), lambda plan: bool(seen.append(plan)))

    assert outcome.result == "cancelled"
    assert [change.name for change in seen[0].pending] == ["orders-table"]
    assert "shop-test-orders" not in cloud("dynamodb").list_tables()["TableNames"]


def test_a_cancelled_deployment_keeps_what_was_made_and_can_be_destroyed(
    engine: PulumiEngine, blueprint: Make, cloud: Cloud
) -> None:
    cancelled = threading.Event()

    def cancel_at_first_resource(event: Event) -> None:
        if isinstance(event, Finished):
            cancelled.set()

    outcome = engine.apply(blueprint(), cancel_at_first_resource, cancelled)
    gone = engine.destroy(lambda _event: None, threading.Event())

    assert outcome.result == "cancelled"
    assert gone.result == "succeeded"
    assert [name for name in cloud("dynamodb").list_tables()["TableNames"] if name.startswith("shop-test")] == []


def test_what_aws_refuses_is_told_with_its_resource(engine: PulumiEngine, cloud: Cloud) -> None:
    cloud("dynamodb").create_table(
        TableName="shop-test-orders", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )  # fmt: skip
    try:
        outcome = engine.apply(SMALL, lambda _event: None, threading.Event())
    finally:
        engine.destroy(lambda _event: None, threading.Event())
        cloud("dynamodb").delete_table(TableName="shop-test-orders")

    assert outcome.result == "failed"
    assert "orders-table" in outcome.failures[0]
    assert "already exists" in outcome.failures[0]


def test_a_refresh_finds_what_somebody_else_deleted(engine: PulumiEngine, cloud: Cloud) -> None:
    never = threading.Event()
    engine.apply(SMALL, lambda _event: None, never)
    cloud("dynamodb").delete_table(TableName="shop-test-orders")

    drift = engine.refresh(lambda _event: None, never)
    plan = engine.preview(SMALL, lambda _event: None)
    engine.destroy(lambda _event: None, never)

    assert drift.result == "succeeded"
    assert [(change.name, change.action) for change in drift.plan.pending] == [("orders-table", "delete")]
    assert [(change.name, change.action) for change in plan.pending] == [("orders-table", "create")]
