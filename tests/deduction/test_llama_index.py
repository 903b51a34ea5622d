"""What LlamaIndex writes when it indexes, what its readers and tools ask."""

from __future__ import annotations

from collections.abc import Callable

INDEX = """
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.ingestion import IngestionPipeline
from llama_index.embeddings.cohere import CohereEmbedding
from llama_index.vector_stores.pinecone import PineconeVectorStore
store = PineconeVectorStore(index_name="docs", api_key="x")
embed = CohereEmbedding(model_name="embed-v4.0")
"""
WRITTEN = {"vector_store:docs": {"write"}, "model:embed-v4.0": {"invoke"}}


def test_an_index_of_nodes_embeds_them_and_writes_them_to_its_store(uses: Callable[..., object]) -> None:
    source = f"""{INDEX}
def f(nodes):
    VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults(vector_store=store), embed_model=embed)
"""
    assert uses(source) == WRITTEN


def test_what_is_inserted_into_an_index_goes_to_its_store(uses: Callable[..., object]) -> None:
    source = f"""{INDEX}
index = VectorStoreIndex.from_vector_store(store, embed_model=embed)
def f(document):
    index.insert(document)
"""
    assert uses(source) == WRITTEN


def test_a_pipeline_runs_its_transformations_and_writes_to_its_store(uses: Callable[..., object]) -> None:
    source = f"""{INDEX}
pipeline = IngestionPipeline(transformations=[embed], vector_store=store)
def f(documents):
    pipeline.run(documents=documents)
"""
    assert uses(source) == WRITTEN


def test_an_index_that_is_asked_only_reads(uses: Callable[..., object]) -> None:
    source = f"""{INDEX}
retriever = VectorStoreIndex.from_vector_store(store, embed_model=embed).as_retriever()
def f(question):
    return retriever.retrieve(question)
"""
    assert uses(source) == {"vector_store:docs": {"read"}, "model:embed-v4.0": {"invoke"}}


def test_readers_ask_where_they_read(uses: Callable[..., object]) -> None:
    source = """
        from llama_index.readers.confluence import ConfluenceReader
        from llama_index.readers.mongodb import SimpleMongoReader

        def f():
            ConfluenceReader(base_url="https://acme.example.com/wiki", api_token="x").load_data(space_key="A")
            return SimpleMongoReader(uri="mongodb://host/orders").load_data("orders", "items")
    """
    assert uses(source) == {"external_api:acme.example.com": {"read"}, "database:orders": {"read"}}


def test_an_agent_asks_what_its_tools_are_made_of(uses: Callable[..., object]) -> None:
    source = """
        from llama_index.core.agent.workflow import FunctionAgent
        from llama_index.llms.deepseek import DeepSeek
        from llama_index.tools.mcp import BasicMCPClient, McpToolSpec
        from llama_index.tools.tavily_research import TavilyToolSpec

        def f():
            tools = [*TavilyToolSpec(api_key="x").to_tool_list()]
            tools += McpToolSpec(client=BasicMCPClient("https://tools.example.com/mcp")).to_tool_list()
            return FunctionAgent(tools=tools, llm=DeepSeek("deepseek-chat", api_key="x")).run("?")
    """
    assert uses(source) == {
        "external_api:tavily": {"invoke"},
        "mcp_server:tools.example.com": {"invoke"},
        "model:deepseek-chat": {"invoke"},
    }


def test_messages_are_kept_in_the_chat_store_of_a_memory(uses: Callable[..., object]) -> None:
    source = """
        from llama_index.core.chat_engine import SimpleChatEngine
        from llama_index.core.memory import ChatMemoryBuffer
        from llama_index.llms.mistralai import MistralAI
        from llama_index.storage.chat_store.dynamodb import DynamoDBChatStore

        def f(question):
            memory = ChatMemoryBuffer.from_defaults(chat_store=DynamoDBChatStore(table_name="sessions"))
            engine = SimpleChatEngine.from_defaults(llm=MistralAI(model="mistral-small", api_key="x"), memory=memory)
            return engine.chat(question)
    """
    assert uses(source) == {
        "kv_store:sessions": {"DeleteItem", "GetItem", "PutItem", "Query"},
        "model:mistral-small": {"invoke"},
    }
