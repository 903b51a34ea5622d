"""What is kept in a file, asked by a property, or chosen from a list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]

INGEST = """
import pickle
from langchain_community.vectorstores import FAISS
from langchain_openai import OpenAIEmbeddings
store = FAISS.from_texts(["a"], OpenAIEmbeddings(model="text-embedding-3-small"))
with open("index.pkl", "wb") as f:
    pickle.dump(store, f)
"""
ASK = """
import pickle, sys
with open("data/index.pkl", "rb") as f:
    store = pickle.load(f)
print(store.similarity_search(sys.argv[1]))
"""


def test_a_pickled_vector_store_is_the_one_that_is_loaded(opened: Open) -> None:
    found = opened({"ask.py": ASK, "ingest.py": INGEST})
    assert actions_of(found, "ingest")["vector_store:index.pkl"] == {"write"}
    assert actions_of(found, "ask")["vector_store:index.pkl"] == {"read"}
    assert "model:text-embedding-3-small" in actions_of(found, "ask")


def test_other_things_that_are_pickled_stay_what_they_are(opened: Open) -> None:
    found = opened(
        {
            "build.py": """
            import joblib
            from langchain_openai import ChatOpenAI
            joblib.dump(ChatOpenAI(model="gpt-4o"), "m.joblib")
        """,
            "use.py": "import joblib\njoblib.load('m.joblib').invoke('hello')\njoblib.load('other.joblib').run()\n",
        }
    )
    assert actions_of(found, "use")["model:gpt-4o"] == {"invoke"}


@pytest.mark.parametrize(("history", "resource", "actions"), [
    ('DynamoDBChatMessageHistory(table_name="chats", session_id="1")', "kv_store:chats", {"GetItem"}),
    ('FirestoreChatMessageHistory(collection_name="chats", session_id="1", user_id="u")', None, {"read"}),
    ('RedisChatMessageHistory("1", url="redis://cache:6379")', "cache:cache:6379", {"read"}),
])  # fmt: skip
def test_asking_for_the_messages_reads(opened: Open, history: str, resource: str | None, actions: set[str]) -> None:
    found = opened(
        {
            "app.py": f"""
from langchain_community.chat_message_histories import *
from langchain_community.chat_message_histories import (
    DynamoDBChatMessageHistory, FirestoreChatMessageHistory, RedisChatMessageHistory)
def f(): return [one.content for one in {history}.messages]
"""
        },
        "app.f",
    )
    used = actions_of(found, "app.f")
    assert (used[resource] if resource else actions) == actions


def test_what_is_chosen_from_a_list_is_one_of_it(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import streamlit as st
from langchain_openai import ChatOpenAI
model = st.sidebar.selectbox("Model", ["gpt-4o", "gpt-4o-mini", "other"])
if model != "other":
    ChatOpenAI(model=model).invoke("hello")
"""
        }
    )
    models = {one.id for one in found.resources if one.kind == "model"}
    assert models == {"model:gpt-4o", "model:gpt-4o-mini"}


def test_a_service_is_one_thing_however_many_clients_there_are(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
from slack_bolt import App
from tavily import TavilyClient
app = App()
@app.event("app_mention")
def mention(say, client):
    say("wait")
    app.client.chat_update(channel="c", ts="1", text="done")
    client.chat_postMessage(channel="c", text="done")
"""
        }
    )
    assert [one.id for one in found.resources if one.kind == "external_api"] == ["external_api:slack"]


def test_the_client_of_pinecone_was_its_module(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import os, pinecone
pinecone.init(api_key=os.environ["PINECONE_API_KEY"])
name = "notes"
if name in pinecone.list_indexes():
    pinecone.delete_index(name)
pinecone.create_index(name=name, dimension=3)
"""
        }
    )
    assert actions_of(found, "app")["vector_store:notes"] == {"delete", "write"}


def test_a_handler_of_two_events_is_one_entry(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import gradio as gr
def answer(text): return text
with gr.Blocks() as page:
    question, reply = gr.Textbox(), gr.Textbox()
    gr.Button("Send").click(answer, [question], [reply])
    question.submit(answer, [question], [reply])
page.launch()
"""
        }
    )
    assert [one.handler for one in found.entries if one.kind == "ui"] == ["app.answer"]


TOLD = {
    "a configuration of a run": 'graph.invoke({}, config=RunnableConfig(callbacks=[handler]))',
    "a configuration as a dict": 'graph.invoke({}, {"callbacks": [handler]})',
    "a graph with a configuration": 'graph.with_config(RunnableConfig(callbacks=[handler])).invoke({})',
    "a model with callbacks": 'llm.with_config(callbacks=[handler]).invoke("x")',
}


@pytest.mark.parametrize("way", TOLD)
def test_handlers_of_a_configuration_are_told(way: str, opened: Open) -> None:
    found = opened(
        {
            "app.py": f"""
from langchain_core.runnables import RunnableConfig
from langchain_openai import ChatOpenAI
from langfuse.langchain import CallbackHandler
from langgraph.graph import START, StateGraph
handler, llm = CallbackHandler(), ChatOpenAI(model="gpt-4o")
graph = StateGraph(dict).add_node("a", llm).add_edge(START, "a").compile()
def f(): {TOLD[way]}
"""
        },
        "app.f",
    )
    assert actions_of(found, "app.f")["tracing:langfuse"] == {"write"}


def test_a_callback_that_only_changes_the_page_is_no_entry(opened: Open) -> None:
    found = opened(
        {
            "app.py": """
import gradio as gr
from langchain_openai import ChatOpenAI
llm = ChatOpenAI(model="gpt-4o")
with gr.Blocks() as demo:
    box = gr.Textbox()
    gr.Button("Ask").click(lambda text: llm.invoke(text), box, box)
    gr.Button("Clear").click(lambda: "", outputs=box)
"""
        }
    )
    assert len([one for one in found.entries if one.kind == "ui"]) == 1
