"""LangChain and LangGraph: what an entry reaches through chains, tools, agents and graphs. One idiom each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

HEADER = """
import boto3
from langchain_aws import ChatBedrockConverse
from langchain_core.tools import tool
llm = ChatBedrockConverse(model="m1")
def read(x): return boto3.resource("dynamodb").Table("t").get_item(Key={})
"""
TABLE = {"kv_store:t": {"GetItem"}}
MODEL = {"model:m1": {"InvokeModel"}}
BOTH = {**TABLE, **MODEL}

CASES: dict[str, tuple[str, dict[str, set[str]]]] = {
    "what listens to a chain": ("""
def record(run): read(run)
def f(x): return (llm | str).with_listeners(on_end=record).invoke(x)
""", BOTH),
    "a prompt with a part that is known": ("""
from langchain_core.prompts import ChatPromptTemplate
prompt = ChatPromptTemplate.from_template("{a}{b}").partial(a="x")
def f(x): return prompt.pipe(llm).invoke(x)
""", MODEL),
    "a model that a run names under a prefix": ("""
from langchain.chat_models import init_chat_model
model = init_chat_model(configurable_fields=("model", "model_provider"), config_prefix="first")
def f(x): return model.invoke(x, {"configurable": {"first_model": "m1", "first_model_provider": "bedrock_converse"}})
""", MODEL),
    "the state of an agent": ("""
from langgraph.prebuilt import create_react_agent
from langgraph_checkpoint_aws import DynamoDBSaver
agent = create_react_agent(llm, [read], checkpointer=DynamoDBSaver(table_name="saved"))
def f(x): return agent.get_state({"configurable": {"thread_id": x}})
""", {"kv_store:saved": {"GetItem", "Query", "BatchGetItem"}}),
    "a function that answers with the chain that goes on": ("""
from langchain_core.runnables import RunnableLambda, chain
answer = RunnableLambda(read) | llm
@chain
def route(x): return answer
def f(x): return route.invoke(x)
""", BOTH),
    "a history whose class is the factory": ("""
from langchain_core.chat_history import BaseChatMessageHistory
from langchain_core.runnables.history import RunnableWithMessageHistory
class History(BaseChatMessageHistory):
    def __init__(self, session): self.table = boto3.resource("dynamodb").Table("t")
    @property
    def messages(self): return self.table.get_item(Key={})
    def clear(self): self.table.delete_item(Key={})
def f(x): return RunnableWithMessageHistory(llm, History).invoke(x)
""", BOTH),
    "an alternative that a function makes": ("""
from langchain_core.runnables import ConfigurableField, RunnableLambda
field = ConfigurableField(id="llm")
model = RunnableLambda(read).configurable_alternatives(field, default_key="a", b=lambda: llm)
def f(x): return model.invoke(x)
""", BOTH),
    "the alternative that a configuration names": ("""
from langchain_core.runnables import ConfigurableField, RunnableLambda
model = RunnableLambda(read).configurable_alternatives(ConfigurableField(id="llm"), default_key="a", b=llm)
def f(x): return model.with_config(configurable={"llm": "b"}).invoke(x)
""", MODEL),
    "the alternative that a run names": ("""
from langchain_core.runnables import ConfigurableField, RunnableLambda
model = RunnableLambda(read).configurable_alternatives(ConfigurableField(id="llm"), default_key="a", b=llm)
def f(x): return model.invoke(x, config={"configurable": {"llm": "a"}})
""", TABLE),
    "a chain that an evaluation makes and runs": ("""
from langchain.smith import run_on_dataset
def make(): return llm
def f(): return run_on_dataset(dataset_name="d", llm_or_chain_factory=make)
""", {**MODEL, "tracing:langsmith": {"read", "write"}}),
    "tools that are loaded by name": ("""
from langchain.agents import AgentType, initialize_agent, load_tools
agent = initialize_agent(load_tools(["ddg-search", "llm-math"], llm=llm), llm, agent=AgentType.OPENAI_FUNCTIONS)
def f(q): return agent.run(q)
""", {**MODEL, "external_api:duckduckgo": {"invoke"}}),
    "a pipe": ("""
from langchain_core.prompts import ChatPromptTemplate
chain = ChatPromptTemplate.from_template("{x}") | llm
def f(q): return chain.invoke(q)
""", MODEL),
    "functions inside a parallel step": ("""
from langchain_core.runnables import RunnableLambda, RunnableParallel, RunnablePassthrough
chain = RunnableParallel(context=RunnableLambda(read), q=RunnablePassthrough()) | llm
def f(q): return chain.invoke(q)
""", BOTH),
    "a dict in a pipe": ("""
chain = {"context": read} | (llm | (lambda x: x))
def f(q): return chain.invoke(q)
""", BOTH),
    "a stream that the caller asks for": ("""
