"""Clients of further services: what a browser opens, what databases and models are asked of elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("imports", "code", "expected"),
    [
        (
            "from playwright.sync_api import sync_playwright",
            "with sync_playwright() as p: p.chromium.launch().new_page().goto('https://shop.example.com/a')",
            {"external_api:shop.example.com": {"read"}},
        ),
        (
            "import aioboto3",
            "users = aioboto3.resource('dynamodb').Table('users'); users.get_item(Key={})",
            {"kv_store:users": {"GetItem"}},
        ),
        (
            "from langchain_mariadb import MariaDBStore",
            "MariaDBStore.from_embeddings([], None, embedding=None, collection_name='papers').similarity_search('?')",
            {"vector_store:papers": {"read", "write"}},
        ),
        (
            "from selenium import webdriver",
            "driver = webdriver.Chrome(); driver.get('https://shop.example.com/a')",
            {"external_api:shop.example.com": {"read"}},
        ),
        (
            "from arango import ArangoClient",
            "ArangoClient(hosts='http://graph.example.com:8529').db('a').collection('b').insert({})",
            {"database:graph.example.com:8529": {"write"}},
        ),
        (
            "from falkordb import FalkorDB",
            "FalkorDB(host='graph.example.com').select_graph('g').ro_query('MATCH (n) RETURN n')",
            {"database:graph.example.com": {"read"}},
        ),
        (
            "import modal",
            "modal.Queue.from_name('jobs').put(1)",
            {"queue:jobs": {"write"}},
        ),
        (
            "import gspread",
            "gspread.service_account().open('Leads').sheet1.append_row([1])",
            {"external_api:google_sheets": {"write"}},
        ),
        (
            "from portkey_ai import Portkey",
            "Portkey(api_key='x').chat.completions.create(model='gpt-4o', messages=[])",
            {"model:gpt-4o": {"invoke"}},
        ),
        (
            "import aisuite",
            "aisuite.Client().chat.completions.create(model='anthropic:claude-sonnet-4', messages=[])",
            {"model:claude-sonnet-4": {"invoke"}},
        ),
        (
            "import instructor",
            "instructor.from_provider('openai/gpt-4o-mini').chat.completions.create(messages=[], response_model=dict)",
            {"model:gpt-4o-mini": {"invoke"}},
        ),
        (
            "import agentops",
            "agentops.init('x')",
            {"tracing:agentops": {"write"}},
        ),
        (
            "from google.cloud import aiplatform",
            "aiplatform.Endpoint('projects/p/locations/l/endpoints/42', credentials=1).predict([])",
            {"model_endpoint:42": {"invoke"}},
        ),
        (
            "from firebase_admin import storage",
            "storage.bucket('photos').blob('a').upload_from_filename('a')",
            {"bucket:photos": {"write"}},
        ),
    ],
    ids=lambda one: one.split()[-1] if isinstance(one, str) and one.startswith(("from", "import")) else "",
)  # fmt: skip
def test_a_client_says_what_it_asks(uses: Callable[..., object], imports: str, code: str, expected: object) -> None:
    assert uses(f"{imports}\n\ndef f():\n    {code}\n") == expected


def test_memories_of_a_graph_ask_the_model_that_they_are_given(uses: Callable[..., object]) -> None:
    source = """
        from graphiti_core import Graphiti
        from graphiti_core.llm_client.config import LLMConfig
        from graphiti_core.llm_client.openai_client import OpenAIClient

        model = OpenAIClient(LLMConfig(model="gpt-4o"))
        graph = Graphiti("bolt://graph.example.com:7687", "neo4j", "x", llm_client=model)

        def f(text):
            graph.add_episode(name="a", episode_body=text)
    """
    assert uses(source) == {"database:graph.example.com:7687": {"write"}, "model:gpt-4o": {"invoke"}}
