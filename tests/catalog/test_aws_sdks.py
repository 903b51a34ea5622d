"""Packages around AWS besides boto3: what a handler that uses them needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archloom.resources.deduction import deduce

CODE = {
    "pyathena": ("from pyathena import connect", "connect(schema_name='sales').cursor().execute('select 1')",
                 {"database:sales": {"GetQueryExecution", "GetQueryResults", "StartQueryExecution"}}),
    "aurora_data_api": ("import aurora_data_api",
                        "aurora_data_api.connect(database='shop', secret_arn='s').cursor().execute('select 1')",
                        {"database:shop": {"BatchExecuteStatement", "BeginTransaction", "CommitTransaction",
                                           "ExecuteStatement", "RollbackTransaction"},
                         "secret:s": {"GetSecretValue"}}),
    "gremlin": ("from gremlin_python.driver.driver_remote_connection import DriverRemoteConnection\n"
                "from gremlin_python.process.anonymous_traversal import traversal",
                "traversal().with_remote(DriverRemoteConnection('wss://graph.example/gremlin', 'g')).V().toList()",
                {"database:graph.example": {"read", "write"}}),
    "watchtower": ("import logging, watchtower",
                   "logging.getLogger().addHandler(watchtower.CloudWatchLogHandler(log_group_name='app'))",
                   {"aws_service:app": {"CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "PutLogEvents"}}),
    "strands sessions in S3": ("from strands import Agent\nfrom strands.session import S3SessionManager",
                               "Agent(model='nova', session_manager=S3SessionManager('x', bucket='chats'))('x')",
                               {"model:nova": {"InvokeModelWithResponseStream"},
                                "bucket:chats": {"DeleteObject", "GetObject", "ListBucket", "PutObject"}}),
    "agentcore memory": ("from bedrock_agentcore.memory.session import MemorySessionManager",
                         "MemorySessionManager(memory_id='m').create_memory_session('a', 's').add_turns([])",
                         {"aws_service:m": {"CreateEvent"}}),
    "agentcore identity": ("from bedrock_agentcore.identity.auth import requires_access_token\n"
                           "@requires_access_token(provider_name='google')\ndef ask(access_token): pass", "ask()",
                           {"aws_service:google": {"GetResourceOauth2Token", "GetWorkloadAccessToken"}}),
    "agent_squad": ("from agent_squad.agents import BedrockLLMAgent, BedrockLLMAgentOptions\n"
                    "from agent_squad.orchestrator import AgentSquad\n"
                    "from agent_squad.storage import DynamoDbChatStorage\n"
                    "squad = AgentSquad(storage=DynamoDbChatStorage('chats', 'eu-west-1'))\n"
                    "squad.add_agent(BedrockLLMAgent(BedrockLLMAgentOptions(model_id='nova')))",
                    "squad.route_request('x')",
                    {"kv_store:chats": {"GetItem", "PutItem", "Query"},
                     "model:nova": {"InvokeModel", "InvokeModelWithResponseStream"}}),
    "feature flags": ("from aws_lambda_powertools.utilities.feature_flags import AppConfigStore, FeatureFlags",
                      "FeatureFlags(store=AppConfigStore(application='a', name='flags')).evaluate(name='x')",
                      {"aws_service:flags": {"GetLatestConfiguration", "StartConfigurationSession"}}),
    "sagemaker_core": ("from sagemaker_core.resources import Endpoint", "Endpoint.get(endpoint_name='e').invoke('x')",
                       {"model_endpoint:e": {"DescribeEndpoint", "InvokeEndpoint"}}),
    "haystack": ("from haystack_integrations.components.generators.amazon_bedrock import AmazonBedrockGenerator",
                 "AmazonBedrockGenerator(model='nova').run('x')", {"model:nova": {"InvokeModel"}}),
    "another signer": ("from opensearchpy import OpenSearch\nfrom aws_requests_auth.aws_auth import AWSRequestsAuth",
                       "OpenSearch(hosts=['h.example'], http_auth=AWSRequestsAuth(aws_service='aoss')).search()",
                       {"search_index:h.example": {"APIAccessAll"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", CODE)
def test_a_handler_needs_what_its_package_asks(name: str, tmp_path: Path) -> None:
    before, asks, wanted = CODE[name]
    (tmp_path / "app.py").write_text(f"{before}\ndef lambda_handler(event, context):\n    {asks}\n")
    found = {link.end: {one.rpartition(":")[2] for one in link.actions}
             for link in deduce(tmp_path, cache=False).links if link.kind == "permission"}  # fmt: skip

    assert found == wanted
