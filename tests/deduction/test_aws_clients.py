"""Clients of AWS beyond plain boto3 calls: old names, AgentCore's tools, Strands, executions, names of secrets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
HANDLER = "def lambda_handler(event, context):\n    "


def found(opened: Open, code: str) -> dict[str, set[str]]:
    return actions_of(opened(code), "app.lambda_handler")


def test_a_service_may_be_called_by_its_former_name(opened: Open) -> None:
    asks = "boto3.client('runtime.sagemaker').invoke_endpoint(EndpointName='answers', Body='x')"
    assert found(opened, f"import boto3\n{HANDLER}{asks}\n") == {"model_endpoint:answers": {"InvokeEndpoint"}}


@pytest.mark.parametrize(
    ("said", "actions"),
    [
        ("", {"InvokeModelWithResponseStream"}),
        (", streaming=True", {"InvokeModelWithResponseStream"}),
        (", streaming=False", {"InvokeModel"}),
    ],
)
def test_a_model_of_strands_streams_unless_told_not_to(opened: Open, said: str, actions: set[str]) -> None:
    code = "from strands import Agent\nfrom strands.models import BedrockModel\n"
    code += f"agent = Agent(model=BedrockModel(model_id='nova'{said}))\n{HANDLER}agent('x')\n"
    assert found(opened, code) == {"model:nova": actions}


def test_tools_of_agentcore_open_sessions(opened: Open) -> None:
    code = f"""
from bedrock_agentcore.tools.browser_client import browser_session
from bedrock_agentcore.tools.code_interpreter_client import code_session
{HANDLER}with browser_session("eu-west-1") as browser: browser.generate_ws_headers()
    with code_session("eu-west-1") as interpreter: interpreter.execute_code("1 + 1")
"""
    assert found(opened, code) == {
        "aws_service:bedrock-agentcore": {
            "StartBrowserSession", "StopBrowserSession", "ConnectBrowserAutomationStream",
            "StartCodeInterpreterSession", "StopCodeInterpreterSession", "InvokeCodeInterpreter",
        },
    }  # fmt: skip


def test_an_execution_belongs_to_the_machine_that_was_started(opened: Open) -> None:
    code = f"""
import boto3
steps = boto3.client("stepfunctions")
{HANDLER}steps.start_execution(stateMachineArn="arn:aws:states:eu-west-1:1:stateMachine:orders")
    steps.describe_execution(executionArn=event["execution"])
"""
    assert found(opened, code) == {"state_machine:orders": {"StartExecution", "DescribeExecution"}}


def test_an_execution_that_somebody_else_started_belongs_to_no_machine(opened: Open) -> None:
    asks = "boto3.client('stepfunctions').describe_execution(executionArn=event['execution'])"
    assert found(opened, f"import boto3\n{HANDLER}{asks}\n") == {"aws_service:stepfunctions": {"DescribeExecution"}}


def test_a_variable_that_names_a_secret_is_none_itself(opened: Open) -> None:
    seen = opened(f"""
import os
import boto3
{HANDLER}boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DATABASE_SECRET"])
""")

    assert [(link.kind, link.end, link.actions) for link in seen.links] == [
        ("permission", "secret:DATABASE_SECRET", ("secretsmanager:GetSecretValue",)),
    ]
