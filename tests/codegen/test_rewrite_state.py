"""State that would not last is rewritten into state that does: the code, its imports, what it requires, the picture."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from archloom.codegen import Change, Refused, Rewrite, plan, undo, write
from archloom.codegen.remedies import REMEDIES, offers
from archloom.resources.architecture import Architecture, Problem
from archloom.resources.deduction import deduce
from archloom.resources.fit import HAZARDS

AGENT = """
    from fastapi import FastAPI
    from langchain_openai import ChatOpenAI
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.prebuilt import create_react_agent

    app = FastAPI()
    saver = InMemorySaver()  # threads
    agent = create_react_agent(ChatOpenAI(model="gpt-4o"), [], checkpointer=saver)


    @app.post("/chat")
    def chat(text: str):
        return agent.invoke({"messages": [text]})
"""
HISTORY = """
    from fastapi import FastAPI
    from langchain_core.chat_history import InMemoryChatMessageHistory
    from langchain_core.runnables.history import RunnableWithMessageHistory
    from langchain_openai import ChatOpenAI

    app = FastAPI()
    chats = {}


    def history(session_id: str):
        if session_id not in chats:
            chats[session_id] = InMemoryChatMessageHistory()
        return chats[session_id]


    chain = RunnableWithMessageHistory(ChatOpenAI(model="gpt-4o"), history)


    @app.post("/chat")
    def chat(text: str, session: str):
        return chain.invoke(text, config={"configurable": {"session_id": session}})
"""


def project(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def problem(architecture: Architecture, code: str) -> Problem:
    return next(one for one in architecture.problems if one.code == code)


def rewritten(root: Path, code: str, remedy: str = "dynamodb", name: str = "") -> Change:
    before = deduce(root, cache=False)
    made = plan(root, before, Rewrite(problem(before, code).source, remedy, name))
    assert isinstance(made, Change), str(made)
    return made


def refused(root: Path, code: str, remedy: str = "dynamodb") -> str:
    before = deduce(root, cache=False)
    made = plan(root, before, Rewrite(problem(before, code).source, remedy))
    assert isinstance(made, Refused), made.diff()
    return str(made)


def text(change: Change, path: str) -> str:
    return next((file.after or b"").decode() for file in change.files if file.path == path)


def may(architecture: Architecture, resource: str) -> set[str]:
    return {action for link in architecture.links_to(resource) if link.kind == "permission" for action in link.actions}


def test_a_checkpointer_in_memory_becomes_one_in_dynamodb(tmp_path: Path) -> None:
    root = project(tmp_path, {"app.py": AGENT, "requirements.txt": "fastapi\nlanggraph\nzzz\n"})

    made = rewritten(root, "memory-saver")

    code = text(made, "app.py")
    assert 'saver = DynamoDBSaver(table_name=os.environ.get("CHECKPOINTS_TABLE", "checkpoints"))  # threads\n' in code
    assert "from langgraph_checkpoint_aws import DynamoDBSaver\n" in code
    assert code.startswith("import os\n\nfrom fastapi")
    assert "InMemorySaver" not in code
    assert text(made, "requirements.txt") == "fastapi\nlanggraph\nlanggraph-checkpoint-aws\nzzz\n"


def test_the_picture_then_has_the_table_with_its_key_and_its_permissions(tmp_path: Path) -> None:
    made = rewritten(project(tmp_path, {"app.py": AGENT}), "memory-saver")

    table = made.after.by_id["kv_store:checkpoints"]
    assert (table.env, dict(table.properties)) == ("CHECKPOINTS_TABLE", {"partition_key": "PK", "sort_key": "SK"})
    assert {"dynamodb:PutItem", "dynamodb:Query"} <= may(made.after, table.id)
    assert not [one for one in made.after.problems if one.code == "memory-saver"]
    assert not [one for one in made.after.resources if one.kind == "local_store"]


def test_it_can_be_postgres_whose_address_comes_from_the_environment(tmp_path: Path) -> None:
    files = {"app.py": AGENT, "pyproject.toml": '[project]\nname = "x"\nversion = "1"\ndependencies = ["langgraph"]\n'}
    made = rewritten(project(tmp_path, files), "memory-saver", "postgres")

    code = text(made, "app.py")
    assert 'ConnectionPool(os.environ["DATABASE_URL"]' in code
    assert "from langgraph.checkpoint.postgres import PostgresSaver\n" in code
    assert "from psycopg_pool import ConnectionPool\n" in code
    assert '"langgraph-checkpoint-postgres", "psycopg[binary,pool]"]' in text(made, "pyproject.toml")
    assert made.after.by_id["database:DATABASE_URL"].service == "postgres"


def test_a_store_in_memory_becomes_one_that_lasts(tmp_path: Path) -> None:
    code = """
        from fastapi import FastAPI
        from langgraph.store.memory import InMemoryStore
        app = FastAPI()
        kept = InMemoryStore()
        @app.post("/")
        def f(text: str):
            kept.put(("a",), "b", {"text": text})
        """
    root = project(tmp_path, {"app.py": code})

    assert "DynamoDBStore(table_name=" in text(rewritten(root, "memory-store"), "app.py")
    assert "PostgresStore(ConnectionPool(" in text(rewritten(root, "memory-store", "postgres"), "app.py").replace(
        "\n    ", ""
    )


SQLITE = """
    import sqlite3
    from fastapi import FastAPI
    from langgraph.checkpoint.sqlite import SqliteSaver
    app = FastAPI()
    {}
    @app.get("/")
    def f():
        return saver.get({{}})
