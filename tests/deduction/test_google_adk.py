"""What agents of Google's kit reach through their models, tools, and agents elsewhere."""

from __future__ import annotations

from collections.abc import Callable


def test_an_agent_reaches_its_model_its_tools_and_agents_elsewhere(uses: Callable[..., object]) -> None:
    source = """
        from google.adk.agents import LlmAgent
        from google.adk.agents.remote_a2a_agent import RemoteA2aAgent
        from google.adk.models.anthropic_llm import AnthropicLlm
        from google.adk.runners import InMemoryRunner
        from google.adk.tools import VertexAiSearchTool

        search = VertexAiSearchTool(data_store_id="projects/p/locations/global/collections/c/dataStores/manuals")
        remote = RemoteA2aAgent(name="billing", agent_card="https://billing.example.com/.well-known/agent.json")
        agent = LlmAgent(name="a", model=AnthropicLlm(model="claude-sonnet-4"), tools=[search], sub_agents=[remote])
        runner = InMemoryRunner(agent=agent, app_name="a")

        async def f():
            async for event in runner.run_async(user_id="u", session_id="s", new_message="?"):
                print(event)
    """
    assert uses(source) == {
        "model:claude-sonnet-4": {"invoke"},
        "search_index:manuals": {"read"},
        "external_api:billing.example.com": {"invoke"},
    }


def test_an_agent_runs_the_tools_that_the_kit_has_made_itself(uses: Callable[..., object]) -> None:
    source = """
        from google.adk.agents import LlmAgent
        from google.adk.models.anthropic_llm import AnthropicLlm
        from google.adk.runners import InMemoryRunner
        from google.adk.tools import google_search
        from google.adk.tools.google_search_tool import GoogleSearchTool

        model = AnthropicLlm(model="claude-sonnet-4")
        idle = LlmAgent(name="b", model=model, tools=[GoogleSearchTool])
        agent = LlmAgent(name="a", model=model, tools=[google_search])

        def f(): return InMemoryRunner(agent=agent, app_name="a").run_async(user_id="u", new_message="?")
        def g(): return InMemoryRunner(agent=idle, app_name="b").run_async(user_id="u", new_message="?")
    """
    assert uses(source) == {"model:claude-sonnet-4": {"invoke"}, "external_api:google_search": {"invoke"}}
    assert uses(source, "app.g") == {"model:claude-sonnet-4": {"invoke"}}


def test_sessions_are_read_and_written_where_they_are_kept(uses: Callable[..., object]) -> None:
    source = """
        from google.adk.sessions.sqlite_session_service import SqliteSessionService

        async def f():
            await SqliteSessionService("sessions.db").create_session(app_name="a", user_id="u")
    """
    assert uses(source) == {"local_store:sessions.db": {"write"}}
