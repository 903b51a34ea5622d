"""The local cloud of a stack as a command sees it: find the process, start it, tell it what changed, stop it.

It is known by `cloud.json` in the stack's folder, and it is ours only if it answers with the token written there: a
process number that went to another program is never taken for it, and never killed.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from ...resources.version import VERSION
from ..errors import DeployError
from . import addresses

FILE, LOG = "cloud.json", "cloud.log"
_PATIENCE = 30.0
"""Seconds for the process to start; it takes one or two."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A process that answers."""

    endpoint: str
    token: str
    pid: int
    version: str = VERSION
    """The Archloom that it runs: one that was started before an update goes on with the old code."""

    @property
    def port(self) -> int:
        return int(self.endpoint.rpartition(":")[2])


def find(home: Path) -> LocalCloud | None:
    """The local cloud of this folder, if it is alive."""
    try:
        known = json.loads((home / FILE).read_text(encoding="utf-8"))
        cloud = LocalCloud(known["endpoint"], known["token"], known["pid"], known.get("version", ""))
        _ask(cloud, "GET", "health", _PATIENCE)  # a dead one refuses at once, a busy one takes its time
    except (OSError, ValueError, KeyError):
        return None
    return cloud


def start(home: Path, key: str, port: int | None = None) -> LocalCloud:
    """Starts the process and waits until it answers. `port` is the one wished for; without it one follows from `key`.

    Raises DeployError when the wished port is taken or the process ends at once.
    """
    if port is not None and not addresses.is_free(port):
        raise port_taken("local cloud", port)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / FILE).unlink(missing_ok=True)
    chosen = port or addresses.choose(key)
    process = _spawn(home, chosen, secrets.token_hex(16))
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if cloud := find(home):
            return cloud
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    raise DeployError("local cloud", f"it did not start: {_last_words(home)}.", f"See {home / LOG}.")


def settle(cloud: LocalCloud) -> None:
    """Waits for what a killed deployment had asked for: its requests are carried out although it is gone."""
    try:
        _ask(cloud, "GET", "idle", 60.0)
    except OSError as error:
        raise gone(error) from error


def refresh(cloud: LocalCloud) -> None:
    """Tells it that the state file changed. Raises DeployError with what the runtime refused."""
    try:
        _ask(cloud, "POST", "refresh", 120.0)
    except urllib.error.HTTPError as error:
        raise _refused(error.read()) from None
    except OSError as error:
        raise gone(error) from error


def stop(home: Path) -> bool:
    """Ends the process; False when there was none. Whatever it held is gone."""
    cloud = find(home)
    if cloud is None:
        (home / FILE).unlink(missing_ok=True)
        return False
    try:
        _ask(cloud, "POST", "stop", 10.0)
    except (OSError, HTTPException):
        pass  # it went before it could answer
    deadline = time.monotonic() + _PATIENCE
    while _runs(cloud.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    (home / FILE).unlink(missing_ok=True)
    return True


def gone(error: Exception) -> DeployError:
    """It was there and no longer answers."""
    return DeployError(
        "local cloud",
        f"it stopped answering in the middle of the deployment ({type(error).__name__}).",
        "Deploy again: it is started anew and everything is made again from the state; its data is lost.",
    )


def port_taken(where: str, port: int) -> DeployError:
    return DeployError(
        where,
        f"port {port} on 127.0.0.1 is taken by another program.",
        "Stop that program, or set another `port` for the stack in archloom.toml.",
    )


def _runs(pid: int) -> bool:
    """Is the process there? One that we started ourselves is also reaped."""
    if sys.platform == "win32":
        return False
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # another command started it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _spawn(home: Path, port: int, token: str) -> subprocess.Popen[Any]:
    command = [sys.executable, "-m", f"{__package__}.daemon", "--home", str(home), "--port", str(port)]
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    with (home / LOG).open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=home,
            env={**_environment(), "ARCHLOOM_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **detached,
        )


def _environment() -> dict[str, str]:
    """Ours without what would lead moto or boto3 to a real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "MOTO_"))}


def _ask(cloud: LocalCloud, method: str, word: str, patience: float) -> None:
    request = urllib.request.Request(
        f"{cloud.endpoint}/archloom/{word}", method=method, headers={"X-Archloom-Token": cloud.token}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=patience) as answer:
        answer.read()


def _refused(body: bytes) -> DeployError:
    try:
        said = json.loads(body)
        return DeployError(said["where"], said["what"], said["next_step"], subject=said.get("subject"))
    except (ValueError, KeyError):
        return DeployError("local cloud", f"it failed: {body.decode(errors='replace')[:300]}.", "See its log.")


def _last_words(home: Path) -> str:
    try:
        lines = (home / LOG).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        lines = []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
