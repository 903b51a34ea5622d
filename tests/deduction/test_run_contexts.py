"""What a run is given reaches the tools through the context that they annotate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of
from .tables import GET, HEADER

Open = Callable[..., Architecture]
PYDANTIC = f"""{HEADER}
from dataclasses import dataclass
from pydantic_ai import Agent, RunContext
class Store:
    def __init__(self): self.table = T("spare")
class Other(Store):
    def __init__(self, name): self.table = T(name)
@dataclass
class Deps:
    store: Store
agent = Agent("openai:gpt-4o", deps_type=Deps)
@agent.tool
def read(ctx: RunContext[Deps], key: str): return ctx.deps.store.table.get_item(Key=key)
def f(): agent.run_sync("x"GIVEN)
def g(): agent.run_sync("x", deps=Deps(Other("orders")))
"""


@pytest.mark.parametrize(
    ("given", "found"),
    [(', deps=Deps(Other("orders"))', GET), ("", {"kv_store:spare": {"GetItem"}})],
    ids=["what is given", "an object of the class"],
)
def test_a_tool_of_pydantic_ai_finds_its_deps(opened: Open, given: str, found: dict[str, set[str]]) -> None:
    code = PYDANTIC.replace("GIVEN", given)
    seen = opened(code if given else code.partition("def g()")[0], "app.f")

    assert actions_of(seen, "app.f") == {"model:gpt-4o": {"invoke"}, **found}


def test_who_runs_the_agent_before_the_deps_are_known_has_them_too(opened: Open) -> None:
    keeps = "kept = {}\ndef g(): kept['deps'] = Deps(Other('orders'))\n"
    kept = PYDANTIC.replace("GIVEN", ", deps=kept['deps']").partition("def g()")[0] + keeps

    assert actions_of(opened(kept, "app.f", "app.g"), "app.f") == {"model:gpt-4o": {"invoke"}, **GET}


def test_openai_agents_have_a_context(opened: Open) -> None:
    seen = opened(
        f"""{HEADER}
from agents import Agent, Runner, RunContextWrapper, function_tool
class Orders:
    def __init__(self, table): self.table = table
@function_tool
def read(ctx: RunContextWrapper[Orders], key: str): return ctx.context.table.get_item(Key=key)
agent = Agent(name="a", model="gpt-4o", tools=[read])
async def f(): await Runner.run(agent, "x", context=Orders(T("orders")))
""",
        "app.f",
    )

    assert actions_of(seen, "app.f") == {"model:gpt-4o": {"invoke"}, **GET}
