"""The examples run for real: each in an environment of its own dependencies, against a local cloud and the stand-in.

`drive.py` runs the deployed entry point in that environment; here are the cloud (moto as a server), the model (the
sandbox's stand-in) and what a deployment would set in the function's environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from werkzeug.serving import make_server

from archloom.deployer.sandbox.standin.app import StandIn
from archloom.resources.physical import variable

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/pyproject.toml"))
DRIVE = Path(__file__).with_name("drive.py")
REGION = "us-east-1"


@dataclass
class Cloud:
    """A local cloud and a model, and what they are called."""

    endpoint: str
    model: str
    names: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, **keys)

    def table(self, name: str, key: str = "id", sort: str | None = None) -> None:
        keys = [(key, "HASH"), *([(sort, "RANGE")] if sort else [])]
        self.client("dynamodb").create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": one, "AttributeType": "S"} for one, _ in keys],
            KeySchema=[{"AttributeName": one, "KeyType": role} for one, role in keys],
        )
        self.names[variable("kv_store", name)] = name

    def bucket(self, name: str) -> None:
        self.client("s3").create_bucket(Bucket=name)
        self.names[variable("bucket", name)] = name

    def queue(self, name: str) -> str:
        url = self.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        self.names[variable("queue", name)] = url
        return url

    def topic(self, name: str) -> str:
        arn = self.client("sns").create_topic(Name=name)["TopicArn"]
        self.names[variable("topic", name)] = arn
        return arn


@dataclass(frozen=True)
class Example:
    """One example project in its own environment."""

    name: str
    python: Path
    cloud: Cloud

    def call(self, kind: str, handler: str, *events: Mapping[str, Any], **environment: str) -> Any:
        """What the deployed handler answers to the events, the last of them; one process for all."""
        done = subprocess.run(
            [str(self.python), str(DRIVE)],
            input="\n".join(json.dumps(event) for event in events),
            capture_output=True,
            text=True,
            cwd=EXAMPLES / self.name,
            env=self._environment(kind, handler) | environment,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def fetch(self, handler: str, method: str, path: str, body: str = "", **more: str) -> tuple[int, Any]:
        """Status and body of a request to one route of a Router."""
        answer = self.call("http", handler, request(method, path, body, **more))
        body = answer["body"]
        return answer["statusCode"], json.loads(body) if body.startswith(("{", "[")) else body

    def _environment(self, kind: str, handler: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / ".dev"),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.cloud.endpoint,
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": self.cloud.model,
            "OPENAI_BASE_URL": f"{self.cloud.model}/v1",
            "OPENAI_API_KEY": "stand-in",
            "ARCHLOOM_KIND": kind,
            "ARCHLOOM_HANDLER": handler,
            "NO_PROXY": "127.0.0.1",
            **self.cloud.names,
        }


def request(method: str, path: str, body: str = "", query: str = "", **parameters: str) -> dict[str, Any]:
    """An event of API Gateway's payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "localhost", "content-type": "application/json"},
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
            "domainName": "localhost",
            "stage": "$default",
        },
        "pathParameters": parameters,
        "body": body,
        "isBase64Encoded": False,
    }


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[str, str]]:
    """The URLs of a local cloud and of a model, for the whole session."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    model = make_server("127.0.0.1", 0, StandIn(), threaded=True)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    host, port = moto.get_host_and_port()
    yield f"http://{host}:{port}", f"http://127.0.0.1:{model.server_port}"
    model.shutdown()
    moto.stop()


@pytest.fixture
def cloud(servers: tuple[str, str]) -> Cloud:
    """An empty cloud."""
    endpoint, model = servers
    connection = HTTPConnection(endpoint.removeprefix("http://"))
    connection.request("POST", "/moto-api/reset")
    assert connection.getresponse().status == 200
    return Cloud(endpoint, model)


@pytest.fixture(scope="session")
def pythons(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Example -> its Python, as far as they have been made."""
    return {}


@pytest.fixture
def example(
    request: pytest.FixtureRequest, cloud: Cloud, pythons: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Example:
    """The example that the module's `NAME` says, installed."""
    name: str = request.module.NAME
    if name not in pythons:
        pythons[name] = _install(name, tmp_path_factory.mktemp(name))
    return Example(name, pythons[name], cloud)


def dependencies(name: str) -> list[str]:
    """What an example's pyproject.toml lists, without Archloom, which the deployment brings along."""
    project = tomllib.loads((EXAMPLES / name / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [each for each in project["dependencies"] if each != "archloom"]


def _install(name: str, folder: Path) -> Path:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv is not installed")
    subprocess.run([uv, "venv", "-q", str(folder / "venv"), "--python", sys.executable], check=True)
    python = folder / "venv" / "bin" / "python"
    wanted = [*dependencies(name), "boto3", "mangum"]
    done = subprocess.run([uv, "pip", "install", "-q", "-p", str(python), *wanted], capture_output=True, text=True)
    if done.returncode and "error sending request" in done.stderr:
        pytest.skip(f"no network to install {name} from")
    assert done.returncode == 0, done.stderr
    return python
