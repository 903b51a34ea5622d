"""A cloud in this process, and resources that are deployed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import boto3
import pytest
from moto import mock_aws

from archloom.resources.kinds import declared
from archloom.resources.physical import variable

Deployed = Callable[[str, str, str], None]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    """An empty cloud; call it with kind, name and physical name to make a resource known."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    declared.client.cache_clear()

    def deployed(kind: str, name: str, physical: str) -> None:
        monkeypatch.setenv(variable(kind, name), physical)

    with mock_aws():
        yield deployed
    declared.client.cache_clear()


@pytest.fixture
def table(cloud: Deployed) -> str:
    """A table that `KVStore("sessions")` finds."""
    boto3.client("dynamodb").create_table(
        TableName="shop-dev-sessions",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    cloud("kv_store", "sessions", "shop-dev-sessions")
    return "shop-dev-sessions"
