"""The stand-in on a port, and the providers' own clients that talk to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from anthropic import Anthropic
from openai import OpenAI

from archloom.deployer.sandbox.runtime.listening import Server
from archloom.deployer.sandbox.standin.app import StandIn

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer", "maximum": 7}},
    "required": ["city"],
}


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    server = Server(StandIn())
    yield server.url
    server.stop()


@pytest.fixture
def openai(url: str) -> OpenAI:
    return OpenAI(base_url=f"{url}/v1", api_key="sandbox")


@pytest.fixture
def anthropic(url: str) -> Anthropic:
    return Anthropic(base_url=url, api_key="sandbox")


@pytest.fixture
def aws(url: str) -> Callable[[str], Any]:
    def client(service: str) -> Any:
        return boto3.client(
            service, endpoint_url=url, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )

    return client
