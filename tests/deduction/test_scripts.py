"""Scripts: which files do something when they are run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]

RUN: dict[str, str] = {
    "it calls a function of its own": "def scrape(): print(1)\nscrape()\n",
    "it does so in a loop": "def scrape(page): print(page)\nfor page in range(3):\n    scrape(page)\n",
    "it stands behind a guard": "def scrape(): print(1)\nif __name__ == '__main__':\n    scrape()\n",
    "it uses something": "import boto3\nboto3.client('s3').put_object(Bucket='x', Key='y')\n",
}
LEFT: dict[str, str] = {
    "it only defines": "def scrape(): print(1)\n",
    "it sets something up for others": "import logging\nlogging.basicConfig()\ndef scrape(): print(1)\n",
    "it holds routes that no application takes in": (
        "import boto3\nfrom fastapi import APIRouter\nrouter = APIRouter()\n"
        "ITEMS = boto3.client('s3').list_objects_v2(Bucket='x')\n"
        "@router.get('/x')\ndef x(): return ITEMS\n"
    ),
    "it makes what others import": "def settings(): return {}\nSETTINGS = settings()\n",
}


@pytest.mark.parametrize("why", RUN)
def test_a_file_is_a_script(why: str, opened: Open) -> None:
    assert [entry.kind for entry in opened(RUN[why]).entries] == ["script"]


@pytest.mark.parametrize("why", LEFT)
def test_a_file_is_no_script(why: str, opened: Open) -> None:
    assert opened(LEFT[why]).entries == ()


def test_a_guard_that_runs_the_files_graph_is_a_script(opened: Open) -> None:
    project = opened("""
        from langchain_openai import ChatOpenAI
        from langgraph.graph import START, StateGraph
        llm = ChatOpenAI(model="gpt-4o")
        def answer(state): return llm.invoke(state)
        graph = StateGraph(dict).add_node(answer).add_edge(START, "answer").compile()
        if __name__ == "__main__":
            print(graph.invoke({}))
        """)
    assert sorted(entry.kind for entry in project.entries) == ["graph", "script"]
