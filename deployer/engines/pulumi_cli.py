"""Where the Pulumi CLI is. Knows nothing of pulumi's Python package, so that asking is quick."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ..errors import DeployError

VARIABLE = "ARCHLOOM_PULUMI"
CONSENT = "ARCHLOOM_INSTALL_PULUMI"
"""Set to 1 it says that the CLI may be downloaded when there is none."""


class CliMissingError(DeployError):
    """There is no Pulumi CLI on this computer, and nobody consented to install one."""

    def __init__(self) -> None:
        super().__init__(
            "Pulumi",
            "its command line tool is not installed, and deploying to AWS needs it (a download of about 150 MB).",
            f"Install it from https://www.pulumi.com/docs/install/, or set {CONSENT}=1 to have it downloaded into "
            "~/.pulumi.",
        )


def find_cli() -> str | None:
    """The CLI: $ARCHLOOM_PULUMI, PATH, or where the Automation API and Pulumi's installer put it; the newest there."""
    named = os.environ.get(VARIABLE)
    if named and (found := shutil.which(named)):
        return found
    return shutil.which("pulumi") or next((str(path) for path in _installed() if os.access(path, os.X_OK)), None)


def _installed() -> list[Path]:
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    name = "pulumi.exe" if os.name == "nt" else "pulumi"
    versions = sorted((home / "versions").glob(f"*/bin/{name}"), key=_version, reverse=True)
    return [*versions, home / "bin" / name]


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in path.parts[-3].split(".") if part.isdigit())
