"""CrewAI's classes with files, models that nobody names, and methods that a library marks for itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

CREW = """
from crewai import Agent, Crew, Task
from crewai.project import CrewBase, agent, crew, llm, task, tool
from crewai_tools import SerperDevTool

@CrewBase
class News:
    @agent
    def researcher(self): return Agent(config=self.agents_config["researcher"])
    @agent
    def writer(self): return Agent(config=self.agents_config["writer"])
    @task
    def report(self): return Task(config=self.tasks_config["report"])
    @tool
    def look_up(self): return SerperDevTool()
    @crew
    def crew(self): return Crew(agents=self.agents, tasks=self.tasks)

def f():
    News().crew().kickoff()
"""
AGENTS = """
researcher: {role: finds, tools: [look_up]}
writer: {role: writes, llm: anthropic/claude-3-5-sonnet-latest}
"""
MODELS = {"model:gpt-4.1-mini": {"invoke"}, "model:claude-3-5-sonnet-latest": {"invoke"}}


def test_a_crew_asks_the_models_and_tools_that_its_file_names(opened: Open) -> None:
    files = {"app.py": CREW, "config/agents.yaml": AGENTS, "config/tasks.yaml": "report: {agent: writer}"}
    project = opened(files, "app.f")
    assert actions_of(project, "app.f") == MODELS | {"external_api:serper": {"invoke"}}


def test_an_agent_without_a_model_asks_the_usual_one(opened: Open) -> None:
    project = opened(
        """
        from crewai import Agent, Crew, Task
        def f():
            writer = Agent(role="writes", goal="g", backstory="b")
            Crew(agents=[writer], tasks=[Task(description="d", agent=writer)]).kickoff()
        """,
        "app.f",
    )
    assert actions_of(project, "app.f") == {"model:gpt-4.1-mini": {"invoke"}}
    assert [one.name for one in project.resources if one.kind == "secret"] == ["OPENAI_API_KEY"]


MARKED = {
    "LlamaIndex's workflows": """
from llama_index.core.workflow import StartEvent, StopEvent, Workflow, step
from llama_index.llms.openai import OpenAI
class Asking(Workflow):
    llm = OpenAI(model="gpt-4o")
    @step
    async def ask(self, event: StartEvent) -> StopEvent:
        return StopEvent(result=await self.llm.acomplete("x"))
async def f():
    return await Asking(timeout=60).run(topic="x")
""",
    "CrewAI's flows": """
from crewai import Agent
from crewai.flow.flow import Flow, listen, start
class Asking(Flow[dict]):
    @start()
    def begin(self): self.state["x"] = 1
    @listen(begin)
    def ask(self): Agent(role="r", llm="gpt-4o").kickoff("x")
def f():
    Asking().kickoff()
""",
}


@pytest.mark.parametrize("library", MARKED)
def test_methods_that_a_library_marks_run_with_the_object(opened: Open, library: str) -> None:
    assert actions_of(opened(MARKED[library], "app.f"), "app.f") == {"model:gpt-4o": {"invoke"}}
