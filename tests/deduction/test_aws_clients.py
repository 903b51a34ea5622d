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


def test_a_module_of_strands_may_be_a_tool(opened: Open) -> None:
    code = "from strands import Agent\nfrom strands.models import BedrockModel\n"
    code += "from strands_tools import calculator, http_request, retrieve\n"
    code += "agent = Agent(model=BedrockModel(model_id='nova'), tools=[calculator, http_request, retrieve])\n"
    assert found(opened, f"{code}{HANDLER}agent('x')\n") == {
        "model:nova": {"InvokeModelWithResponseStream"},
        "external_api:internet": {"invoke"},
        "knowledge_base:KNOWLEDGE_BASE_ID": {"Retrieve"},
    }


def test_an_agent_of_strands_keeps_its_sessions_with_agentcore(opened: Open) -> None:
    code = f"""
from bedrock_agentcore.memory.integrations.strands.config import AgentCoreMemoryConfig
from bedrock_agentcore.memory.integrations.strands.session_manager import AgentCoreMemorySessionManager
from strands import Agent
sessions = AgentCoreMemorySessionManager(AgentCoreMemoryConfig(memory_id="notes", session_id="s", actor_id="a"))
agent = Agent(model="nova", session_manager=sessions)
{HANDLER}agent("x")
"""
    assert found(opened, code) == {
        "model:nova": {"InvokeModelWithResponseStream"},
        "aws_service:notes": {"CreateEvent", "ListEvents", "RetrieveMemoryRecords"},
    }


@pytest.mark.parametrize(
    ("features", "action"),
    [
        ("", "DetectDocumentText"),
        (", features=[]", "DetectDocumentText"),
        (", features=[Textract_Features.TABLES]", "AnalyzeDocument"),
        (", event['features']", "AnalyzeDocument"),
    ],
)
def test_textract_analyzes_only_for_features(opened: Open, features: str, action: str) -> None:
    code = f"from textractcaller import Textract_Features, call_textract\n{HANDLER}call_textract('s3://a/b'{features})\n"
    assert found(opened, code) == {"aws_service:textract": {action}}


def test_a_function_of_an_unknown_library_may_run_what_it_is_given(opened: Open) -> None:
    code = "from langchain_openai import ChatOpenAI\nfrom ours_sdk import Agent, handle_answer, make_label\n"
    code += "agent = Agent(model=ChatOpenAI(model='gpt-4o'))\n"
    asked = found(opened, f"{code}{HANDLER}handle_answer(agent=agent, message='x')\n")
    assert asked == {"model:gpt-4o": {"invoke"}}
    labelled = found(opened, f"{code}{HANDLER}make_label(agent=agent)\n")
    assert "model:gpt-4o" not in labelled


def test_an_element_of_a_page_does_not_do_what_it_leads_to(opened: Open) -> None:
    seen = opened("""
from fasthtml.common import Div, Form, fast_app
import boto3
app, rt = fast_app()
@rt("/")
def index(): return Div(cls="x")(Form(hx_post=send, cls="y")("text"))
@app.post
def send(msg: str): boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/1/jobs")
""")

    assert actions_of(seen, "app.index") == {}
    assert actions_of(seen, "app.send") == {"queue:jobs": {"SendMessage"}}


def test_a_table_of_lancedb_is_read_by_its_vectors(opened: Open) -> None:
    seen = opened("""
import asyncio
import lancedb
async def read():
    table = await (await lancedb.connect_async("s3://bucket/notes")).open_table("notes")
    return await table.vector_search([1]).limit(3).to_list()
def lambda_handler(event, context): asyncio.run(read())
def fill_handler(event, context): lancedb.connect("s3://bucket/notes").create_table("notes", data=[])
""")

    (store, actions), = actions_of(seen, "app.lambda_handler").items()
    assert store.startswith("vector_store:")
    assert actions == {"read"}
    assert actions_of(seen, "app.fill_handler") == {store: {"write"}}


@pytest.mark.parametrize(
    ("statement", "actions"),
    [
        ("'SELECT * FROM \"orders\" WHERE id = ?'", {"PartiQLSelect"}),
        ("\"INSERT INTO orders VALUE {'id': ?}\"", {"PartiQLInsert"}),
        ("'update orders set a = 1'", {"PartiQLUpdate"}),
        ("('SELECT' if event else 'DELETE') + ' FROM orders'", {"PartiQLSelect", "PartiQLDelete"}),
    ],
)
def test_a_statement_of_dynamodb_names_its_table_and_its_action(
    opened: Open, statement: str, actions: set[str]
) -> None:
    code = f"import boto3\n{HANDLER}boto3.client('dynamodb').execute_statement(Statement={statement})\n"
    assert found(opened, code) == {"kv_store:orders": actions}


@pytest.mark.parametrize(
    "call",
    [
        "converse(modelId='nova', messages=[], guardrailConfig={'guardrailIdentifier': 'safe'})",
        "invoke_model(modelId='nova', body='x', guardrailIdentifier='safe')",
    ],
)
def test_a_guardrail_is_applied_by_whoever_asks_the_model(opened: Open, call: str) -> None:
    code = f"import boto3\n{HANDLER}boto3.client('bedrock-runtime').{call}\n"
    assert found(opened, code) == {"model:nova": {"InvokeModel"}, "aws_service:safe": {"ApplyGuardrail"}}


