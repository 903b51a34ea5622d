"""The engine's own part: the worker process, the CLI that is not there, the logs."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archloom.deployer.blueprint import Blueprint
from archloom.deployer.engines import pulumi, pulumi_logs
from archloom.deployer.engines.engine import Place
from archloom.deployer.engines.pulumi import CliMissingError, PulumiEngine, find_cli
from archloom.deployer.engines.pulumi_worker.stack import configuration, project_name, stack_name
from archloom.deployer.errors import DeployError
from archloom.deployer.events import Done, Event, silent
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.cloud import LocalCloud

EMPTY = Blueprint("shop", "dev", "us-east-1")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, "shop", "dev", "aws", tmp_path / "home")


@pytest.fixture
def no_cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ARCHLOOM_PULUMI", "ARCHLOOM_INSTALL_PULUMI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "none"))


def executable(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_without_the_cli_it_is_said_how_to_get_it(no_cli: None, place: Place) -> None:
    with pytest.raises(CliMissingError, match=r"pulumi\.com/docs/install/, or set ARCHLOOM_INSTALL_PULUMI=1"):
        PulumiEngine(place, {}).preview(EMPTY, silent)


def test_the_cli_is_found_where_its_installers_put_it(
    no_cli: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_cli() is None
    plain = executable(tmp_path / "none" / "bin" / "pulumi")
    assert find_cli() == plain
    executable(tmp_path / "none" / "versions" / "3.9.0" / "bin" / "pulumi")
    newest = executable(tmp_path / "none" / "versions" / "3.10.0" / "bin" / "pulumi")
    assert find_cli() == newest
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert find_cli() == newest
    on_path = executable(tmp_path / "path" / "pulumi")
    assert find_cli() == on_path
    monkeypatch.setenv("ARCHLOOM_PULUMI", plain)
    assert find_cli() == plain


def test_without_the_cli_nothing_is_packaged_first(no_cli: None, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi.sys, "executable", "/bin/false")  # what would package
    with pytest.raises(CliMissingError):
        PulumiEngine(place, {}).apply(EMPTY, silent, threading.Event())


def test_a_worker_that_dies_is_told_with_its_last_words(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHLOOM_PULUMI", executable(tmp_path / "pulumi"))
    monkeypatch.setattr(pulumi.sys, "executable", "/bin/sh")  # it takes `-m` for an option that it does not know

    with pytest.raises(DeployError, match="its process ended without a result"):
        PulumiEngine(place, {}).apply(EMPTY, silent, threading.Event())


def test_a_stack_that_was_never_deployed_is_destroyed_without_the_cli(no_cli: None, place: Place) -> None:
    told: list[Event] = []
    outcome = PulumiEngine(place, {}).destroy(told.append, threading.Event())
    assert (outcome.result, outcome.plan.changes) == ("succeeded", ())
    assert isinstance(told[-1], Done)
    assert told[-1].message == "nothing was deployed"


def test_outputs_of_a_stack_that_was_never_deployed_are_empty(no_cli: None, place: Place) -> None:
    assert PulumiEngine(place, {}).outputs() == {}


def put_log(cloud: Cloud, group: str, *messages: tuple[int, str]) -> None:
    events = [{"timestamp": time, "message": text} for time, text in messages]
    cloud("logs").put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


@pytest.fixture
def logged(place: Place, local: LocalCloud, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[PulumiEngine]:
    """Three functions, of which two have written lines."""
    for name, value in {
        "AWS_ENDPOINT_URL": local.endpoint, "AWS_ACCESS_KEY_ID": "archloom", "AWS_SECRET_ACCESS_KEY": "archloom",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    now = int(pulumi_logs.time.time() * 1000)
    groups = {f"/aws/lambda/{name}": f"function:{name}" for name in ("one", "two", "quiet")}
    for group in ("/aws/lambda/one", "/aws/lambda/two"):
        cloud("logs").create_log_group(logGroupName=group)
        cloud("logs").create_log_stream(logGroupName=group, logStreamName="s")
    put_log(cloud, "/aws/lambda/one", (now - 2000, "first"), (now, "third\n"))
    put_log(cloud, "/aws/lambda/two", (now - 1000, "second"))
    (place.home / "pulumi").mkdir(parents=True)
    (place.home / "pulumi" / pulumi_logs.FUNCTIONS).write_text(json.dumps(groups))
    yield PulumiEngine(place, {"region": "us-east-1"})
    for group in ("/aws/lambda/one", "/aws/lambda/two"):
        cloud("logs").delete_log_group(logGroupName=group)


def test_logs_come_from_cloudwatch_in_order(logged: PulumiEngine) -> None:
    assert [(line.function, line.message) for line in logged.logs(None, False)] == [
        ("function:one", "first"), ("function:two", "second"), ("function:one", "third"),
    ]  # fmt: skip
    assert [line.message for line in logged.logs("function:two", False)] == ["second"]


def test_each_line_comes_once_while_logs_are_followed(
    logged: PulumiEngine, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulumi_logs, "SECONDS_BETWEEN_LOOKS", 0)
    coming = logged.logs(None, True)
    assert [next(coming).message for _ in range(3)] == ["first", "second", "third"]

    put_log(cloud, "/aws/lambda/two", (int(pulumi_logs.time.time() * 1000), "fourth"))
    assert next(coming).message == "fourth"


def test_logs_of_a_stack_that_was_never_deployed(place: Place) -> None:
    with pytest.raises(DeployError, match="nothing of it is deployed from here"):
        list(PulumiEngine(place, {}).logs(None, False))


@pytest.mark.parametrize(("name", "expected"), [("my shop!", "my-shop"), ("a.b_c-1", "a.b_c-1"), ("…", "project")])
def test_a_projects_name_fits_pulumis_rules(name: str, expected: str) -> None:
    assert project_name(name) == expected


def test_the_settings_of_a_stack_reach_pulumi(place: Place) -> None:
    settings = {"profile": "work", "organization": "acme", "config": {"aws:skipCredentialsValidation": "true"}}

    assert stack_name(place, settings) == "acme/shop/dev"
    assert configuration(settings, "eu-central-1") == {
        "aws:region": "eu-central-1", "aws:profile": "work", "aws:skipCredentialsValidation": "true",
    }  # fmt: skip
    assert os.sep not in stack_name(place, {})
