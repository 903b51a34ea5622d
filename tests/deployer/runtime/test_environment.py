from __future__ import annotations

from pathlib import Path

import pytest

from archloom.deployer.sandbox.deployed import Function
from archloom.deployer.sandbox.runtime.environment import Cloud, Credentials, environment_of

CLOUD = Cloud("http://127.0.0.1:1", "eu-central-1", "http://127.0.0.1:2")
KEYS = Credentials("ASIA1", "secret", "token")


def environment(**own: str) -> dict[str, str]:
    function = Function(
        "job",
        "function:job",
        "shop-dev-job",
        "arn",
        "role",
        own,
        256,
        30,
        Path("/code"),
        Path("/python"),
        "/logs",
        "main.f",
    )
    return environment_of(function, CLOUD, KEYS, Path("/scratch"))


def test_a_function_finds_what_lambda_gives_it_with_this_computer_as_aws() -> None:
    made = environment(TABLE="orders")

    assert made["TABLE"] == "orders"
    assert made["AWS_LAMBDA_FUNCTION_NAME"] == "shop-dev-job"
    assert made["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert made["AWS_REGION"] == made["AWS_DEFAULT_REGION"] == "eu-central-1"
    assert made["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert (made["AWS_ACCESS_KEY_ID"], made["AWS_SESSION_TOKEN"]) == ("ASIA1", "token")
    assert (made["_HANDLER"], made["LAMBDA_TASK_ROOT"], made["HOME"]) == ("main.f", "/code", "/scratch")


def test_models_are_led_to_the_stand_in_with_placeholder_keys() -> None:
    made = environment()

    assert (made["OPENAI_BASE_URL"], made["OPENAI_API_KEY"]) == ("http://127.0.0.1:2/v1", "sandbox")
    assert made["ANTHROPIC_BASE_URL"] == made["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == "http://127.0.0.1:2"


def test_what_the_function_says_itself_wins_over_the_stand_in_and_not_over_lambda() -> None:
    made = environment(OPENAI_BASE_URL="http://mine", AWS_ACCESS_KEY_ID="mine")

    assert made["OPENAI_BASE_URL"] == "http://mine"
    assert made["AWS_ACCESS_KEY_ID"] == "ASIA1"


def test_a_stack_may_ask_for_the_real_models() -> None:
    made = environment(ARCHLOOM_MODELS="real")

    assert "OPENAI_BASE_URL" not in made
    assert "OPENAI_API_KEY" not in made
    assert made["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] == "http://127.0.0.1:2"


def test_no_key_of_the_person_reaches_the_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-real")
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy")

    made = environment()

    assert made["OPENAI_API_KEY"] == "sandbox"
    assert "AWS_PROFILE" not in made
    assert made["HTTPS_PROXY"] == "http://proxy"
    assert "127.0.0.1" in made["NO_PROXY"]