from langchain_core.runnables import RunnablePassthrough
chain = RunnablePassthrough.assign(context=read) | llm
async def f(q):
    async for piece in chain.astream(q): pass
""", {**TABLE, "model:m1": {"InvokeModelWithResponseStream"}}),
    "either side of a branch": ("""
from langchain_core.runnables import RunnableBranch
chain = RunnableBranch((lambda x: True, llm), ChatBedrockConverse(model="m2"))
def f(q): return chain.invoke(q)
""", {**MODEL, "model:m2": {"InvokeModel"}}),
    "fallbacks": ("""
chain = llm.with_fallbacks([ChatBedrockConverse(model="m2")])
def f(q): return chain.invoke(q)
""", {**MODEL, "model:m2": {"InvokeModel"}}),
    "@chain": ("""
from langchain_core.runnables import chain
@chain
def ask(q): return llm.invoke(q)
def f(q): return ask.invoke(q)
""", MODEL),
    "structured output": ("""
def f(q): return llm.with_structured_output(dict).invoke(q)
""", MODEL),
    "a prompt alone calls no model": ("""
from langchain_core.prompts import ChatPromptTemplate
prompt = ChatPromptTemplate.from_template("{x}")
chain = prompt | llm
def f(q): return prompt.invoke(q)
""", {}),
    "tools looked up by name": ("""
@tool
def look(x: str): return read(x)
TOOLS = {one.name: one for one in [look]}
def f(q):
    for call in llm.bind_tools([look]).invoke(q).tool_calls: TOOLS[call["name"]].invoke(call["args"])
""", BOTH),
    "a subclass of BaseTool": ("""
from langchain_core.tools import BaseTool
class Look(BaseTool):
    name: str = "look"
    def _run(self, q): return read(q)
def f(q): return Look().invoke(q)
""", TABLE),
    "a subclass of BaseRetriever in a chain": ("""
from langchain_core.retrievers import BaseRetriever
class Own(BaseRetriever):
    k: int = 1
    def _get_relevant_documents(self, q, *, run_manager): return read(q)
chain = Own() | llm
def f(q): return chain.invoke(q)
""", BOTH),
    "a graph with a tool node": ("""
from langgraph.graph import MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition
@tool
def look(x: str): return read(x)
graph = StateGraph(MessagesState)
graph.add_node("model", lambda s: llm.invoke(s["messages"]))
graph.add_node("tools", ToolNode([look]))
graph.add_conditional_edges("model", tools_condition)
agent = graph.compile()
def f(q): return agent.invoke(q)
""", BOTH),
    "a prebuilt agent": ("""
from langgraph.prebuilt import create_react_agent
agent = create_react_agent(llm, [read])
def f(q): return agent.invoke(q)
""", BOTH),
    "an agent of the old kind": ("""
from langchain.agents import AgentExecutor, create_tool_calling_agent
from langchain_core.tools import Tool
tools = [Tool(name="x", func=read, description="")]
executor = AgentExecutor(agent=create_tool_calling_agent(llm, tools, None), tools=tools)
def f(q): return executor.invoke({"input": q})
""", BOTH),
    "the functional API": ("""
from langgraph.func import entrypoint, task
@task
def load(x): return read(x)
@entrypoint()
def flow(x): return load(x).result()
def f(q): return flow.invoke(q)
""", TABLE),
    "a node that is reached by Send": ("""
from langgraph.graph import StateGraph
from langgraph.types import Send
graph = StateGraph(dict)
graph.add_node("work", read)
graph.add_conditional_edges("__start__", lambda s: [Send("work", {})])
agent = graph.compile()
def f(q): return agent.invoke(q)
""", TABLE),
    "a model by its string": ("""
from langchain.chat_models import init_chat_model
def f(q): return init_chat_model("bedrock_converse:m1").invoke(q)
""", MODEL),
    "a factory of histories": ("""
from langchain_community.chat_message_histories import DynamoDBChatMessageHistory
from langchain_core.runnables.history import RunnableWithMessageHistory
chat = RunnableWithMessageHistory(llm, lambda sid: DynamoDBChatMessageHistory("h", sid))
def f(q): return chat.invoke(q)
""", {**MODEL, "kv_store:h": {"GetItem", "UpdateItem"}}),
    "loaders": ("""
