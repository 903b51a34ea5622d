"""One local cloud for all tests of a session, a state folder of their own, and packages that cost nothing."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import boto3
import pytest

from archloom.deployer import package
from archloom.deployer.deploy import locate
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.cloud import LocalCloud
from archloom.deployer.secret_values import SecretValues

CODE = """
def handler(*args):
    return {"said": "hello"}

home = chat = work = listen = wake = read_upload = handler

async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"hello"})
"""


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud that nothing is deployed to. Tests share it, so each uses names of its own."""
    home = tmp_path_factory.mktemp("cloud")
    yield local_cloud.start(home, str(home))
    local_cloud.stop(home)


@pytest.fixture
def cloud(local: LocalCloud, tmp_path: Path) -> Cloud:
    """The same as the handlers see it."""
    return Cloud(local.endpoint, "us-east-1", tmp_path, SecretValues(tmp_path, {"OPENAI_API_KEY": "sk-test"}))


Client = Callable[[str, tuple[str, str, str]], Any]


@pytest.fixture
def client(local: LocalCloud) -> Client:
    """boto3 clients with any credentials."""

    def make(service: str, key: tuple[str, str, str]) -> Any:
        return boto3.client(
            service, endpoint_url=local.endpoint, region_name="us-east-1", aws_access_key_id=key[0],
            aws_secret_access_key=key[1], aws_session_token=key[2],
        )  # fmt: skip

    return make


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project whose deployments go to a state folder of this test; its local cloud ends with the test."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text(CODE)
    monkeypatch.setenv("ARCHLOOM_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    yield root
    for known in (tmp_path / "state").rglob(local_cloud.FILE):
        local_cloud.stop(known.parent)


@pytest.fixture(scope="session")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """A local cloud that one test after the other has for itself."""
    home = tmp_path_factory.mktemp("lent")
    yield local_cloud.start(home, str(home))
    local_cloud.stop(home)


@pytest.fixture
def running(project: Path, lent: LocalCloud) -> Iterator[Path]:
    """A project whose local cloud is up already and empty: for stacks without functions, which it would not run."""
    home = locate(project, stack="dev", target="sandbox")[0].home
    urllib.request.urlopen(urllib.request.Request(f"{lent.endpoint}/moto-api/reset", method="POST")).close()
    home.mkdir(parents=True)
    (home / local_cloud.FILE).write_text(json.dumps(asdict(lent)))
    yield project
    (home / local_cloud.FILE).unlink()


@pytest.fixture
def quick_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Functions run in this very environment, so that no test of the engine waits for an installation."""
    monkeypatch.setattr(package, "environment", lambda project, emit: Path(sys.executable))
