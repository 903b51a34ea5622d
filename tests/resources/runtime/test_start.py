"""Starting: the user's code is found, or the error says what is missing; secrets are there before it runs."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from archloom.resources.kinds import declared
from archloom.resources.runtime import entrypoint, secrets
from archloom.resources.runtime.entrypoint import build
from archloom.resources.runtime.user_code import UserCodeError

from .conftest import Start, request


@pytest.mark.parametrize(
    ("kind", "handler", "said"),
    [
        ("raw", "app", "takes MODULE:NAME"),
        ("raw", "", "takes MODULE:NAME"),
        ("raw", "app:", "takes MODULE:NAME"),
        ("raw", "nowhere:handler", "has no module 'nowhere'"),
        ("raw", "app.inner:handler", "has no module 'app.inner'"),
        ("raw", "app:handlr", "did you mean 'handler'?"),
        ("raw", "app:zzz", "app has no 'zzz'. Deploy again"),
        ("raw", "needs:handler", "needs imports 'langchain_openia', which is not installed"),
        ("smtp", "app:handler", "ARCHLOOM_KIND is 'smtp'; it is one of http, asgi"),
    ],
)
def test_what_is_missing_is_said(project: Path, kind: str, handler: str, said: str) -> None:
    (project / "app.py").write_text("def handler(event, context): ...", encoding="utf-8")
    (project / "needs.py").write_text("import langchain_openia", encoding="utf-8")

    with pytest.raises(UserCodeError) as caught:
        build({"ARCHLOOM_KIND": kind, "ARCHLOOM_HANDLER": handler, "ARCHLOOM_ROOT": str(project)})

    assert said in str(caught.value)


def test_an_error_of_the_users_own_module_is_shown_as_it_is(start: Start) -> None:
    with pytest.raises(ZeroDivisionError):
        start("raw", "1 / 0")


def test_the_root_comes_before_everything_else(project: Path) -> None:
    (project / "src").mkdir()
    (project / "src" / "colorsys.py").write_text("def handler(event, context): return 'mine'", encoding="utf-8")
    sys.modules.pop("colorsys", None)

    run = build({"ARCHLOOM_HANDLER": "colorsys:handler", "ARCHLOOM_ROOT": str(project / "src")})

    assert run({}, None) == "mine"


def test_the_entry_point_loads_the_code_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "app.py").write_text("loads = []\ndef handler(event, context): return event + 1", encoding="utf-8")
    for name, value in (("KIND", "raw"), ("HANDLER", "app:handler"), ("ROOT", str(project)), ("SECRETS", "")):
        monkeypatch.setenv(f"ARCHLOOM_{name}", value)
    entrypoint.start.cache_clear()

    first = entrypoint.handler(1, None)
    monkeypatch.setenv("ARCHLOOM_HANDLER", "app:gone")

    assert (first, entrypoint.handler(2, None)) == (2, 3)
    entrypoint.start.cache_clear()


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(secrets, "_filled", set())
    declared.client.cache_clear()
    with mock_aws():
        yield boto3.client("secretsmanager")
    declared.client.cache_clear()


KEY_AT_IMPORT = """
import os
KEY = os.environ["MY_KEY"]
def handler(request):
    raise ValueError(f"the key {KEY} was refused")
"""
KEY_IN_TWO_ERRORS = """
import os
def handler(event, context):
    key = os.environ["MY_KEY"]
    try:
        raise ValueError(f"key {key}")
    except ValueError as error:
        raise KeyError(f"no {key}", 7) from error
"""


def _build(project: Path, names: dict[str, str]) -> entrypoint.Run:
    settings = {"ARCHLOOM_KIND": "http", "ARCHLOOM_HANDLER": "app:handler", "ARCHLOOM_ROOT": str(project)}
    return build(settings | {"ARCHLOOM_SECRETS": json.dumps(names)})


def test_secrets_are_there_when_the_code_is_imported_and_never_in_the_log(
    project: Path, manager: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MY_KEY", "old")
    manager.create_secret(Name="shop-dev-key", SecretString="sk-very-secret")
    (project / "app.py").write_text(KEY_AT_IMPORT, encoding="utf-8")

    answer = _build(project, {"MY_KEY": "shop-dev-key"})(request(), None)

    assert sys.modules["app"].KEY == "sk-very-secret"
    logged = capsys.readouterr().err
    assert "the key ••• was refused" in logged
    assert "sk-very-secret" not in logged + answer["body"]


def test_no_secret_leaves_in_an_error_that_lambda_will_log(
    project: Path, manager: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "old")
    manager.create_secret(Name="shop-dev-key", SecretString="sk-very-secret")
    (project / "app.py").write_text(KEY_IN_TWO_ERRORS, encoding="utf-8")
    names = {"ARCHLOOM_KIND": "raw", "ARCHLOOM_HANDLER": "app:handler", "ARCHLOOM_ROOT": str(project)}
    run = build(names | {"ARCHLOOM_SECRETS": '{"MY_KEY": "shop-dev-key"}'})

    with pytest.raises(KeyError) as caught:
        run({}, None)

    assert caught.value.args == ("no •••", 7)
    assert "sk-very-secret" not in "".join(traceback.format_exception(caught.value))


def test_a_secret_that_cannot_be_read_is_a_line_in_the_log(
    project: Path, manager: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MY_KEY", "from-elsewhere")
    (project / "app.py").write_text(KEY_AT_IMPORT, encoding="utf-8")

    _build(project, {"MY_KEY": "not-there"})

    assert sys.modules["app"].KEY == "from-elsewhere"
    assert "archloom: secret 'not-there' for MY_KEY cannot be read" in capsys.readouterr().err