from langchain_community.document_loaders import S3DirectoryLoader
def f(): return S3DirectoryLoader("files").load()
""", {"bucket:files": {"GetObject", "ListBucket"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_entry_reaches_what_the_library_runs(name: str, uses: Callable[..., dict[str, set[str]]]) -> None:
    code, expected = CASES[name]

    assert uses(HEADER + code) == expected


@pytest.mark.parametrize(
    ("options", "actions"),
    [
        ("", {"InvokeModel", "InvokeModelWithResponseStream"}),
        (", enabled_endpoints=['invoke']", {"InvokeModel"}),
        (", disabled_endpoints=['invoke', 'batch']", {"InvokeModelWithResponseStream"}),
    ],
)
def test_langserve_streams_unless_it_is_told_not_to(
    options: str, actions: set[str], opened: Callable[..., Architecture]
) -> None:
    seen = opened(
        "from fastapi import FastAPI\nfrom langserve import add_routes\nfrom langchain_aws import ChatBedrockConverse\n"
        f"app = FastAPI()\nadd_routes(app, ChatBedrockConverse(model='nova'), path='/chat'{options})\n"
    )

    assert actions_of(seen, "LangServe /chat")["model:nova"] == actions


@pytest.mark.parametrize(
    ("stream", "actions"),
    [
        ("stream(x)", {"InvokeModel"}),
        ("stream(x, stream_mode='updates')", {"InvokeModel"}),
        ("stream(x, stream_mode=['updates', 'messages'])", {"InvokeModel", "InvokeModelWithResponseStream"}),
        ("astream_events(x)", {"InvokeModel", "InvokeModelWithResponseStream"}),
    ],
)
@pytest.mark.parametrize("model", ["llm", "'bedrock_converse:m1'"])
def test_an_agent_streams_what_its_model_answers_as_a_whole(
    model: str, stream: str, actions: set[str], opened: Callable[..., Architecture]
) -> None:
    made = f"from langchain.agents import create_agent\nagent = create_agent({model}, [])\n"
    seen = opened(f"{HEADER}{made}def f(x): return agent.{stream}\n", "app.f")

    assert actions_of(seen, "app.f")["model:m1"] == actions


def test_indexing_reads_its_loader_and_deletes_what_is_no_more(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
from langchain.indexes import SQLRecordManager, index
from langchain_community.document_loaders import S3DirectoryLoader
from langchain_postgres import PGVector
from langchain_openai import OpenAIEmbeddings
import os
store = PGVector(embeddings=OpenAIEmbeddings(), collection_name="docs", connection=os.environ["VECTORS"])
def f(): index(S3DirectoryLoader("corpus"), SQLRecordManager("d", db_url="sqlite:///x.db"), store, cleanup="full")
""", "app.f")

    assert actions_of(seen, "app.f")["vector_store:docs"] >= {"write", "delete"}
    assert actions_of(seen, "app.f")["bucket:corpus"] == {"GetObject", "ListBucket"}
    assert "secret:VECTORS" in {one.id for one in seen.resources}


def test_a_memory_of_vectors_adds_what_is_said(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
from langchain.chains import ConversationChain
from langchain.memory import VectorStoreRetrieverMemory
from langchain_aws import BedrockEmbeddings, ChatBedrock
from langchain_pinecone import PineconeVectorStore
store = PineconeVectorStore(index_name="said", embedding=BedrockEmbeddings(model_id="titan"))
memory = VectorStoreRetrieverMemory(retriever=store.as_retriever())
def f(x): return ConversationChain(llm=ChatBedrock(model_id="m"), memory=memory).invoke(x)
""", "app.f")

    assert actions_of(seen, "app.f")["vector_store:said"] == {"read", "write"}


def test_models_ask_the_cache_of_the_process_and_embeddings_do_not(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
from langchain_aws import BedrockEmbeddings, ChatBedrockConverse
from langchain_core.globals import set_llm_cache
from langchain_redis import RedisCache
set_llm_cache(RedisCache(redis_url="redis://answers:6379"))
def f(x): return ChatBedrockConverse(model="m").invoke(x)
def g(x): return BedrockEmbeddings(model_id="titan").embed_query(x)
""", "app.f", "app.g")

    assert actions_of(seen, "app.f") == {"model:m": {"InvokeModel"}, "cache:answers:6379": {"read", "write"}}
    assert actions_of(seen, "app.g") == {"model:titan": {"InvokeModel"}}


def test_a_retriever_of_parents_writes_to_the_stores_that_it_searches(opened: Callable[..., Architecture]) -> None:
    seen = opened("""
from langchain.retrievers import ParentDocumentRetriever
from langchain_community.storage import RedisStore
from langchain_aws import BedrockEmbeddings
from langchain_pinecone import PineconeVectorStore
store = PineconeVectorStore(index_name="docs", embedding=BedrockEmbeddings(model_id="titan"))
retriever = ParentDocumentRetriever(vectorstore=store, docstore=RedisStore(redis_url="redis://parents:6379"))
def f(docs): retriever.add_documents(docs)
def g(x): return retriever.invoke(x)
""", "app.f", "app.g")

    assert actions_of(seen, "app.f") == {
        "vector_store:docs": {"write"}, "cache:parents:6379": {"write"}, "model:titan": {"InvokeModel"},
    }
    assert actions_of(seen, "app.g")["vector_store:docs"] == {"read"}
