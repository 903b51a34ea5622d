"""`archloom deploy` and its kin: what a terminal and a program are told."""

import json
from pathlib import Path

import pytest

from .conftest import Run


def test_a_deployment_that_fails_says_so_once(archloom: Run, chatbot: Path) -> None:
    (chatbot / "archloom.toml").write_text('[stacks.dev]\nport = "x"\n')
    done = archloom("deploy", chatbot, "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [event["event"] for event in events].count("failed") == 1
    assert "not 'x'" in done.stderr


def test_a_deployment_that_cannot_begin_says_so_in_an_event_too(archloom: Run, chatbot: Path) -> None:
    (chatbot / "archloom.toml").write_text("[stacks\n")
    done = archloom("preview", chatbot, "--json")
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == ["failed"]
    assert done.returncode == 1


def test_logs_before_a_deployment_say_what_makes_one(archloom: Run, chatbot: Path) -> None:
    done = archloom("logs", chatbot)
    assert done.returncode == 1
    assert "is not deployed. `archloom deploy" in done.stderr


def test_a_stack_goes_to_the_target_that_its_settings_name(archloom: Run, chatbot: Path) -> None:
    (chatbot / "archloom.toml").write_text('[stacks.prod]\ntarget = "aws"\n')
    assert "prod (aws) is not deployed" in archloom("outputs", chatbot, "--stack", "prod").stderr
    assert "prod (sandbox) is" in archloom("outputs", chatbot, "--stack", "prod", "--target", "sandbox").stderr


@pytest.mark.slow
def test_a_run_leaves_what_was_deployed_before(archloom: Run, chatbot: Path) -> None:
    archloom("deploy", chatbot, "--yes")
    try:
        (chatbot / "requirements.txt").write_text("no such package ==\n")
        done = archloom("run", chatbot)
        assert done.returncode == 1
        assert f"Stack dev was deployed before and stays. `archloom destroy {chatbot}` takes it down." in done.stdout
        assert "chat.url" in archloom("outputs", chatbot).stdout
    finally:
        archloom("destroy", chatbot, "--yes")
