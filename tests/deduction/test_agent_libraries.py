"""Haystack's pipelines and CrewAI's tools: what they are made of is used when they run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Uses = Callable[..., dict[str, set[str]]]

PIPELINE = """
from haystack import Pipeline
from haystack.components.writers import DocumentWriter
from haystack.utils import Secret
from haystack_integrations.components.embedders.cohere import CohereTextEmbedder
from haystack_integrations.components.generators.anthropic import AnthropicChatGenerator
from haystack_integrations.components.retrievers.qdrant import QdrantEmbeddingRetriever
from haystack_integrations.document_stores.qdrant import QdrantDocumentStore

store = QdrantDocumentStore(index="docs", api_key=Secret.from_env_var("STORE_API_KEY", strict=False))
pipeline = Pipeline()
"""
ASKING = """
pipeline.add_component("embed", CohereTextEmbedder(model="e"))
pipeline.add_component("find", QdrantEmbeddingRetriever(document_store=store))
pipeline.add_component("answer", AnthropicChatGenerator(model="m", api_key=Secret.from_env_var("MY_API_KEY")))
def f():
    pipeline.run({})
"""
FILLING = """
pipeline.add_component("writer", DocumentWriter(document_store=store))
def f():
    pipeline.run({})
"""


def test_a_retriever_reads_the_store_that_it_is_given(uses: Uses) -> None:
    assert uses(PIPELINE + ASKING) == {"model:e": {"invoke"}, "vector_store:docs": {"read"}, "model:m": {"invoke"}}


def test_a_writer_writes_to_it(uses: Uses) -> None:
    assert uses(PIPELINE + FILLING) == {"vector_store:docs": {"write"}}


def test_a_secret_is_the_variable_that_it_is_read_from(opened: Callable[..., Architecture]) -> None:
    found = opened(PIPELINE + ASKING, "app.f")
    secrets = {resource.name for resource in found.resources if resource.kind == "secret"}
    assert secrets == {"STORE_API_KEY", "MY_API_KEY", "COHERE_API_KEY"}


def test_a_crew_runs_the_tools_of_its_agents(uses: Uses) -> None:
    found = uses(
        """
from crewai import Agent, Crew
from crewai_tools import BedrockKBRetrieverTool, CSVSearchTool, PGSearchTool

embedder = {"provider": "cohere", "config": {"model": "e"}}
tools = [
    BedrockKBRetrieverTool("KB1"),
    PGSearchTool("orders", db_uri="postgresql://host/shop"),
    CSVSearchTool(csv="x.csv", config={"embedding_model": embedder}),
]
crew = Crew(agents=[Agent(role="r", llm="openai/gpt-4o", tools=tools)])
def f():
    crew.kickoff()
"""
    )
    assert found == {
        "knowledge_base:KB1": {"Retrieve"},
        "database:shop": {"read"},
        "model:e": {"invoke"},
        "model:gpt-4o": {"invoke"},
    }


def test_what_serves_agents_of_agno_runs_them(opened: Callable[..., Architecture]) -> None:
    project = opened("""
        from agno.agent import Agent
        from agno.models.openai import OpenAIChat
        from agno.os import AgentOS
        from agno.tools.mcp import MCPTools
        agent = Agent(model=OpenAIChat(id="gpt-4o"), tools=[MCPTools(url="https://h/mcp")])
        agent_os = AgentOS(agents=[agent])
        app = agent_os.get_app()
        """)
    assert actions_of(project, "AgentOS") == {"model:gpt-4o": {"invoke"}, "mcp_server:https://h/mcp": {"invoke"}}
    assert [one.service for one in project.resources if one.kind == "web_app"] == ["agno"]


CONFIGURED = {
    "a list": '{"config_list": [{"model": "gpt-4o", "api_type": "openai"}]}',
    "a model": '{"model": "gpt-4o"}',
    "an object": 'LLMConfig({"model": "gpt-4o"})',
    "an object with arguments": 'LLMConfig(model="gpt-4o")',
}


@pytest.mark.parametrize("config", CONFIGURED)
def test_agents_of_autogen_ask_the_models_of_their_configuration(uses: Uses, config: str) -> None:
    found = uses(f"""
from autogen import AssistantAgent, GroupChat, GroupChatManager, LLMConfig, UserProxyAgent
config = {CONFIGURED[config]}
def f():
    user = UserProxyAgent("user", llm_config=False)
    chat = GroupChat(agents=[user, AssistantAgent(name="a", llm_config=config)], messages=[])
    user.initiate_chat(GroupChatManager(groupchat=chat), message="x")
""")
    assert found == {"model:gpt-4o": {"invoke"}}


def test_agents_of_semantic_kernel_ask_their_kernel_and_may_call_its_plugins(uses: Uses) -> None:
    found = uses("""
import boto3
from semantic_kernel import Kernel
from semantic_kernel.agents import AgentGroupChat, ChatCompletionAgent
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from semantic_kernel.functions import kernel_function
class Orders:
    @kernel_function(name="find", description="finds an order")
    def find(self, key: str):
        return boto3.resource("dynamodb").Table("orders").get_item(Key={"id": key})
    def forget(self, key: str):
        boto3.resource("dynamodb").Table("orders").delete_item(Key={"id": key})
kernel = Kernel()
kernel.add_service(OpenAIChatCompletion(service_id="default", ai_model_id="gpt-4o"))
kernel.add_plugin(Orders(), plugin_name="orders")
async def f():
    chat = AgentGroupChat(agents=[ChatCompletionAgent(kernel=kernel, name="a")])
    async for message in chat.invoke():
        print(message)
""")
    assert found == {"model:gpt-4o": {"invoke"}, "kv_store:orders": {"GetItem"}}