"""


def test_a_checkpointer_in_a_file_becomes_one_that_lasts(tmp_path: Path) -> None:
    code = SQLITE.format('saver = SqliteSaver(sqlite3.connect("x.db"))')
    made = rewritten(project(tmp_path, {"app.py": code}), "local-saver")

    code = text(made, "app.py")
    assert 'saver = DynamoDBSaver(table_name=os.environ.get("CHECKPOINTS_TABLE", "checkpoints"))' in code
    assert "SqliteSaver" not in code


def test_a_context_manager_stays_one(tmp_path: Path) -> None:
    code = SQLITE.format('with SqliteSaver.from_conn_string("x.db") as saver:\n        pass')
    made = rewritten(project(tmp_path, {"app.py": code}), "local-saver", "postgres")

    assert 'with PostgresSaver.from_conn_string(os.environ["DATABASE_URL"]) as saver:' in text(made, "app.py")
    assert made.after.by_id["database:DATABASE_URL"].service == "postgres"


def test_only_what_fits_is_offered() -> None:
    def offered(code: str, message: str) -> list[str]:
        return [remedy.id for remedy in offers(Problem(code, "warning", message, None))]

    assert offered("memory-saver", "What MemorySaver saves") == ["dynamodb", "postgres"]
    assert offered("local-saver", "What SqliteSaver.from_conn_string saves") == ["postgres"]
    assert offered("local-saver", "What AsyncSqliteSaver saves") == ["dynamodb"]
    assert offered("memory-history", "The conversation in ChatMemoryBuffer is") == []


def test_a_conversation_is_kept_under_the_key_that_told_it_apart(tmp_path: Path) -> None:
    made = rewritten(project(tmp_path, {"app.py": HISTORY}), "memory-history", name="talks")

    code = text(made, "app.py")
    assert 'table_name=os.environ.get("TALKS_TABLE", "talks")' in code
    assert "session_id=session_id" in code
    assert made.after.by_id["kv_store:talks"].properties["partition_key"] == "SessionId"
    assert "dynamodb:UpdateItem" in may(made.after, "kv_store:talks")


def test_a_memory_of_a_chain_keeps_its_options_and_gets_a_history_that_lasts(tmp_path: Path) -> None:
    code = """
        from flask import Flask
        from langchain.memory import ConversationBufferMemory
        app = Flask(__name__)
        memory = ConversationBufferMemory(return_messages=True)
        @app.post("/")
        def f():
            return memory.load_memory_variables({})
        """
    made = rewritten(project(tmp_path, {"app.py": code}), "memory-history")

    flat = "".join(line.strip() for line in text(made, "app.py").splitlines())
    assert "ConversationBufferMemory(return_messages=True,chat_memory=DynamoDBChatMessageHistory(" in flat
    assert "import ConversationBufferMemory" in flat


def test_undo_restores_every_byte(tmp_path: Path) -> None:
    root = project(tmp_path, {"app.py": AGENT, "requirements.txt": "langgraph"})
    before = {path: path.read_bytes() for path in root.rglob("*.*")}
    made = rewritten(root, "memory-saver")

    write(root, made)
    assert {path: path.read_bytes() for path in root.rglob("*.*")} != before
    undo(root, made)

    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before


def test_a_table_of_that_name_for_something_else_is_left_alone(tmp_path: Path) -> None:
    taken = "import boto3\ntable = boto3.resource('dynamodb').Table('checkpoints')\ndef handler(event, context):\n"
    taken += "    table.get_item(Key={})\n"
    made = rewritten(project(tmp_path, {"app.py": AGENT, "other.py": taken}), "memory-saver")

    assert '"CHECKPOINTS_2_TABLE", "checkpoints-2"' in text(made, "app.py")


@pytest.mark.parametrize(("change", "remedy", "words"), [
    (("InMemorySaver()", "InMemorySaver(serde=None)"), "dynamodb", "has options that DynamoDBSaver does not take"),
    (("app = FastAPI()", "class DynamoDBSaver: ...\napp = FastAPI()"), "dynamodb", "a name DynamoDBSaver of its own"),
    (("def chat", "async def chat"), "postgres", "no asynchronous methods"),
    (("x", "x"), "redis", "Nothing is known"),
])  # fmt: skip
def test_what_would_break_the_code_is_refused(change: tuple[str, str], remedy: str, words: str, tmp_path: Path) -> None:
    code = textwrap.dedent(AGENT).replace(*change)
    if "async def" in code:
        code = code.replace("return agent.invoke", "return await agent.ainvoke")

    assert words in refused(project(tmp_path, {"app.py": code}), "memory-saver", remedy)


FROM = "from langgraph.checkpoint.memory import "


@pytest.mark.parametrize(("layout", "head", "made"), [
    ("by its module", "from langgraph.checkpoint import memory\n", "saver = memory.MemorySaver()"),
    ("by a module under another name", "import langgraph.checkpoint.memory as kept\n", "saver = kept.MemorySaver()"),
    ("by its whole path", "import langgraph.checkpoint.memory\n", "saver = langgraph.checkpoint.memory.MemorySaver()"),
    ("under another name", FROM + "MemorySaver as Saver\n", "saver = Saver()"),
    ("over several lines", FROM + "(\n    MemorySaver,\n    InMemorySaver,\n)\n", "saver = MemorySaver(\n    # x\n)"),
    ("between others on a line", FROM + "MemorySaver\n", "x = 1; saver = MemorySaver(); y = 2"),
    ("with its type", FROM + "MemorySaver\n", "saver: MemorySaver = MemorySaver()"),
    ("on a condition", FROM + "MemorySaver\n", "saver = MemorySaver() if FastAPI else None"),
    ("imported one way or another", f"try:\n    {FROM}MemorySaver\nexcept ImportError:\n    {FROM}InMemorySaver as "
     "MemorySaver\n", "saver = MemorySaver()"),
    ("imported in a function", "", f"def make():\n    {FROM}MemorySaver\n    return MemorySaver()\nsaver = make()"),
    ("in a class", FROM + "MemorySaver\n", "class Kept:\n    saver = MemorySaver()\nsaver = Kept.saver"),
])  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_is_found_however_the_code_says_it(layout: str, head: str, made: str, newline: str, tmp_path: Path) -> None:
    code = f"from fastapi import FastAPI\n{head}\napp = FastAPI()\n{made}\n@app.get('/')\ndef f(): saver.get({{}})\n"
    (tmp_path / "app.py").write_bytes(code.replace("\n", newline).encode())

    after = text(rewritten(tmp_path, "memory-saver"), "app.py")

    ast.parse(after)
    assert "DynamoDBSaver(" in after, layout
    assert after.count("\n") == after.count(newline)


def test_an_import_in_a_function_goes_with_its_last_use(tmp_path: Path) -> None:
    code = f"from fastapi import FastAPI\napp = FastAPI()\ndef make():\n    {FROM}MemorySaver\n"
    code += "    return MemorySaver()\nsaver = make()\n@app.get('/')\ndef f(): saver.get({})\n"

    assert "MemorySaver" not in text(rewritten(project(tmp_path, {"app.py": code}), "memory-saver"), "app.py")


def test_an_alias_of_os_is_used(tmp_path: Path) -> None:
    code = "import os as system\n" + textwrap.dedent(AGENT).lstrip()

    assert 'system.environ.get("CHECKPOINTS_TABLE"' in text(
        rewritten(project(tmp_path, {"app.py": code}), "memory-saver"), "app.py"
    )


def test_the_import_stays_while_something_else_needs_it(tmp_path: Path) -> None:
    code = textwrap.dedent(AGENT) + "\n\ndef check(one):\n    return isinstance(one, InMemorySaver)\n"

    assert "import InMemorySaver" in text(rewritten(project(tmp_path, {"app.py": code}), "memory-saver"), "app.py")


def test_every_remedy_solves_a_hazard_and_gives_valid_code() -> None:
    for remedy in REMEDIES:
        assert remedy.code in HAZARDS
        for word in remedy.replaces:
            assert remedy in offers(Problem(remedy.code, "warning", f"What {word} keeps", None))
        ast.parse(remedy.text.format(table="a", url="b", key="c"))


@pytest.mark.catalog
@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda one: f"{one.code}-{one.id}")
def test_the_classes_of_a_remedy_exist_in_the_installed_packages(remedy: object) -> None:
    for module, name in remedy.imports:
        assert getattr(pytest.importorskip(module), name)
