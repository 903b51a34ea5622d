"""Models of LangChain that get their name from a configuration."""

from __future__ import annotations

from collections.abc import Callable

HEAD = """
import boto3
from langchain.chat_models import init_chat_model

model = init_chat_model(configurable_fields=("model", "max_tokens"))

def save(text):
    boto3.client("s3").put_object(Bucket="notes", Key="k", Body=text)

"""


def test_a_configuration_names_the_model(uses: Callable[..., dict[str, set[str]]]) -> None:
    body = 'model.with_retry().with_config({"model": "anthropic:claude-x"}).invoke("hello")'
    used = uses(f"{HEAD}\ndef f():\n    {body}\n")

    assert used["model:claude-x"] == {"invoke"}
    assert [one for one in used if one.startswith("model:")] == ["model:claude-x"]


def test_tools_that_were_bound_before_are_still_run(uses: Callable[..., dict[str, set[str]]]) -> None:
    body = 'model.bind_tools([save]).with_config(configurable={"model": "openai:gpt-x"}).invoke("hello")'
    used = uses(f"{HEAD}\ndef f():\n    {body}\n")

    assert {"model:gpt-x", "bucket:notes"} <= set(used)


def test_each_use_has_its_own_name(uses: Callable[..., dict[str, set[str]]]) -> None:
    body = '[model.with_config({"model": f"openai:{name}"}).invoke("x") for name in ("one", "two")]'
    used = uses(f"{HEAD}\ndef f():\n    {body}\n")

    assert {one for one in used if one.startswith("model:")} == {"model:one", "model:two"}


def test_the_configuration_of_one_run_names_the_model(uses: Callable[..., dict[str, set[str]]]) -> None:
    body = 'model.with_retry().invoke("hello", {"configurable": {"model": "anthropic:claude-x"}})'
    used = uses(f"{HEAD}\ndef f():\n    {body}\n")

    assert used["model:claude-x"] == {"invoke"}
