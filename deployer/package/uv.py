"""uv, which resolves and installs: where it is, how it is called, and its refusals in plain sentences."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ..errors import DeployError

_OFFLINE = (
    "dns error", "failed to lookup address", "connection refused", "network is unreachable", "tcp connect error",
    "network connectivity is disabled", "network was disabled", "operation timed out", "error sending request",
)  # fmt: skip
_SMALL_TALK = re.compile(r"(warning:|Using (C?Python|PyPy) )")
"""What uv says on the way, beside the reason why it gave up."""
LAST_LINES = 12
_UNTRUSTED = "invalid peer certificate"
_SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
"""A proxy's own certificate may be trusted by this computer and not by uv's list; older uvs have the other name."""


def find_uv() -> str:
    """The uv of this installation, or the one on PATH. Raises DeployError when there is none."""
    try:
        from uv import find_uv_bin

        return find_uv_bin()
    except (ImportError, FileNotFoundError):
        pass
    if found := shutil.which("uv"):
        return found
    raise DeployError(
        "uv", "it is not installed, and packaging needs it.", "Install it with `pip install uv` and deploy again."
    )


def run_uv(arguments: list[str], project: Path, origin: str) -> str:
    """Runs uv in the project's folder, where it finds the indexes that the project is set up for.

    `origin` is the file whose requirements it works on. Returns what it printed. Raises DeployError with the reason.
    """
    command = [find_uv(), "--no-progress", "--color", "never", *arguments]
    done = _run(command, project, _environment())
    if done.returncode and _UNTRUSTED in done.stderr:
        done = _run(command, project, _environment() | _SYSTEM_CERTIFICATES)
    if done.returncode:
        raise refusal(done.stderr, origin)
    return done.stdout


def _run(command: list[str], project: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def refusal(text: str, origin: str) -> DeployError:
    """The sentence for what uv wrote when it gave up."""
    text = re.sub(r"/\S+/partial-[^/\s]+/requirements\.txt", origin, text)  # our copy of it, which nobody knows
    lower = text.lower()
    if missing := re.search(r"[Bb]ecause (\S+) was not found in the (?:package registry|provided package)", text):
        return DeployError(
            origin, f"no package is called {missing[1]}.", "Correct its name, or name the index that has it."
        )
    if "no interpreter found" in lower or "no download found for request" in lower:
        return DeployError(
            origin, f"this computer has no Python that it allows. {_last(text, 1)}",
            "Install one, or connect this computer so that uv can download it.",
        )  # fmt: skip
    if any(sign in lower for sign in _OFFLINE):
        return DeployError(
            origin, f"the packages cannot be downloaded: {_last(text, 2)}", "Connect this computer and deploy again."
        )
    if "no wheels" in lower or "no usable wheels" in lower:
        return DeployError(
            origin, f"a package is not there for the target's platform. {_last(text)}",
            "Choose a version that has wheels for Linux, or set `python` or `architecture` under the stack "
            "in archloom.toml.",
        )  # fmt: skip
    if "no solution found" in lower:
        return DeployError(
            origin, f"the requirements cannot be met together. {_last(text)}", "Correct them and deploy again."
        )
    return DeployError(origin, f"uv could not install them. {_last(text)}", "Correct what it says and deploy again.")


def _last(text: str, count: int = LAST_LINES) -> str:
    lines = [re.sub(r"^[\s│├╰─▶×·]*", "", line) for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if not _SMALL_TALK.match(line)] or lines
    said = " ".join(telling[-count:])
    said = said if said.endswith((".", "!", "?")) else f"{said}."
    return re.sub(r"//[^/\s:@]+:[^/\s@]+@", "//…@", said)  # an index's URL may hold a password


def _environment() -> dict[str, str]:
    """Ours without an active environment, which uv would install into."""
    left_out = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_TARGET", "UV_SYSTEM_PYTHON", "PYTHONPATH")
    return {name: value for name, value in os.environ.items() if name not in left_out}
