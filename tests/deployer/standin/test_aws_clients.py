from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from archloom.deployer.sandbox.runtime.listening import Server
from archloom.deployer.sandbox.standin.app import StandIn, bedrock_resources

from .conftest import WEATHER

Aws = Callable[[str], Any]
HELLO = [{"role": "user", "content": [{"text": "hello"}]}]
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"


def said(model: str, text: str = "hello") -> str:
    return f"(The sandbox answers in place of {model}.) You said: “{text}”"


def test_converse_answers_plain_and_streamed(aws: Aws) -> None:
    bedrock = aws("bedrock-runtime")

    plain = bedrock.converse(modelId=CLAUDE, messages=HELLO, system=[{"text": "Be kind."}])
    events = list(bedrock.converse_stream(modelId=CLAUDE, messages=HELLO)["stream"])

    streamed = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    assert plain["output"]["message"]["content"][0]["text"] == streamed == said(CLAUDE)
    assert plain["usage"]["totalTokens"] > 0
    assert events[-1]["metadata"]["usage"]["outputTokens"] > 0


def test_converse_uses_a_tool_and_tells_its_result(aws: Aws) -> None:
    bedrock = aws("bedrock-runtime")
    tools = {"tools": [{"toolSpec": {"name": "get_weather", "inputSchema": {"json": WEATHER}}}]}
    asked = [{"role": "user", "content": [{"text": "Weather in Rome?"}]}]

    first = bedrock.converse(modelId=CLAUDE, messages=asked, toolConfig=tools)
    use = first["output"]["message"]["content"][0]["toolUse"]
    result = {"toolResult": {"toolUseId": use["toolUseId"], "content": [{"json": {"sky": "blue"}}]}}
    messages = [*asked, first["output"]["message"], {"role": "user", "content": [result]}]
    last = bedrock.converse(modelId=CLAUDE, messages=messages, toolConfig=tools)

    assert (first["stopReason"], use["name"], use["input"]) == ("tool_use", "get_weather", {"city": "Rome"})
    assert '{"sky": "blue"}' in last["output"]["message"]["content"][0]["text"]


FAMILIES: list[tuple[str, dict[str, Any], Callable[[Any], str], Callable[[Any], str]]] = [
    (
        CLAUDE, {"anthropic_version": "bedrock-2023-05-31", "messages": [{"role": "user", "content": "hello"}]},
        lambda answer: answer["content"][0]["text"],
        lambda part: part.get("delta", {}).get("text", ""),
    ),
    (
        "amazon.titan-text-express-v1", {"inputText": "hello"},
        lambda answer: answer["results"][0]["outputText"],
        lambda part: part["outputText"],
    ),
    (
        "amazon.nova-lite-v1:0", {"messages": HELLO},
        lambda answer: answer["output"]["message"]["content"][0]["text"],
        lambda part: part["contentBlockDelta"]["delta"]["text"],
    ),
    (
        "meta.llama3-8b-instruct-v1:0", {"prompt": "hello"},
        lambda answer: answer["generation"],
        lambda part: part["generation"],
    ),
    (
        "mistral.mistral-7b-instruct-v0:2", {"prompt": "hello"},
        lambda answer: answer["outputs"][0]["text"],
        lambda part: part["outputs"][0]["text"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("model", "body", "whole", "piece"), FAMILIES, ids=[family[0] for family in FAMILIES])
def test_each_family_answers_in_its_own_form_plain_and_streamed(
    aws: Aws, model: str, body: dict[str, Any], whole: Callable[[Any], str], piece: Callable[[Any], str]
) -> None:
    bedrock = aws("bedrock-runtime")

    plain = json.loads(bedrock.invoke_model(modelId=model, body=json.dumps(body))["body"].read())
    stream = bedrock.invoke_model_with_response_stream(modelId=model, body=json.dumps(body))["body"]
    streamed = "".join(piece(json.loads(event["chunk"]["bytes"])) for event in stream)

    assert whole(plain) == streamed == said(model)


@pytest.mark.parametrize(
    ("model", "body", "size"),
    [
        ("amazon.titan-embed-text-v2:0", {"inputText": "a"}, 1024),
        ("amazon.titan-embed-text-v2:0", {"inputText": "a", "dimensions": 256}, 256),
        ("amazon.titan-embed-text-v1", {"inputText": "a"}, 1536),
    ],
)
def test_titan_embeds(aws: Aws, model: str, body: dict[str, Any], size: int) -> None:
    answer = json.loads(aws("bedrock-runtime").invoke_model(modelId=model, body=json.dumps(body))["body"].read())

    assert len(answer["embedding"]) == size


def test_a_model_of_an_unknown_family_is_refused_in_awss_way(aws: Aws) -> None:
    with pytest.raises(ClientError, match=r"does not know how requests to the model new\.model look") as error:
        aws("bedrock-runtime").invoke_model(modelId="new.model", body="{}")

    assert error.value.response["Error"]["Code"] == "ValidationException"


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"inputs": "hello", "parameters": {}}, [{"generated_text": said("llama")}]),
        ({"inputs": ["hello", "bye"]}, [{"generated_text": said("llama")}, {"generated_text": said("llama", "bye")}]),
        (
            {"inputs": [[{"role": "system", "content": "x"}, {"role": "user", "content": "hello"}]]},
            [{"generation": {"role": "assistant", "content": said("llama")}}],
        ),
    ],
)
def test_an_endpoint_answers_in_the_form_of_the_request(aws: Aws, body: dict[str, Any], answer: Any) -> None:
    made = aws("sagemaker-runtime").invoke_endpoint(EndpointName="llama", Body=json.dumps(body))

    assert json.loads(made["Body"].read()) == answer


def test_an_endpoint_streams(aws: Aws) -> None:
    made = aws("sagemaker-runtime").invoke_endpoint_with_response_stream(
        EndpointName="llama", Body=json.dumps({"inputs": "hello"})
    )
    lines = b"".join(event["PayloadPart"]["Bytes"] for event in made["Body"]).split(b"\n\n")
    tokens = [json.loads(line.removeprefix(b"data:"))["token"]["text"] for line in lines if line]

    assert "".join(tokens) == said("llama")


@pytest.mark.parametrize(
    ("model", "resources"),
    [
        (CLAUDE, (f"foundation-model/{CLAUDE}",)),
        (f"us.{CLAUDE}", (f"inference-profile/us.{CLAUDE}", f"foundation-model/{CLAUDE}")),
        ("arn:aws:bedrock:us-east-1:1:inference-profile/x", ("arn:aws:bedrock:us-east-1:1:inference-profile/x",)),
    ],
)
def test_what_a_policy_must_grant(model: str, resources: tuple[str, ...]) -> None:
    assert bedrock_resources(model) == resources


def test_who_may_not_is_denied_as_aws_denies() -> None:
    import boto3

    server = Server(
        StandIn(lambda _headers, action, resources: f"not authorized to perform: {action} on {resources[0]}")
    )
    key: dict[str, Any] = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
    try:
        with pytest.raises(ClientError, match=r"bedrock:InvokeModel on foundation-model/") as denied:
            boto3.client("bedrock-runtime", endpoint_url=server.url, **key).converse(modelId=CLAUDE, messages=HELLO)
    finally:
        server.stop()

    assert denied.value.response["Error"]["Code"] == "AccessDeniedException"
