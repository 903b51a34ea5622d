"""How the handlers of resources reach the local cloud: boto3 clients, secrets, files of the project, ports.

The same handlers serve the stand-in provider of the Pulumi engine, which hands over plain values: a secret may be its
text, a file its path.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import boto3
from botocore.config import Config

from ..secret_values import SecretValues
from . import addresses
from .iam import ACCOUNT, DEPLOYER

PLACEHOLDER = "sandbox"
"""The value of a secret that this computer has none for: enough for the stand-ins of models."""
_CONFIG = Config(
    s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60,
    max_pool_connections=32, proxies={},
)  # fmt: skip
_MAKING = threading.Lock()


class Cloud:
    """One local cloud. Safe to use from several threads."""

    account = ACCOUNT

    def __init__(
        self,
        endpoint: str,
        region: str,
        project: Path,
        secrets: SecretValues | None = None,
        port_for: Callable[[str], int] = addresses.choose,
    ) -> None:
        self.endpoint, self.region, self.project = endpoint, region, project
        self.port_for = port_for
        self._secrets = secrets or SecretValues(project)
        self._session = _session(region)
        self._clients: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        """The client of a service. Making one is not thread-safe, using it is."""
        with _MAKING:
            if service not in self._clients:
                make = cast("Callable[..., Any]", self._session.client)
                self._clients[service] = make(service, endpoint_url=self.endpoint, config=_CONFIG)
            return self._clients[service]

    def secret(self, value: Any) -> str:
        """The text behind a secret's marker."""
        if isinstance(value, dict):
            return self._secrets.value(cast("dict[str, str]", value)["$secret"]) or PLACEHOLDER
        return str(value)

    def file(self, value: Any) -> bytes:
        """The bytes behind a file's marker."""
        path = cast("dict[str, str]", value)["$file"] if isinstance(value, dict) else str(value)
        return (self.project / path).read_bytes()

    def arn(self, service: str, path: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{path}"


@cache
def _session(region: str) -> boto3.session.Session:
    """One per process, since it keeps the models of the services that it has read."""
    return boto3.session.Session(DEPLOYER, DEPLOYER, region_name=region)
