"""What can be put in the place of state that would not last: plain data, which window and command line offer by name.

A remedy fits a problem of deduction by its code, and the call at the problem's place by the class that is called
there. `text` is the new call: `{table}` stands for the name of a table and `{url}` for a connection string, both from
the environment, `{key}` for what tells conversations apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
    lacks_setup: bool = False
    """Has the new class no `setup()`, which the old one may be asked for?"""
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
_SAVER, _STORE = ("langgraph_checkpoint_aws", "DynamoDBSaver"), ("langgraph_checkpoint_aws", "DynamoDBStore")
_HISTORY = ("langchain_community.chat_message_histories", "DynamoDBChatMessageHistory")
_SESSION = "session_id={key}"


def _dynamodb(code: str, replaces: Mapping[str, str], home: tuple[str, str], name: str, requirements: tuple[str, ...],
              further: str = "") -> Remedy:  # fmt: skip
    """In a table called NAME. HOME is the module and the class that keeps it there; FURTHER its other arguments."""
    given = ", ".join(filter(None, ("table_name={table}", further)))
    return Remedy("dynamodb", "Keep it in DynamoDB", code, replaces, (home,), f"{home[1]}({given})", "kv_store",
                  requirements, name, lacks_setup=home[1] == "DynamoDBSaver")  # fmt: skip


def _postgres(code: str, replaces: Mapping[str, str], home: tuple[str, str], *, pooled: bool = True) -> Remedy:
    """In the database that a connection string names. A pool stays open; without one the class opens a connection."""
    imports = (home, ("psycopg_pool", "ConnectionPool")) if pooled else (home,)
    text = f"{home[1]}({_POOL})" if pooled else f"{home[1]}.from_conn_string({{url}})"
    return Remedy("postgres", "Keep it in Postgres", code, replaces, imports, text, "database",
                  ("langgraph-checkpoint-postgres", "psycopg[binary,pool]"), synchronous=not home[0].endswith(".aio"),
                  afterwards="Call its `setup()` once for a new database: it makes the tables.")  # fmt: skip


_LANGGRAPH, _LANGCHAIN = ("langgraph-checkpoint-aws",), ("langchain-community", "boto3")
_PG_SAVER = ("langgraph.checkpoint.postgres", "PostgresSaver")
_PG_ASYNC_SAVER = ("langgraph.checkpoint.postgres.aio", "AsyncPostgresSaver")
_PG_STORE = ("langgraph.store.postgres", "PostgresStore")

_FROM_FILES = (
    _dynamodb("local-saver", {**_FILES, **_ASYNC_FILES}, _SAVER, "checkpoints", _LANGGRAPH),
    _postgres("local-saver", _FILES, _PG_SAVER),
    _postgres("local-saver", {"SqliteSaver.from_conn_string": "langgraph"}, _PG_SAVER, pooled=False),
    _postgres("local-saver", {"AsyncSqliteSaver.from_conn_string": "langgraph"}, _PG_ASYNC_SAVER, pooled=False),
)
REMEDIES = (
    _dynamodb("memory-saver", _SAVERS, _SAVER, "checkpoints", _LANGGRAPH),
    _postgres("memory-saver", _SAVERS, _PG_SAVER),
    *(replace(one, drops_arguments=True) for one in _FROM_FILES),
    _dynamodb("memory-store", _STORES, _STORE, "memories", _LANGGRAPH),
    _postgres("memory-store", _STORES, _PG_STORE),
    _dynamodb("memory-history", _HISTORIES, _HISTORY, "chat-history", _LANGCHAIN, _SESSION),
    replace(
        _dynamodb("memory-history", _MEMORIES, _HISTORY, "chat-history", _LANGCHAIN, _SESSION),
        as_argument="chat_memory",
    ),
)


def remedies_of(code: str) -> tuple[Remedy, ...]:
    """Every remedy that a problem of this code may have."""
    return tuple(remedy for remedy in REMEDIES if remedy.code == code)


def offers(problem: Problem) -> tuple[Remedy, ...]:
    """What can solve a problem, by its code and the class that it names, each word once."""
    named = set(problem.message.split())
    fitting = [remedy for remedy in remedies_of(problem.code) if named & remedy.replaces.keys()]
    return tuple({remedy.id: remedy for remedy in reversed(fitting)}.values())[::-1]
