"""The examples run for real: each is deployed to the sandbox as it is, with its own dependencies and roles, and asked.

One deployment per module, in a state folder of this test run; the local cloud enforces what the deduced roles grant,
and the model stand-in answers in the place of every model.
"""

from __future__ import annotations

import json
import shutil
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from archloom.deployer import deploy as use_cases
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.deployer.sandbox.cloud import LocalCloud

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))
PATIENCE = 30.0
"""Seconds until what goes through a queue must have arrived."""


@dataclass(frozen=True)
class Deployment:
    """An example that is deployed."""

    project: Path
    outputs: Mapping[str, str]
    local: LocalCloud

    @property
    def url(self) -> str:
        """The address of the project's API, or of its only web app or function."""
        found = {name: value for name, value in self.outputs.items() if name.endswith(".url")}
        return (found.get("api.url") or next(iter(found.values()))).rstrip("/")

    def fetch(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and body of a request; what is no text is sent as JSON, and JSON comes back read."""
        content = body.encode() if isinstance(body, str) else json.dumps(body).encode() if body is not None else None
        kind = "text/plain" if isinstance(body, str) else "application/json"
        return _open(urllib.request.Request(self.url + path, content, {"content-type": kind}, method=method))

    def wait_for(self, path: str, until: Callable[[int, Any], bool]) -> Any:
        """The body of GET PATH as soon as it is as wished."""
        deadline = time.monotonic() + PATIENCE
        status, body = 0, None
        while time.monotonic() < deadline:
            status, body = self.fetch("GET", path)
            if until(status, body):
                return body
            time.sleep(0.1)
        raise AssertionError(f"GET {path} still answers {status}: {body}")

    def fire(self, schedule: str) -> tuple[int, Any]:
        """Let a schedule's time come."""
        headers = {"X-Archloom-Token": self.local.token}
        url = f"{self.local.endpoint}/archloom/fire/{schedule}-schedule"
        return _open(urllib.request.Request(url, b"", headers))

    def client(self, service: str) -> Any:
        """A boto3 client with every permission."""
        make: Callable[..., Any] = boto3.client
        keys = {"aws_access_key_id": "archloom", "aws_secret_access_key": "archloom"}
        return make(service, endpoint_url=self.local.endpoint, region_name="us-east-1", **keys)

    def items(self, store: str) -> list[dict[str, Any]]:
        """Every item of a table, in DynamoDB's notation."""
        return self.client("dynamodb").scan(TableName=self.outputs[f"{store}.table"])["Items"]


def remembered(item: Mapping[str, Any]) -> list[str]:
    """What a person said, from the item in which DynamoDBChatMessageHistory keeps a conversation."""
    messages = [message["M"] for message in item["History"]["L"]]
    return [one["data"]["M"]["content"]["S"] for one in messages if one["type"]["S"] == "human"]


def _open(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, _read(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, _read(error.read().decode())


def _read(text: str) -> Any:
    return json.loads(text) if text.startswith(("{", "[")) else text


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where this run keeps state and environments, and no key of the person who runs it."""
    root = tmp_path_factory.mktemp("examples")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHLOOM_STATE", str(root / "state"))
        patch.setenv("ARCHLOOM_CACHE", str(root / "cache"))
        patch.delenv("OPENAI_API_KEY", raising=False)
        yield root


@pytest.fixture(scope="module")
def deployment(request: pytest.FixtureRequest, folders: Path) -> Iterator[Deployment]:
    """The example that the module's `NAME` says, or its `PROJECT`, deployed until the module ends."""
    source: Path = getattr(request.module, "PROJECT", None) or EXAMPLES / request.module.NAME
    project = folders / source.name
    shutil.copytree(source, project)
    outcome = use_cases.deploy(project)
    assert outcome.result == "succeeded", outcome.failures
    home = use_cases.locate(project, stack="dev", target="sandbox")[0].home
    local = local_cloud.find(home)
    assert local is not None
    yield Deployment(project, outcome.outputs, local)
    local_cloud.stop(home)


def dependencies(name: str) -> list[str]:
    """What an example's pyproject.toml lists, without Archloom, which the deployment brings along."""
    project = tomllib.loads((EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [each for each in project["dependencies"] if each != "archloom"]
