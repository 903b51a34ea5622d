"""The Pulumi stack of a place: where its state is kept, what its secrets are encrypted with, how it is configured.

Without a setting the state is in files under HOME and its secrets are encrypted with a passphrase that is made once and
kept beside it, readable by the user only. `backend = "s3://…"` or `"https://api.pulumi.com"` in the stack's table of
archloom.toml puts it anywhere that Pulumi can; PULUMI_CONFIG_PASSPHRASE and ..._FILE are respected.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi.automation import (
    ConfigValue,
    LocalWorkspaceOptions,
    ProjectBackend,
    ProjectSettings,
    Stack,
    create_or_select_stack,
)

from ..engine import Place
from .command import Command

PASSPHRASES = ("PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE")


def open_stack(
    place: Place, settings: Mapping[str, Any], region: str, command: Command, program: Callable[[], None]
) -> Stack:
    """The stack, made when it is not there yet."""
    work = place.home / "pulumi"
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = project_name(place.name)
    backend = str(settings.get("backend") or _local(work))
    stack = create_or_select_stack(
        stack_name=stack_name(place, settings),
        project_name=name,
        program=program,
        opts=LocalWorkspaceOptions(
            work_dir=str(work),
            pulumi_command=command,
            env_vars=_variables(work, settings),
            project_settings=ProjectSettings(name=name, runtime="python", backend=ProjectBackend(url=backend)),
            secrets_provider=settings.get("secrets_provider"),
        ),
    )
    for key, value in configuration(settings, region).items():
        stack.set_config(key, ConfigValue(value))
    return stack


def stack_name(place: Place, settings: Mapping[str, Any]) -> str:
    """`dev`, or `organization/project/dev` when the settings name an organization of Pulumi Cloud."""
    organization = settings.get("organization")
    return f"{organization}/{project_name(place.name)}/{place.stack}" if organization else place.stack


def project_name(name: str) -> str:
    """A project's name within what Pulumi allows."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-")[:100] or "project"


def configuration(settings: Mapping[str, Any], region: str) -> dict[str, str]:
    """What the provider is told: region and profile, then `config` of the stack's table as it stands."""
    given = {"aws:region": region, "aws:profile": settings.get("profile")}
    more: Mapping[str, Any] = settings.get("config") or {}
    return {key: str(value) for key, value in {**given, **more}.items() if value is not None}


def _local(work: Path) -> str:
    state = work / "state"
    state.mkdir(exist_ok=True, mode=0o700)
    return state.as_uri()


def _variables(work: Path, settings: Mapping[str, Any]) -> dict[str, str]:
    variables = {"PULUMI_SKIP_UPDATE_CHECK": "true"}
    if not settings.get("secrets_provider") and not any(name in os.environ for name in PASSPHRASES):
        variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = str(_passphrase(work))
    return variables


def _passphrase(work: Path) -> Path:
    path = work / "passphrase"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
    return path