def test_a_version_of_an_object_has_actions_of_its_own(opened: Open) -> None:
    code = f"import boto3\n{HANDLER}version = boto3.resource('s3').ObjectVersion('docs', 'k', '1')\n    version."
    assert found(opened, code + "get()\n") == {"bucket:docs": {"GetObjectVersion"}}
    assert found(opened, code + "head()\n") == {"bucket:docs": {"GetObject", "GetObjectVersion"}}
    assert found(opened, code + "delete()\n") == {"bucket:docs": {"DeleteObjectVersion"}}


def test_a_transfer_manager_writes_to_the_bucket(opened: Open) -> None:
    code = "import boto3\nfrom boto3.s3.transfer import S3Transfer\n"
    code += f"{HANDLER}S3Transfer(boto3.client('s3')).upload_file('f', 'docs', 'k')\n"
    assert found(opened, code) == {"bucket:docs": {"PutObject"}}


@pytest.mark.parametrize(("path", "buckets"), [("s3://scans/a.pdf", {"bucket:scans"}), ("a.pdf", set())])
def test_textract_reads_a_document_where_it_lies(opened: Open, path: str, buckets: set[str]) -> None:
    code = "from langchain_community.document_loaders import AmazonTextractPDFLoader\n"
    code += f"{HANDLER}AmazonTextractPDFLoader({path!r}).load()\n"
    assert found(opened, code).keys() == {"aws_service:textract"} | buckets


def test_who_is_given_a_function_may_call_it(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import boto3
orders = boto3.resource("dynamodb").Table("orders")
def handler(event, context):
    context.step(lambda: orders.get_item(Key={}))
""")

    assert actions_of(seen, "app.handler") == {"kv_store:orders": {"GetItem"}}


def test_one_of_several_is_any_of_them(uses: Callable[..., dict[str, set[str]]]) -> None:
    code = """
import random, boto3
def f():
    boto3.resource("dynamodb").Table(random.choice(["red", "blue"])).get_item(Key={})
"""
    assert uses(code) == {"kv_store:red": {"GetItem"}, "kv_store:blue": {"GetItem"}}


def test_a_text_message_goes_through_no_topic(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import boto3
def handler(event, context):
    boto3.client("sns").publish(PhoneNumber=event["number"], Message="hello")
""")

    assert actions_of(seen, "app.handler") == {"aws_service:sns": {"Publish"}}
    assert seen.problems == ()


def test_the_port_of_the_secrets_extension_may_stand_in_a_variable(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
import os, requests
def handler(event, context):
    port, name = os.environ["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"], os.environ["SECRET_NAME"]
    requests.get(f"http://localhost:{port}/secretsmanager/get?secretId={name}")
""")

    assert actions_of(seen, "app.handler") == {"secret:SECRET_NAME": {"GetSecretValue"}}
    assert seen.problems == ()


def test_a_stream_of_transcribe_hands_its_events_to_the_class_that_is_derived_for_them(opened: Open) -> None:
    code = f"""
import boto3
from amazon_transcribe.handlers import TranscriptResultStreamHandler
class Heard(TranscriptResultStreamHandler):
    async def handle_transcript_event(self, event):
        boto3.client("s3").put_object(Bucket="texts", Key="a")
{HANDLER.replace("def", "async def")}await Heard(event).handle_events()
"""
    assert found(opened, code) == {"bucket:texts": {"PutObject"}}


@pytest.mark.parametrize("agents", [
    "builder = GraphBuilder()\nbuilder.add_node(agent, 'writer')\nteam = builder.build()",
    "team = Swarm([agent])",
])  # fmt: skip
def test_agents_of_strands_in_a_team_use_their_tools_with_any_argument(opened: Open, agents: str) -> None:
    code = f"""
import boto3
from strands import Agent, tool
from strands.multiagent import GraphBuilder, Swarm
@tool
def save(key: str, content: str = ""):
    if content:
        boto3.client("s3").put_object(Bucket="texts", Key=key, Body=content)
agent = Agent(model="nova", tools=[save])
{agents}
{HANDLER}team("write")
"""
    assert found(opened, code) == {"model:nova": {"InvokeModelWithResponseStream"}, "bucket:texts": {"PutObject"}}


def test_an_iterator_of_a_shard_reads_the_stream_that_it_is_of_and_what_is_read_names_nothing(opened: Open) -> None:
    code = f"""
import boto3
kinesis = boto3.client("kinesis")
{HANDLER}iterator = kinesis.get_shard_iterator(StreamName="news", ShardId="0")["ShardIterator"]
    while iterator:
        page = kinesis.get_records(ShardIterator=iterator)
        for record in page["Records"]:
            boto3.client("s3").put_object(Bucket=record["PartitionKey"], Key="a")
        iterator = page.get("NextShardIterator")
"""
    assert found(opened, code) == {"stream:news": {"GetRecords", "GetShardIterator"}, "bucket:app:9": {"PutObject"}}


def test_a_secret_that_only_the_event_names_is_asked_for(opened: Open) -> None:
    code = f"""
import boto3
{HANDLER}boto3.client("secretsmanager").get_secret_value(SecretId=event["secret"])
"""
    seen = opened({"app.py": code})

    assert [one.code for one in seen.problems] == ["unresolved-name"]
