"""The calls of libraries that say something about where code can run. One row: a code, the packages, the names.

A name is the last word of what is called (`MemorySaver`, `from_pretrained`); it counts when it comes from one of the
packages, under whatever module: libraries move their classes, but seldom rename them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Row(NamedTuple):
    code: str
    packages: frozenset[str]


LANGCHAIN = "langchain langchain_core langchain_community langchain_classic"

_CALLS = f"""
memory-saver   | langgraph | MemorySaver InMemorySaver
memory-store   | langgraph | InMemoryStore
memory-kv      | {LANGCHAIN} | InMemoryStore InMemoryByteStore
file-saver     | langgraph | SqliteSaver AsyncSqliteSaver SqliteStore AsyncSqliteStore from_conn_string
memory-history | {LANGCHAIN} | ChatMessageHistory InMemoryChatMessageHistory ConversationBufferMemory
memory-history | {LANGCHAIN} | ConversationBufferWindowMemory ConversationSummaryMemory ConversationTokenBufferMemory
memory-history | {LANGCHAIN} | ConversationSummaryBufferMemory ConversationEntityMemory ConversationStringBufferMemory
memory-history | llama_index | ChatMemoryBuffer SimpleChatStore
memory-vectors | {LANGCHAIN} | InMemoryVectorStore DocArrayInMemorySearch
memory-cache   | {LANGCHAIN} langgraph | InMemoryCache

weights | sentence_transformers | SentenceTransformer CrossEncoder
weights | langchain_huggingface {LANGCHAIN} | HuggingFaceEmbeddings HuggingFaceInstructEmbeddings HuggingFacePipeline
weights | langchain_huggingface {LANGCHAIN} | HuggingFaceBgeEmbeddings HuggingFaceCrossEncoder FastEmbedEmbeddings
weights | {LANGCHAIN} | LlamaCpp LlamaCppEmbeddings ChatLlamaCpp GPT4All GPT4AllEmbeddings CTransformers FlashrankRerank
weights | langchain_huggingface {LANGCHAIN} | from_model_id
weights | transformers diffusers sentence_transformers peft timm optimum auto_gptq unsloth | from_pretrained pipeline
weights | llama_cpp llama_index gpt4all ctransformers | Llama HuggingFaceEmbedding LlamaCPP GPT4All
weights | torch spacy whisper keras tensorflow | load load_model
weights | faster_whisper fastembed flashrank | WhisperModel TextEmbedding Ranker
weights | easyocr docling | Reader DocumentConverter
weights | chromadb | SentenceTransformerEmbeddingFunction DefaultEmbeddingFunction InstructorEmbeddingFunction
weights | FlagEmbedding | FlagModel BGEM3FlagModel FlagReranker FlagAutoModel FlagAutoReranker LayerWiseFlagLLMReranker
weights | presidio_analyzer ultralytics paddleocr insightface | AnalyzerEngine YOLO PaddleOCR FaceAnalysis
accelerator | vllm {LANGCHAIN} | LLM AsyncLLMEngine AsyncLLM VLLM

streams | fastapi starlette sse_starlette django lanarky litestar | StreamingResponse EventSourceResponse
streams | django flask quart | StreamingHttpResponse stream_with_context
streams-if-generated | flask quart werkzeug | Response

task      | asyncio | create_task ensure_future run_coroutine_threadsafe
thread    | threading multiprocessing | Thread Timer Process
scheduler | apscheduler schedule | BackgroundScheduler AsyncIOScheduler

sleeps | time asyncio anyio | sleep

program | subprocess | run Popen call check_call check_output
program | asyncio | create_subprocess_exec create_subprocess_shell
program | os | system popen

agent | langgraph langchain langgraph_supervisor langgraph_swarm | create_react_agent create_supervisor create_swarm
agent | {LANGCHAIN} deepagents | create_agent AgentExecutor initialize_agent create_deep_agent
agent | {LANGCHAIN} langchain_experimental | create_sql_agent create_pandas_dataframe_agent create_csv_agent
agent | crewai llama_index smolagents autogen_agentchat | Crew ReActAgent FunctionAgent CodeAgent ToolCallingAgent

writes-0 | os | makedirs mkdir
writes-0 | logging | FileHandler RotatingFileHandler TimedRotatingFileHandler WatchedFileHandler
writes-1 | shutil joblib torch | copy copy2 copyfile copytree move dump save
writes-0 | numpy matplotlib | save savez savefig
"""

_METHODS = """
task           | asyncio | create_task
queued-task    | fastapi starlette | add_task
thread-joined  | threading multiprocessing | join
writes-0       | faiss langchain langchain_community langchain_core pandas matplotlib PIL | save_local dump savefig
writes-0       | pandas polars | to_csv to_json to_parquet to_pickle to_excel write_csv write_parquet write_json
memory-vectors | langchain langchain_core langchain_community | add_documents add_texts aadd_documents aadd_texts
"""


def _table(text: str) -> Mapping[str, tuple[Row, ...]]:
    table: dict[str, tuple[Row, ...]] = {}
    for line in filter(None, text.splitlines()):
        code, packages, names = (part.split() for part in line.split("|"))
        for name in names:
            table[name] = (*table.get(name, ()), Row(code[0], frozenset(packages)))
    return table


CALLS = _table(_CALLS)
"""Last word of a function or class -> rows."""
METHODS = _table(_METHODS)
"""Method -> rows; the package is that of the object's class."""
PATH_WRITES = frozenset({"write_text", "write_bytes", "touch", "mkdir"})
"""Methods of a path that write."""
GROWING = frozenset({"append", "add", "insert", "appendleft", "extend", "update", "setdefault"})
"""Methods of lists, sets and dicts that keep what they are given."""
CACHING = frozenset({"cache", "lru_cache", "cached", "cache_resource", "cached_property", "alru_cache"})
"""Decorators that keep what a function gives."""
KEPT_ELSEWHERE = ("chat_memory", "chat_history", "chat_store", "store", "client")
"""Arguments with which an in-memory class only stands before a store that lasts."""
AT_HAND = frozenset({
    "awk", "bash", "cat", "chmod", "cp", "curl", "date", "df", "du", "echo", "env", "false", "find", "grep", "head",
    "hostname", "id", "kill", "ls", "mkdir", "mv", "nproc", "pip", "pip3", "ps", "pwd", "python", "python3", "rm",
    "sed", "sh", "sleep", "sort", "tail", "test", "touch", "true", "uname", "uniq", "uv", "wc", "which", "whoami",
    "xargs",
})  # fmt: skip
"""Programs that a function has, or that come with its interpreter."""
VECTORS_IN_MEMORY = frozenset({"InMemoryVectorStore", "DocArrayInMemorySearch", "FAISS", "SimpleVectorStore"})
