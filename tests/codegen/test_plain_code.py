"""Edits of code without a line of infrastructure, on what the real deduction finds in it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from archloom.codegen import (
    AddResource,
    AddTrigger,
    Change,
    Connect,
    Disconnect,
    Edit,
    Refused,
    RemoveResource,
    RenameResource,
    SetOperations,
    SetProperty,
    plan,
    write,
)
from archloom.resources.deduction import deduce

FILES = {
    "app/__init__.py": "",
    "app/config.py": """
        import os

        TABLE = "conversations"
        BUCKET = os.environ["BUCKET"]
    """,
    "app/db.py": """
        import boto3

        from .config import BUCKET, TABLE

        table = boto3.resource("dynamodb").Table(TABLE)
        s3 = boto3.client("s3")


        def save(item):
            table.put_item(Item=item)


        def upload(key):
            s3.put_object(Bucket=BUCKET, Key=key)
            s3.put_object(Bucket="audit-log", Key=key)
            return s3.get_object(Bucket='audit-log', Key=key)
    """,
    "app/main.py": """
        from fastapi import APIRouter, FastAPI

        from .db import save, upload

        app = FastAPI()
        router = APIRouter(prefix="/api")


        @app.post("/chat")
        def chat(body: dict):
            save({"id": "1"})


        @router.get("/files/{name}")
        async def files(name: str):
            upload(name)


        app.include_router(router)
    """,
}
TABLE = "kv_store:conversations"
CHAT, FILES_ROUTE = "entry:app.main.chat", "entry:app.main.files"
Plan = Callable[[Edit], Change | Refused]


@pytest.fixture
def planned(tmp_path: Path) -> Plan:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(textwrap.dedent(text).lstrip())
    return lambda edit: plan(tmp_path, deduce(tmp_path, cache=False), edit)


def changed_lines(change: Change | Refused) -> list[str]:
    """The lines that the diff adds, below the file that they go to."""
    assert isinstance(change, Change), str(change)
    lines = change.diff().splitlines()
    return [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]


@pytest.mark.parametrize(
    ("edit", "lines", "files"),
    [
        pytest.param(
            RenameResource("kv_store:conversations", "talks"),
            ['TABLE = "talks"'],
            ["app/config.py"],
            id="a name behind a constant of another module",
        ),
        pytest.param(
            RenameResource("bucket:audit-log", "audit"),
            ['    s3.put_object(Bucket="audit", Key=key)', '    return s3.get_object(Bucket="audit", Key=key)'],
            ["app/db.py"],
            id="a name that several calls say",
        ),
        pytest.param(
            SetProperty("web_app:app.main.app", "memory", 2048),
            ['[functions."web_app:app.main.app"]', "memory = 2048"],
            ["archloom.toml"],
            id="what code has no place for",
        ),
        pytest.param(
            SetProperty(CHAT, "path", "/ask"), ['@app.post("/ask")'], ["app/main.py"], id="the path of a route"
        ),
        pytest.param(
            SetProperty(FILES_ROUTE, "path", "/api/docs/{name}"),
            ['@router.get("/docs/{name}")'],
            ["app/main.py"],
            id="the own part of a route with a prefix",
        ),
        pytest.param(
            AddResource("kv_store", "sessions"),
            ["from archloom.resources import KVStore", 'sessions = KVStore("sessions")', ""],
            ["app/main.py"],
            id="the first declaration goes where the entries are",
        ),
    ],
)
def test_the_place_that_the_code_has_is_changed(planned: Plan, edit: Edit, lines: list[str], files: list[str]) -> None:
    change = planned(edit)
    assert sorted(changed_lines(change)) == sorted(lines)
    assert isinstance(change, Change)
    assert [file.path for file in change.files] == files


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (RenameResource("bucket:BUCKET", "docs"),
         "The name of BUCKET comes from the environment variable BUCKET. Set BUCKET for the stack instead"),
        (Connect(CHAT, "bucket:BUCKET", ("get",)), "BUCKET comes from library code at app/db.py:14, so"),
        (RemoveResource("kv_store:conversations"), "conversations comes from library code at app/db.py:5, used"),
        (SetProperty(FILES_ROUTE, "path", "/docs/{name}"), "/api/files/{name} begins with /api, which is set where"),
        (RenameResource("web_app:app.main.app", "x"), "No text at app/main.py:5 says 'app'."),
    ],
)  # fmt: skip
def test_what_the_code_has_no_place_for_is_refused_with_what_to_do(planned: Plan, edit: Edit, sentence: str) -> None:
    refused = planned(edit)
    assert isinstance(refused, Refused), refused.diff()
    assert str(refused).startswith(sentence)
    assert refused.span is not None
    assert refused.next_step or "line appears" in refused.reason


def test_a_grant_on_what_library_code_makes_says_its_name(planned: Plan, tmp_path: Path) -> None:
    before = (tmp_path / "app" / "main.py").read_bytes()
    for edit in (Connect(FILES_ROUTE, TABLE, ("get",)), Connect(FILES_ROUTE, "bucket:audit-log", ("list",))):
        change = planned(edit)
        assert isinstance(change, Change), change
        write(tmp_path, change)
    text = (tmp_path / "app" / "main.py").read_text()
    assert "from archloom.resources import Bucket, KVStore, allow\n" in text
    assert '@allow(KVStore.at("conversations").get, Bucket.at("audit-log").list)\nasync def files' in text
    for edit in (SetOperations(FILES_ROUTE, TABLE, ("scan",)), Disconnect(FILES_ROUTE, TABLE)):
        change = planned(edit)
        assert isinstance(change, Change), change
        write(tmp_path, change)
    assert "KVStore" not in (tmp_path / "app" / "main.py").read_text()
    change = planned(SetOperations(FILES_ROUTE, "bucket:audit-log", ("get_object", "put_object")))
    assert isinstance(change, Change), change
    write(tmp_path, change)
    assert (tmp_path / "app" / "main.py").read_bytes() == before


def test_a_grant_by_name_is_renamed_with_the_rest(planned: Plan, tmp_path: Path) -> None:
    change = planned(Connect(FILES_ROUTE, TABLE, ("get",)))
    assert isinstance(change, Change), change
    write(tmp_path, change)
    change = planned(RenameResource(TABLE, "talks"))
    assert isinstance(change, Change), change
    write(tmp_path, change)
    assert 'KVStore.at("talks").get' in (tmp_path / "app" / "main.py").read_text()
    assert 'TABLE = "talks"' in (tmp_path / "app" / "config.py").read_text()


def test_every_call_that_says_the_same_name_in_the_same_place_is_renamed(planned: Plan, tmp_path: Path) -> None:
    (tmp_path / "app" / "ask.py").write_text(
        "from langchain_openai import ChatOpenAI\n\n\ndef ask(text):\n"
        '    print("gpt-4o-mini")\n    return ChatOpenAI(model="gpt-4o-mini").invoke(text)\n'
    )
    main = (tmp_path / "app" / "main.py").read_text()
    main = main.replace("from .db", "from langchain_openai import ChatOpenAI\n\nfrom .ask import ask\nfrom .db")
    main = main.replace("    save({", '    ask("a")\n    ChatOpenAI(model="gpt-4o-mini").invoke("b")\n    save({')
    (tmp_path / "app" / "main.py").write_text(main)
    assert changed_lines(planned(RenameResource("model:gpt-4o-mini", "gpt-4.1"))) == [
        '    return ChatOpenAI(model="gpt-4.1").invoke(text)',
        '    ChatOpenAI(model="gpt-4.1").invoke("b")',
    ]


def test_a_declared_resource_connects_to_a_route_of_a_web_app(planned: Plan, tmp_path: Path) -> None:
    (tmp_path / "app" / "stores.py").write_text(
        'from archloom.resources import KVStore\n\nsessions = KVStore("sessions")\n'
    )
    change = planned(Connect(FILES_ROUTE, "kv_store:sessions", ("get",)))
    assert changed_lines(change) == [
        "from archloom.resources import allow",
        "from .stores import sessions",
        "@allow(sessions.get)",
    ]


def test_a_re_export_is_used_instead_of_a_second_import(planned: Plan, tmp_path: Path) -> None:
    (tmp_path / "app" / "stores.py").write_text(
        'from archloom.resources import KVStore\n\nkept = KVStore("sessions")\n'
    )
    (tmp_path / "app" / "db.py").write_text((tmp_path / "app/db.py").read_text() + "\n\nfrom .stores import kept\n")
    main = (
        (tmp_path / "app" / "main.py").read_text().replace("import save, upload", "import kept as memory, save, upload")
    )
    (tmp_path / "app" / "main.py").write_text(main)
    change = planned(Connect(CHAT, "kv_store:sessions", ("get",)))
    assert "@allow(memory.get)" in changed_lines(change)
    assert not [line for line in changed_lines(change) if "stores" in line]


def test_answers_by_line_move_with_their_lines(planned: Plan, tmp_path: Path) -> None:
    text = (tmp_path / "app" / "db.py").read_text().replace("Bucket=BUCKET", "Bucket=pick(key)")
    (tmp_path / "app" / "db.py").write_text(text)
    line = text[: text.index("pick(key)")].count("\n") + 1
    (tmp_path / "archloom.toml").write_text(f'[answers]\n"app/db.py:{line}" = "uploads"  # asked\n')
    change = planned(AddResource("queue", "jobs", file="app/db.py"))
    assert isinstance(change, Change), str(change)
    settings = next(file for file in change.files if file.path == "archloom.toml")
    assert settings.after == f'[answers]\n"app/db.py:{line + 3}" = "uploads"  # asked\n'.encode()
    assert "bucket:uploads" in change.after.by_id


def test_a_name_that_code_does_not_decide_becomes_an_answer(planned: Plan, tmp_path: Path) -> None:
    text = (tmp_path / "app" / "db.py").read_text().replace("Table(TABLE)", "Table(input())")
    (tmp_path / "app" / "db.py").write_text(text)
    unnamed = next(r for r in deduce(tmp_path, cache=False).resources if r.kind == "kv_store")
    assert unnamed.name is None
    change = planned(RenameResource(unnamed.id, "talks"))
    assert changed_lines(change) == ["[answers]", '"app.db.table" = "talks"']


def test_a_file_that_changed_since_is_planned_on_as_it_is_now(tmp_path: Path) -> None:
    before = 'from archloom.resources import KVStore, Router\n\napi = Router("api")\norders = KVStore("orders")\n'
    route = '\n\n@api.get("/{0}")\ndef {0}(request): ...\n'
    (tmp_path / "main.py").write_text(before + route.format("read"))
    old = deduce(tmp_path, cache=False)
    (tmp_path / "main.py").write_text("# new\n" + before + route.format("first") + route.format("read"))
    change = plan(tmp_path, old, Connect("entry:main.read", "kv_store:orders", ("get",)))
    assert isinstance(change, Change), str(change)
    assert "@allow(orders.get)\ndef read" in (change.files[0].after or b"").decode()
    assert "entry:main.first" in change.before.entry_by_id


def test_an_edit_that_would_do_more_is_refused_with_the_difference(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        'from archloom.resources import Bucket, KVStore, Router\n\nNAME = "orders"\napi = Router("api")\n'
        "store = KVStore(NAME)\nfiles = Bucket(NAME)\n\n\n"
        '@api.get("/x")\ndef read(request):\n    return store.get("a"), files.get("b")\n'
    )
    refused = plan(tmp_path, deduce(tmp_path, cache=False), RenameResource("kv_store:orders", "sales"))
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("The edit would do something else: ")
    assert "bucket:orders would disappear" in refused.reason


def test_a_nested_handler_and_a_method_are_decorated_at_their_own_depth(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        "from fastapi import FastAPI\n\nfrom archloom.resources import KVStore\n\n"
        'orders = KVStore("orders")\n\n\ndef make():\n    app = FastAPI()\n\n'
        '    @app.get("/x")\n    def read(): ...\n\n    return app\n\n\napp = make()\n'
    )
    architecture = deduce(tmp_path, cache=False)
    entry = next(entry for entry in architecture.entries if entry.label == "GET /x")
    change = plan(tmp_path, architecture, Connect(entry.id, "kv_store:orders", ("get",)))
    assert isinstance(change, Change), str(change)
    assert b'    @app.get("/x")\n    @allow(orders.get)\n    def read(): ...\n' in (change.files[0].after or b"")


def test_a_handler_without_a_trigger_can_get_one(tmp_path: Path) -> None:
    (tmp_path / "cloud.py").write_text('from archloom.resources import Queue\n\njobs = Queue("jobs")\n')
    (tmp_path / "work.py").write_text("def index(message):\n    print(message)\n")
    change = plan(tmp_path, deduce(tmp_path, cache=False), AddTrigger("queue:jobs", "work.index"))
    assert isinstance(change, Change), str(change)
    assert changed_lines(change) == ["from cloud import jobs", "", "@jobs.subscribe"]
    assert "entry:work.index" in change.after.entry_by_id


DECORATED = """\
from archloom.resources import Function, Queue

