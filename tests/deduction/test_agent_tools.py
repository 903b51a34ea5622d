"""What agents of further frameworks are given: servers of tools, sessions, memories, stores, models of others."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture


def test_an_agent_of_openais_kit_reaches_its_servers_its_model_and_its_session(uses: Callable[..., object]) -> None:
    source = """
        from agents import Agent, FileSearchTool, Runner
        from agents.extensions.memory import SQLAlchemySession
        from agents.extensions.models.litellm_model import LitellmModel
        from agents.mcp import MCPServerStreamableHttp

        server = MCPServerStreamableHttp(params={"url": "https://tools.example.com/mcp"})
        agent = Agent(
            name="a",
            model=LitellmModel(model="anthropic/claude-sonnet-4", api_key="x"),
            tools=[FileSearchTool(vector_store_ids=["vs_1"])],
            mcp_servers=[server],
        )

        async def f(question):
            session = SQLAlchemySession.from_url("s", url="postgresql://host/sessions")
            return await Runner.run(agent, question, session=session)
    """
    assert uses(source) == {
        "model:claude-sonnet-4": {"invoke"},
        "mcp_server:tools.example.com": {"invoke"},
        "vector_store:vs_1": {"read"},
        "database:sessions": {"read", "write"},
    }


def test_an_agent_without_a_model_asks_openais(uses: Callable[..., object]) -> None:
    source = """
        from agents import Agent, Runner

        def f(question):
            return Runner.run_sync(Agent(name="a"), question)
    """
    assert uses(source) == {"model:gpt-4.1": {"invoke"}}


def test_an_assistant_of_autogen_reaches_its_workbench_and_its_memory(uses: Callable[..., object]) -> None:
    source = """
        from autogen_agentchat.agents import AssistantAgent
        from autogen_ext.memory.chromadb import ChromaDBVectorMemory, PersistentChromaDBVectorMemoryConfig
        from autogen_ext.models.openai import OpenAIChatCompletionClient
        from autogen_ext.tools.mcp import McpWorkbench, StreamableHttpServerParams

        async def f(question):
            memory = ChromaDBVectorMemory(config=PersistentChromaDBVectorMemoryConfig(collection_name="notes"))
            bench = McpWorkbench(StreamableHttpServerParams(url="https://tools.example.com/mcp"))
            model = OpenAIChatCompletionClient(model="gpt-4o", api_key="x")
            return await AssistantAgent("a", model_client=model, memory=[memory], workbench=bench).run(task=question)
    """
    assert uses(source) == {
        "model:gpt-4o": {"invoke"},
        "mcp_server:tools.example.com": {"invoke"},
        "vector_store:notes": {"read", "write"},
    }


def test_a_collection_of_semantic_kernel_is_filled_and_searched(uses: Callable[..., object]) -> None:
    source = """
        from semantic_kernel.connectors.qdrant import QdrantCollection

        notes = QdrantCollection(record_type=dict, collection_name="notes", url="https://q.example.com")

        async def f(records):
            await notes.upsert(records)
            return await notes.search("?")
    """
    assert uses(source) == {"vector_store:notes": {"read", "write"}}


def test_a_judge_asks_the_model_that_its_text_names(uses: Callable[..., object]) -> None:
    source = """
        from openevals.llm import create_llm_as_judge

        judge = create_llm_as_judge(prompt="?", model="openai:o3-mini")

        def f(answer):
            return judge(outputs=answer)
    """
    assert uses(source) == {"model:o3-mini": {"invoke"}}


def test_a_checkpointer_of_mysql_is_the_database_of_its_address(uses: Callable[..., object]) -> None:
    source = """
        from langgraph.checkpoint.mysql.pymysql import PyMySQLSaver
        from langgraph.graph import StateGraph

        def f():
            with PyMySQLSaver.from_conn_string("mysql://u:p@host/threads") as saver:
                StateGraph(dict).compile(checkpointer=saver).invoke({})
    """
    assert uses(source) == {"database:threads": {"read", "write"}}


def test_a_provider_says_whose_server_a_model_of_pydantic_ai_asks(opened: Callable[..., Architecture]) -> None:
    source = """
        from pydantic_ai import Agent
        from pydantic_ai.models.openai import OpenAIChatModel
        from pydantic_ai.providers.deepseek import DeepSeekProvider
        from pydantic_ai.providers.openai import OpenAIProvider

        def f(question):
            Agent(OpenAIChatModel("deepseek-chat", provider=DeepSeekProvider())).run_sync(question)
            routed = OpenAIProvider(base_url="https://openrouter.ai/api/v1", api_key="x")
            Agent(OpenAIChatModel("qwen3", provider=routed)).run_sync(question)
            Agent(OpenAIChatModel("gpt-4o", provider=OpenAIProvider())).run_sync(question)
    """
    found = opened(source, "app.f").resources
    assert {(one.kind, one.name, one.service) for one in found if one.kind == "model"} == {
        ("model", "deepseek-chat", "deepseek"),
        ("model", "gpt-4o", "openai"),
        ("model", "qwen3", "openrouter"),
    }
    assert {one.name for one in found if one.kind == "secret"} == {"DEEPSEEK_API_KEY", "OPENAI_API_KEY"}


def test_what_keeps_memories_of_an_agno_agent_is_used_when_it_runs(uses: Callable[..., object]) -> None:
    source = """
        from agno.agent import Agent
        from agno.db.postgres import PostgresDb
        from agno.memory import MemoryManager
        from agno.models.openai import OpenAIChat

        memories = MemoryManager(model=OpenAIChat("gpt-5-mini"), db=PostgresDb(db_url="postgresql://u@host/memories"))
        agent = Agent(model=OpenAIChat("gpt-5"), memory_manager=memories)

        def f(question):
            return agent.run(question)
    """
    assert uses(source) == {
        "database:memories": {"read", "write"},
        "model:gpt-5": {"invoke"},
        "model:gpt-5-mini": {"invoke"},
    }


def test_tools_of_a_crew_name_their_services(uses: Callable[..., object]) -> None:
    source = """
        from crewai import Agent, Crew, Task
        from crewai_tools import BraveWebSearchTool, CrewaiPlatformTools, OracleVectorSearchTool

        def f():
            tools = [
                BraveWebSearchTool(),
                OracleVectorSearchTool(oracle_config={"table_name": "docs"}),
                *CrewaiPlatformTools(apps=["gmail"]),
            ]
            agent = Agent(role="x", llm="gpt-4o", tools=tools)
            return Crew(agents=[agent], tasks=[Task(agent=agent)]).kickoff()
    """
    assert uses(source) == {
        "external_api:brave": {"invoke"},
        "external_api:crewai": {"invoke"},
        "model:gpt-4o": {"invoke"},
        "vector_store:docs": {"read"},
    }
