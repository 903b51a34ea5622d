"""The Pulumi CLI: where it is, how it is installed when it is not, how a run of it is cancelled."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

from pulumi._version import version as sdk_version
from pulumi.automation import CommandResult, PulumiCommand
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

from ..pulumi_cli import find_cli


class Command(PulumiCommand):
    """The Automation API's command, which remembers the running process so that it can be interrupted."""

    def __init__(self, path: str) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.command = path
        self.version = _version(path)

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> CommandResult:
        """Runs the CLI. Raises the Automation API's own errors."""
        arguments = args if "--non-interactive" in args else ["--non-interactive", *args]
        environment = {**os.environ, **additional_env, "PULUMI_AUTOMATION_API": "true"}
        environment["PATH"] = os.pathsep.join([str(Path(self.command).parent), environment.get("PATH", "")])
        with subprocess.Popen(
            [self.command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=environment,
            encoding="utf-8",
        ) as process:  # fmt: skip
            self._process = process
            lines = [_collect(process.stdout, on_output), _collect(process.stderr, on_error)]
            stdout, stderr = ("\n".join(collected()) for collected in lines)
        self._process = None
        result = CommandResult(stdout=stdout, stderr=stderr, code=process.returncode)
        if process.returncode:
            raise create_command_error(result)
        return result

    def cancel(self) -> None:
        """Asks the running CLI to stop: it finishes what it began and keeps its state whole."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)


def _version(path: str) -> VersionInfo | None:
    """What the CLI says it is; None for a build without a version."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    said = subprocess.run([path, "version"], env=environment, capture_output=True, text=True, check=False).stdout
    try:
        return VersionInfo.parse(said.strip().removeprefix("v"))
    except ValueError:
        return None


def _collect(stream: IO[str] | None, told: Callable[[str], Any] | None) -> Callable[[], list[str]]:
    """Reads a stream in a thread of its own; the result waits for its end."""
    lines: list[str] = []

    def read() -> None:
        for line in stream or ():
            lines.append(line.rstrip())
            if told:
                told(lines[-1])

    thread = threading.Thread(target=read, daemon=True)
    thread.start()

    def finished() -> list[str]:
        thread.join()
        return lines

    return finished


def install() -> str:
    """Downloads the CLI that fits the installed SDK into ~/.pulumi; its path."""
    return PulumiCommand.install(version=sdk_version).command


def found(wanted: str | None) -> str | None:
    """The CLI: the one that is wanted, or the first that `find_cli` finds."""
    return shutil.which(wanted) if wanted else find_cli()