jobs = Queue("jobs")


@Function(name="nightly", memory=256)
def nightly(payload): ...


@jobs.subscribe
def work(message): ...
"""


def test_removing_a_function_that_a_decorator_declares_keeps_its_code(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(DECORATED)
    change = plan(tmp_path, deduce(tmp_path, cache=False), RemoveResource("function:nightly"))

    assert isinstance(change, Change), str(change)
    [file] = change.files
    assert (file.after or b"").decode() == DECORATED.replace("Function, Queue", "Queue").replace(
        '@Function(name="nightly", memory=256)\n', ""
    )


def test_a_function_that_something_starts_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(DECORATED)
    refused = plan(tmp_path, deduce(tmp_path, cache=False), RemoveResource("function:main.work"))

    assert isinstance(refused, Refused)
    assert "something starts work" in refused.reason


SHARED = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/items")
@app.post("/items")
@app.get("/things")
def items(): ...
"""


@pytest.mark.parametrize(
    ("route", "path", "swap"),
    [
        ("GET /items", "/all", ('@app.get("/items")', '@app.get("/all")')),
        ("POST /items", "/new", ('@app.post("/items")', '@app.post("/new")')),
        ("GET /things", "/stuff", ('@app.get("/things")', '@app.get("/stuff")')),
    ],
)
def test_of_several_routes_of_a_handler_the_meant_one_changes(
    tmp_path: Path, route: str, path: str, swap: tuple[str, str]
) -> None:
    (tmp_path / "main.py").write_text(SHARED)
    architecture = deduce(tmp_path, cache=False)
    [entry] = [entry for entry in architecture.entries if entry.label == route]
    change = plan(tmp_path, architecture, SetProperty(entry.id, "path", path))

    assert isinstance(change, Change), str(change)
    assert [(file.after or b"").decode() for file in change.files] == [SHARED.replace(*swap)]
