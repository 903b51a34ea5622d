"""The real Pulumi CLI, built once from its Go module and kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

MODULE = Path(__file__).parents[2] / "pulumi_cli"
PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
VERSION = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version"
MINUTES_TO_BUILD = 20


@pytest.fixture(scope="session")
def cli() -> str:
    """The path of the CLI. Skips where neither it nor Go is at hand."""
    wanted = hashlib.sha256((MODULE / "go.sum").read_bytes()).hexdigest()[:12]
    path = platformdirs.user_cache_path("archloom") / "tests" / f"pulumi-{wanted}" / "bin" / "pulumi"
    if path.is_file():
        return str(path)
    if shutil.which("go") is None:
        pytest.skip("the real Pulumi CLI was not run: Go is not installed, which builds it")
    return build(path)


def build(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    version = re.search(r"pulumi/pkg/v3 (v\S+)", (MODULE / "go.mod").read_text())
    assert version
    arguments = ["-ldflags", f"-s -w -X {VERSION}={version[1]}", "-o", str(partial), PACKAGE]
    done = subprocess.run(
        ["go", "build", "-p", "2", *arguments],
        cwd=MODULE,
        capture_output=True,
        text=True,
        timeout=MINUTES_TO_BUILD * 60,
    )
    if done.returncode:
        pytest.skip(f"the real Pulumi CLI was not run: Go could not build it: {done.stderr.strip().splitlines()[-1]}")
    partial.rename(path)
    return str(path)


@pytest.fixture
def provider_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pulumi-resource-aws` is `provider.py` beside this file."""
    folder = tmp_path / "bin"
    folder.mkdir()
    provider = folder / "pulumi-resource-aws"
    script = Path(__file__).with_name("provider.py")
    provider.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    provider.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
