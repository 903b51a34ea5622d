"""How uv is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.deployer.errors import DeployError
from archloom.deployer.package import uv

BEHIND_A_PROXY = """#!/bin/sh
[ "$UV_SYSTEM_CERTS" = 1 ] && echo installed && exit 0
echo 'client error (Connect): invalid peer certificate: UnknownIssuer' >&2
exit 2
"""


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "uv"
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setattr(uv, "find_uv", lambda: str(program))


def test_a_proxy_with_a_certificate_that_only_the_system_trusts_is_no_obstacle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in(monkeypatch, tmp_path, BEHIND_A_PROXY)
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    assert uv.run_uv(["pip", "list"], tmp_path, "pyproject.toml") == "installed\n"


def test_any_other_failure_is_said_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stand_in(monkeypatch, tmp_path, "#!/bin/sh\necho call >> calls\necho 'no wheels' >&2\nexit 1\n")
    with pytest.raises(DeployError, match="not there for the target's platform"):
        uv.run_uv(["pip", "list"], tmp_path, "pyproject.toml")
    assert (tmp_path / "calls").read_text() == "call\n"
