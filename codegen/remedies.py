"""What can be put in the place of state that would not last: plain data, which window and command line offer by name.

A remedy fits a problem of deduction by its code, and the call at the problem's place by the class that is called
there. `text` is the new call: `{table}` stands for the name of a table and `{url}` for a connection string, both from
the environment, `{key}` for what tells conversations apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..resources.architecture import Problem


@dataclass(frozen=True, slots=True)
class Remedy:
    id: str
    """What a person types: `dynamodb`."""
    label: str
    """What a button says."""
    code: str
    """The problem that it solves."""
    replaces: Mapping[str, str]
    """Class that is called -> the packages that it may come from, separated by blanks."""
    imports: tuple[tuple[str, str], ...]
    text: str
    kind: str
    """The kind of the resource that the code needs afterwards."""
    requirements: tuple[str, ...]
    name: str = ""
    """What the resource is called, unless a person says otherwise."""
    as_argument: str = ""
    """The call stays, and gets the new one as this argument."""
    drops_arguments: bool = False
    """What the old call was given says where it kept things, and goes with it."""
    synchronous: bool = False
    """Does it lack asynchronous methods?"""
    afterwards: str = ""
    """What a person has to do once."""


_POOL = 'ConnectionPool({url}, kwargs={{"autocommit": True, "prepare_threshold": 0}})'
_SAVERS = {"MemorySaver": "langgraph", "InMemorySaver": "langgraph"}
_FILES = {"SqliteSaver": "langgraph"}
_ASYNC_FILES = {"AsyncSqliteSaver": "langgraph"}
_STORES = {"InMemoryStore": "langgraph"}
_CHAINS = "langchain langchain_classic langchain_community"
_HISTORIES = {
    "ChatMessageHistory": _CHAINS, "InMemoryChatMessageHistory": "langchain_core langchain langchain_community",
}  # fmt: skip
_MEMORIES: Mapping[str, str] = {
    f"Conversation{word}Memory": _CHAINS
    for word in ("Buffer", "BufferWindow", "Summary", "SummaryBuffer", "TokenBuffer")
}
_HISTORY = "DynamoDBChatMessageHistory(table_name={table}, session_id={key})"
_POSTGRES = ("langgraph-checkpoint-postgres", "psycopg[binary,pool]")
_SETUP = "Call its `setup()` once for a new database: it makes the tables."

REMEDIES = (
    Remedy(
        "dynamodb", "Keep it in DynamoDB", "memory-saver", _SAVERS, (("langgraph_checkpoint_aws", "DynamoDBSaver"),),
        "DynamoDBSaver(table_name={table})", "kv_store", ("langgraph-checkpoint-aws",), "checkpoints",
    ),
    Remedy(
        "postgres", "Keep it in Postgres", "memory-saver", _SAVERS,
        (("langgraph.checkpoint.postgres", "PostgresSaver"), ("psycopg_pool", "ConnectionPool")),
        f"PostgresSaver({_POOL})", "database", _POSTGRES,
        synchronous=True, afterwards=_SETUP,
    ),
    Remedy(
        "dynamodb", "Keep it in DynamoDB", "local-saver", {**_FILES, **_ASYNC_FILES},
        (("langgraph_checkpoint_aws", "DynamoDBSaver"),), "DynamoDBSaver(table_name={table})", "kv_store",
        ("langgraph-checkpoint-aws",), "checkpoints", drops_arguments=True,
    ),
    Remedy(
        "postgres", "Keep it in Postgres", "local-saver", _FILES,
        (("langgraph.checkpoint.postgres", "PostgresSaver"), ("psycopg_pool", "ConnectionPool")),
        f"PostgresSaver({_POOL})", "database", _POSTGRES, drops_arguments=True, synchronous=True, afterwards=_SETUP,
    ),
    Remedy(
        "postgres", "Keep it in Postgres", "local-saver", {"SqliteSaver.from_conn_string": "langgraph"},
        (("langgraph.checkpoint.postgres", "PostgresSaver"),), "PostgresSaver.from_conn_string({url})", "database",
        _POSTGRES, drops_arguments=True, synchronous=True, afterwards=_SETUP,
    ),
    Remedy(
        "postgres", "Keep it in Postgres", "local-saver", {"AsyncSqliteSaver.from_conn_string": "langgraph"},
        (("langgraph.checkpoint.postgres.aio", "AsyncPostgresSaver"),), "AsyncPostgresSaver.from_conn_string({url})",
        "database", _POSTGRES, drops_arguments=True, afterwards=_SETUP,
    ),
    Remedy(
        "dynamodb", "Keep it in DynamoDB", "memory-store", _STORES, (("langgraph_checkpoint_aws", "DynamoDBStore"),),
        "DynamoDBStore(table_name={table})", "kv_store", ("langgraph-checkpoint-aws",), "memories",
    ),
    Remedy(
        "postgres", "Keep it in Postgres", "memory-store", _STORES,
        (("langgraph.store.postgres", "PostgresStore"), ("psycopg_pool", "ConnectionPool")),
        f"PostgresStore({_POOL})", "database", _POSTGRES,
        synchronous=True, afterwards=_SETUP,
    ),
    Remedy(
        "dynamodb", "Keep it in DynamoDB", "memory-history", _HISTORIES,
        (("langchain_community.chat_message_histories", "DynamoDBChatMessageHistory"),),
        _HISTORY, "kv_store", ("langchain-community", "boto3"), "chat-history",
    ),
    Remedy(
        "dynamodb", "Keep it in DynamoDB", "memory-history", _MEMORIES,
        (("langchain_community.chat_message_histories", "DynamoDBChatMessageHistory"),),
        _HISTORY, "kv_store", ("langchain-community", "boto3"), "chat-history", as_argument="chat_memory",
    ),
)  # fmt: skip


def remedies_of(code: str) -> tuple[Remedy, ...]:
    """Every remedy that a problem of this code may have."""
    return tuple(remedy for remedy in REMEDIES if remedy.code == code)


def offers(problem: Problem) -> tuple[Remedy, ...]:
    """What can solve a problem, by its code and the class that it names, each word once."""
    named = set(problem.message.split())
    fitting = [remedy for remedy in remedies_of(problem.code) if named & remedy.replaces.keys()]
    return tuple({remedy.id: remedy for remedy in reversed(fitting)}.values())[::-1]
