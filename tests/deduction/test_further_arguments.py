"""What an argument of a call asks for besides: a role that is handed over, a key, an access list, a guardrail."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Uses = Callable[..., dict[str, set[str]]]

CALLS: dict[str, tuple[str, dict[str, set[str]]]] = {
    "a role that a service is to take": (
        'boto3.client("lambda").create_function(FunctionName="f", Role="arn:aws:iam::1:role/r", Code={})',
        {"aws_service:arn:aws:iam::1:role/r": {"PassRole"}, "function:f": {"CreateFunction"}},
    ),
    "no role": (
        'boto3.client("lambda").update_function_configuration(FunctionName="f")',
        {"function:f": {"UpdateFunctionConfiguration"}},
    ),
    "an access list": (
        'boto3.client("s3").put_object(Bucket="b", Key="k", ACL="private")',
        {"bucket:b": {"PutObject", "PutObjectAcl"}},
    ),
    "an access list among the further arguments of a transfer": (
        'boto3.client("s3").upload_file("f", "b", "k", ExtraArgs={"ACL": "private"})',
        {"bucket:b": {"PutObject", "PutObjectAcl"}},
    ),
    "a transfer without further arguments": (
        'boto3.client("s3").upload_file("f", "b", "k", ExtraArgs={"ContentType": "text/plain"})',
        {"bucket:b": {"PutObject"}},
    ),
    "a key": (
        'boto3.client("s3").put_object(Bucket="b", Key="k", SSEKMSKeyId="1-2")',
        {"bucket:b": {"PutObject"}, "aws_service:1-2": {"GenerateDataKey"}},
    ),
    "where an answer is put": (
        'boto3.client("bedrock-runtime").start_async_invoke(modelId="m", outputDataConfig={"s3OutputDataConfig": '
        '{"s3Uri": "s3://out/x"}})',
        {"model:m": {"InvokeModel"}, "bucket:out": {"PutObject"}},
    ),
    "a guardrail": (
        'ChatBedrock(model="m", guardrails={"guardrailIdentifier": "g"}).invoke("x")',
        {"model:m": {"InvokeModel"}, "aws_service:g": {"ApplyGuardrail"}},
    ),
}


@pytest.mark.parametrize("case", CALLS)
def test_an_argument_asks_for_more(uses: Uses, case: str) -> None:
    code, expected = CALLS[case]
    found = uses(f"import boto3\nfrom langchain_aws import ChatBedrock\ndef f():\n    {code}\n")
    assert found == expected


def test_a_client_that_is_given_has_read_its_own_key(opened: Callable[..., Architecture]) -> None:
    found = opened(
        """
from google.adk.agents import LlmAgent
from google.adk.models.lite_llm import LiteLlm
def f():
    LlmAgent(name="a", model=LiteLlm(model="anthropic/claude")).run("x")
""",
        "app.f",
    )
    assert {resource.id for resource in found.resources if resource.kind in ("model", "secret")} == {
        "model:claude", "secret:ANTHROPIC_API_KEY",
    }  # fmt: skip
