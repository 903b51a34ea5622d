"""Ragas: an evaluation asks the models that its metrics and it are given."""

from __future__ import annotations

from collections.abc import Callable

RAGAS = """
from langchain_openai import ChatOpenAI
from ragas import evaluate
from ragas.metrics import Faithfulness
def f(event=None): return evaluate(event, metrics=[Faithfulness(llm=ChatOpenAI(model="gpt-4o"))])
"""


def test_a_metric_judges_with_the_model_that_it_is_given(uses: Callable[..., dict[str, set[str]]]) -> None:
    assert uses(RAGAS) == {"model:gpt-4o": {"invoke"}}
