"""Models that a library keeps for all its objects are asked by those that are given none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

KEEP = """
from llama_index.core import Settings
from llama_index.llms.anthropic import Anthropic
from llama_index.embeddings.openai import OpenAIEmbedding
def keep():
    Settings.llm = Anthropic(model="a")
    Settings.embed_model = OpenAIEmbedding(model="e")
"""
ASK = """
from llama_index.core import VectorStoreIndex
from llama_index.llms.openai import OpenAI
{keep}
def f():
    index = VectorStoreIndex.from_documents([])
    {ask}
"""
ASKED = {
    "an index that embeds": ("pass", {"model:e": {"invoke"}}),
    "what answers": ('index.as_query_engine().query("x")', {"model:e": {"invoke"}, "model:a": {"invoke"}}),
    "what retrieves": ('index.as_retriever().retrieve("x")', {"model:e": {"invoke"}}),
    "one that is given": (
        'index.as_query_engine(llm=OpenAI(model="o")).query("x")', {"model:e": {"invoke"}, "model:o": {"invoke"}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKED)
def test_what_settings_keep_is_asked_by_objects_without_a_model(opened: Open, what: str) -> None:
    ask, expected = ASKED[what]
    code = ASK.replace("{ask}", ask).replace("{keep}", "from models import keep\nkeep()")
    assert actions_of(opened({"app.py": code, "models.py": KEEP}, "app.f"), "app.f") == expected


def test_without_settings_llama_index_asks_openai(opened: Open) -> None:
    project = opened(
        """
        from llama_index.core import VectorStoreIndex
        def f():
            VectorStoreIndex.from_documents([]).as_chat_engine().chat("x")
        """,
        "app.f",
    )
    assert actions_of(project, "app.f") == {
        "model:text-embedding-ada-002": {"invoke"}, "model:gpt-3.5-turbo": {"invoke"},
    }  # fmt: skip


MODULE = """
import dspy
class Judge(dspy.Module):
    def __init__(self):
        super().__init__()
        self.think = dspy.ChainOfThought("claim -> verdict")
    def forward(self, claim):
        return self.think(claim=claim)
judge = Judge()
"""
CALLED = {"as a function": "judge(claim='x')", "by its method": "judge.forward(claim='x')"}


@pytest.mark.parametrize("way", CALLED)
def test_a_module_of_dspy_asks_the_model_that_is_configured(opened: Open, way: str) -> None:
    code = MODULE + f"def f():\n    {CALLED[way]}\n"
    models = 'import dspy\ndspy.configure(lm=dspy.LM("openai/gpt-4o-mini"))\n'
    project = opened({"app.py": f"{code}import models\n", "models.py": models}, "app.f")
    assert actions_of(project, "app.f") == {"model:gpt-4o-mini": {"invoke"}}


def test_a_module_without_a_model_asks_none(opened: Open) -> None:
    assert actions_of(opened({"app.py": MODULE + "def f():\n    judge(claim='x')\n"}, "app.f"), "app.f") == {}
