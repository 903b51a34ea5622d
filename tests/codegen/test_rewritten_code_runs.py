"""What a rewrite leaves runs: names are bound before they are used, nothing asks for what the new class lacks."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from archloom.codegen import Change, MakeNameConfigurable, Refused, Rewrite, plan
from archloom.resources.deduction import deduce


def written(root: Path, files: Mapping[str, str], code: str, remedy: str = "dynamodb") -> Change | Refused:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    before = deduce(root, cache=False)
    place = next(one.source for one in before.problems if one.code == code)
    return plan(root, before, Rewrite(place, remedy))


def after(made: Change | Refused, path: str = "app.py") -> str:
    assert isinstance(made, Change), str(made)
    return next((file.after or b"").decode() for file in made.files if file.path == path)


def run(code: str) -> None:
    """Runs a module with stand-ins for all that it imports from elsewhere."""
    known = builtins.__import__

    def imported(name: str, *more: Any) -> Any:
        return known(name, *more) if name in ("os", "__future__") else MagicMock()

    exec(code, {"__builtins__": {**vars(builtins), "__import__": imported}})


WEB = "from fastapi import FastAPI\napp = FastAPI()\n"
MEMORY = "from langgraph.checkpoint.memory import MemorySaver\n"
ROUTE = "@app.get('/')\ndef f(): return saver.get({})\n"


@pytest.mark.parametrize("code", [
    WEB + MEMORY + "saver = MemorySaver()\nimport json\nfrom langchain_core.messages import HumanMessage\n" + ROUTE,
    WEB + MEMORY + "saver = MemorySaver()\nimport os\nfrom langchain_aws import ChatBedrock\n" + ROUTE,
    '"""Kept."""\nfrom __future__ import annotations\n' + WEB + MEMORY + "saver = MemorySaver()\nimport os\n" + ROUTE,
    MEMORY + "saver = MemorySaver()\nfrom langgraph_checkpoint_aws import DynamoDBStore\n" + WEB + ROUTE,
])  # fmt: skip
def test_an_import_stands_above_the_statement_that_needs_it(code: str, tmp_path: Path) -> None:
    run(after(written(tmp_path, {"app.py": code}, "memory-saver")))


@pytest.mark.parametrize("code", [
    "import boto3\ntable = boto3.resource('dynamodb').Table('OrderItems')\nimport os\n"
    "def handler(event, context): table.get_item(Key={})\n",
])  # fmt: skip
def test_a_configurable_name_is_read_when_os_is_there(code: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(code)
    made = after(plan(tmp_path, deduce(tmp_path, cache=False), MakeNameConfigurable("kv_store:OrderItems")))

    run(made)
    assert "'ORDER_ITEMS_TABLE', 'OrderItems'" in made


SQLITE = """from fastapi import FastAPI
import aiosqlite
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
app = FastAPI()

@app.get("/")
async def f():
    saver = AsyncSqliteSaver(await aiosqlite.connect("x.db"))
    await saver.setup()
    return await saver.aget({})
"""


def test_the_tables_of_what_was_there_are_not_asked_for(tmp_path: Path) -> None:
    made = after(written(tmp_path, {"app.py": SQLITE}, "local-saver"))

    assert "setup()" not in made
    assert "return await saver.aget({})" in made


@pytest.mark.parametrize(("parameter", "key"), [
    ("session_id", "session_id"), ("conversation", "conversation"), ("chat_id", "chat_id"), ("text", "'default'"),
])  # fmt: skip
def test_a_conversation_is_told_apart_by_what_its_function_is_given(parameter: str, key: str, tmp_path: Path) -> None:
    code = (f"import functools\nfrom langchain.memory import ConversationBufferMemory\n{WEB}"
            f"@functools.lru_cache\ndef memory({parameter}): return ConversationBufferMemory()\n"
            "@app.post('/')\ndef f(x): return memory(x).load_memory_variables({})\n")  # fmt: skip

    made = after(written(tmp_path, {"app.py": code}, "memory-history"))

    assert f"session_id={key}" in made.replace('"default"', "'default'")
    assert max(map(len, made.splitlines())) <= 88


def test_what_awaits_a_graph_in_another_project_of_the_folder_is_none_of_it(tmp_path: Path) -> None:
    files = {
        "one/app.py": MEMORY + WEB + "saver = MemorySaver()\n" + ROUTE, "one/requirements.txt": "langgraph\n",
        "two/app.py": "async def f(graph): await graph.ainvoke({})\n", "two/requirements.txt": "langgraph\n",
    }  # fmt: skip

    assert "PostgresSaver(" in after(written(tmp_path, files, "memory-saver", "postgres"), "one/app.py")


def test_the_class_with_asynchronous_methods_is_named(tmp_path: Path) -> None:
    code = WEB + ("from langgraph.store.memory import InMemoryStore\nkept = InMemoryStore()\n@app.post('/')\n"
                  "async def f(graph):\n    kept.put(('a',), 'b', {})\n    await graph.ainvoke({})\n")  # fmt: skip
    made = written(tmp_path, {"app.py": code}, "memory-store", "postgres")

    assert isinstance(made, Refused)
    assert "in AsyncPostgresStore by hand" in made.next_step


def test_no_blank_line_opens_a_block_whose_import_went(tmp_path: Path) -> None:
    code = WEB + ("def make():\n    from langgraph.checkpoint.memory import MemorySaver\n\n    return MemorySaver()\n"
                  "saver = make()\n") + ROUTE  # fmt: skip

    assert "def make():\n    return DynamoDBSaver(" in after(written(tmp_path, {"app.py": code}, "memory-saver"))
