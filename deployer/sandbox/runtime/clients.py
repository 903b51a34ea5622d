"""boto3 clients of the deployer against the local cloud, and the keys of roles."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ...errors import DeployError
from ..deployed import Function
from .environment import Credentials

KEY = "archloom"
"""The deployer's access key, which the local cloud does not restrict."""


class Clients:
    """Makes each client once: making one takes tens of milliseconds and is not safe in two threads."""

    def __init__(self, endpoint: str, region: str) -> None:
        self._endpoint = endpoint
        self._session = boto3.session.Session(KEY, KEY, region_name=region)
        self._lock = threading.Lock()
        self._made: dict[str, Any] = {}

    def __call__(self, service: str) -> Any:
        with self._lock:
            if service not in self._made:
                self._made[service] = self._session.client(service, endpoint_url=self._endpoint, config=_config())
            return self._made[service]

    def secret_values(self) -> list[str]:
        """What the secrets of the stack hold now. A secret that is still empty has none."""
        secrets = self("secretsmanager")
        pages = secrets.get_paginator("list_secrets").paginate()
        found: list[str] = []
        for secret in (secret for page in pages for secret in page["SecretList"]):
            with contextlib.suppress(ClientError):
                found.append(secrets.get_secret_value(SecretId=secret["ARN"]).get("SecretString", ""))
        return found

    def credentials(self, function: Function) -> Credentials:
        """Keys of the function's role. Raises DeployError when there is no such role."""
        try:
            answer = self("sts").assume_role(RoleArn=function.role_arn, RoleSessionName=function.physical[:64])
        except (BotoCoreError, ClientError) as error:
            raise DeployError(
                function.name, f"the local cloud gives no keys for its role {function.role_arn}: {error}",
                "Deploy again.", subject=function.subject,
            ) from error  # fmt: skip
        keys = answer["Credentials"]
        return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def _config() -> Config:
    return Config(
        s3={"addressing_style": "path"}, retries={"max_attempts": 1}, connect_timeout=5, max_pool_connections=50
    )
