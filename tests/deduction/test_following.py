"""An open project follows edits of the bodies of functions: what they concern is evaluated again, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archloom.resources.deduction import Deducer, deduce

from .conftest import write
from .test_incremental import text_of

APP = '''\
from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from store import Orders, announce, client, known, remember, shared

app = FastAPI()


def orders():
    return Orders("orders")


@app.get("/orders/{key}")
def read(key: str, found=Depends(orders)):
    """One order."""
    if not key:
        raise HTTPException(404)
    return found.load(key)


@app.post("/orders")
def write(order: dict):
    table = shared("first")
    table.put_item(Item=order)
    announce("written")
    return {"written": table}


@app.delete("/orders/{key}")
def forget(key: str):
    orders().forget(key)
    announce("forgotten")


@app.get("/count")
def count():
    remember("count")
    total = sum(1 for one in shared("first").scan())
    return known.get("count"), total


@app.get("/files/{name}")
def file(name: str):
    def opened():
        return client().get_object(Bucket="files", Key=name)

    return opened()


@app.get("/answers")
def answers(tasks: BackgroundTasks):
    tasks.add_task(announce, "answered")
    return client()
'''
STORE = """\
import boto3

known = {}
dynamodb = boto3.resource("dynamodb")


class Orders:
    def __init__(self, name):
        self.name = name
        self.table = dynamodb.Table(name)

    def load(self, key):
        found = self.table.get_item(Key={"id": key})
        return found

    def forget(self, key):
        self.seen = key
        return self.table.delete_item(Key={"id": key})


def shared(name):
    table = dynamodb.Table(name)
    return table


def client():
    return boto3.client("s3")


def announce(text):
    topic = boto3.resource("sns").Topic("arn:aws:sns:eu-west-1:1:news")
    topic.publish(Message=text)


def remember(name):
    known[name] = boto3.client("sqs")
"""
FILES = {"app.py": APP, "store.py": STORE}
Edit = tuple[str, str, str]
FOLLOWED: dict[str, Edit] = {
    "another operation": ("app.py", "table.put_item(Item=order)", "table.delete_item(Key=order)"),
    "another name": ("app.py", 'Bucket="files"', 'Bucket="pictures"'),
    "a call added": ("app.py", "    total = ", "    __import__('boto3').client('s3').list_buckets()\n    total = "),
    "a call removed": ("app.py", "    table.put_item(Item=order)\n", ""),
    "a local renamed": (
        "store.py", "    table = dynamodb.Table(name)\n    return table", "    it = dynamodb.Table(name)\n    return it"
    ),
    "a condition": ("app.py", "    orders().forget(key)\n", "    if key:\n        orders().forget(key)\n"),
    "a line above as well": ("app.py", '"""One order."""', '"""One order,\n    or none.\n    """\n    print(key)'),
    "a statement where many call": ("store.py", "text):\n    topic = ", "text):\n    print(text)\n    topic = "),
    "an import within": ("app.py", "    remember(", "    import boto3\n    boto3.client('s3').abort()\n    remember("),
    "an inner function": ("app.py", "Key=name)", 'Key=name + "x")'),
}  # fmt: skip
OTHERS: dict[str, Edit] = {
    "a call of a function that is called later": (
        "app.py", '    announce("written")\n', '    announce("written")\n    client().list_buckets()\n'
    ),
    "nothing of what a function did": ("store.py", "    topic.publish(Message=text)\n", "    pass\n"),
    "another name behind a call": ("app.py", 'table = shared("first")', 'table = shared("second")'),
    "what is given": ("store.py", 'return boto3.client("s3")', 'return boto3.client("sqs")'),
    "a change of something older": ("store.py", "    known[name] = ", "    known['x'] = "),
    "an attribute of an older object": ("store.py", "self.seen = key", "self.gone = key"),
    "a constructor": ("store.py", "self.table = dynamodb.Table(name)", 'self.table = dynamodb.Table(name + "s")'),
    "a global": ("store.py", "    known[name] = ", "    global dynamodb\n    dynamodb = "),
    "a signature": ("store.py", "def shared(name):", 'def shared(name="x"):'),
    "a decorator": ("app.py", '@app.get("/count")', '@app.get("/number")'),
    "a route more": (
        "app.py", "def orders():", '@app.get("/all")\ndef every(): return shared("all").scan()\n\n\ndef orders():'
    ),
    "a function that is a generator now": ("store.py", "    return table", "    yield table"),
    "a task more": ("app.py", "    tasks.add_task", '    tasks.add_task(client, "x")\n    tasks.add_task'),
    "an import": ("store.py", "import boto3\n", "import os\nimport boto3\n"),
    "the first call of several": ("app.py", '    announce("written")\n', ""),
    "a call before the first": ("app.py", "    if not key:", '    announce("read")\n    if not key:'),
    "a recursion": ("store.py", "topic.publish(Message=text)", "topic.publish(Message=text)\n    announce(text)"),
    "a class attribute": ("store.py", "class Orders:\n", "class Orders:\n    seen = boto3.client('s3')\n\n"),
    "a function renamed": ("store.py", "def remember(", "def recall("),
    "a syntax error": ("app.py", "def count():", "def count(:"),
    "a function in one line": (
        "store.py", 'def client():\n    return boto3.client("s3")', 'def client(): return boto3.client("s3")'
    ),
}  # fmt: skip
ALL = {**FOLLOWED, **OTHERS}


def change(folder: Path, edit: Edit) -> str:
    name, old, new = edit
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return name


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Path, Deducer]:
    deducer = Deducer(write(tmp_path, FILES), cache=False)
    deducer.run()
    return tmp_path, deducer


@pytest.mark.parametrize("edit", FOLLOWED.values(), ids=FOLLOWED)
def test_an_edit_of_a_body_is_followed(
    opened: tuple[Path, Deducer], edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, deducer = opened
    name = change(folder, edit)
    fresh = deduce(folder, cache=False)
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deducer.update([name])) == text_of(fresh)


@pytest.mark.parametrize("edit", ALL.values(), ids=ALL)
def test_an_edit_and_its_undoing_give_what_a_fresh_deduction_gives(opened: tuple[Path, Deducer], edit: Edit) -> None:
    folder, deducer = opened
    before = text_of(deduce(folder, cache=False))
    name = change(folder, edit)

    assert text_of(deducer.update([name])) == text_of(deduce(folder, cache=False))
    (folder / name).write_text(FILES[name])
    assert text_of(deducer.update([name])) == before


def test_edits_of_two_bodies_that_follow_each_other_are_both_there(opened: tuple[Path, Deducer]) -> None:
    folder, deducer = opened
    for word in ("another name", "a line above as well", "an inner function", "a call removed"):
        name = change(folder, FOLLOWED[word])

        assert text_of(deducer.update([name])) == text_of(deduce(folder, cache=False))


def test_a_word_that_an_edit_of_a_body_brings_is_found(tmp_path: Path) -> None:
    files = {"app.py": "from langchain_community.tools.tavily_search import TavilySearchResults\nimport langsmith\n"
                       "def ask():\n    return None\n"
                       "def handler(event, context):\n    return ask()\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    search = "TavilySearchResults().invoke('x')"
    for body in (search, f"print('LANGCHAIN_API_KEY') or {search}"):
        (tmp_path / "app.py").write_text(files["app.py"].replace("return None", f"return {body}"))

        assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_what_a_function_makes_while_modules_are_imported_is_found_by_the_search_for_entries(tmp_path: Path) -> None:
    files = {"app.py": "from aws_cdk import App, Stack, aws_lambda as lambda_\n"
                       "class Main(Stack):\n    def __init__(self, scope, name):\n"
                       "        super().__init__(scope, name)\n"
                       "        code = lambda_.Code.from_asset('src')\n"
                       "        lambda_.Function(self, 'Reader', handler='read.main', code=code)\n"
                       "Main(App(), 'main')\n",
             "src/read.py": "def main(event, context):\n    return 1\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    (tmp_path / "app.py").write_text(files["app.py"].replace("'Reader'", "'Writer'"))

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_what_a_problem_says_of_an_expression_is_said_again(tmp_path: Path) -> None:
    files = {"app.py": "import boto3\ndef handler(event, context):\n    name = event['table']\n"
                       "    boto3.resource('dynamodb').Table(name).scan()\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    (tmp_path / "app.py").write_text(files["app.py"].replace("name", "what"))

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_a_call_that_is_under_way_is_no_earlier_one_of_its_function(tmp_path: Path) -> None:
    files = {"app.py": "import boto3\n"
                       "def answer(content):\n    pass\n"
                       "def handler(event, context):\n    s3 = boto3.client('s3')\n"
                       "    s3.put_object(Bucket='words', Key=event)\n"
                       "    try:\n        return 1\n"
                       "    except Exception as error:\n        return answer(error)\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    (tmp_path / "app.py").write_text(files["app.py"].replace("    pass", "    handler(content, None)"))

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_a_line_added_below_the_last_of_a_function_stands_where_it_is(tmp_path: Path) -> None:
    last = "    boto3.client('s3').list_buckets()\n"
    text = f"import boto3\ndef handler(event, context):\n    print(event)\n{last}"
    deducer = Deducer(write(tmp_path, {"app.py": text}), cache=False)
    deducer.run()
    for more in (last.replace("s3", "sqs"), last.replace("s3", "sqs") + last):
        (tmp_path / "app.py").write_text(text.replace("event)\n", "context)\n") + more)

        assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_a_function_that_nobody_called_is_read_as_it_is_now(tmp_path: Path) -> None:
    text = "import boto3\ndef later():\n    pass\ndef handler(event, context):\n    print(event)\n"
    deducer = Deducer(write(tmp_path, {"app.py": text}), cache=False)
    deducer.run()
    edited = text.replace("pass", "boto3.client('s3').list_buckets()").replace("print(event)", "later()")
    for now in (edited, edited.replace("s3", "sqs").replace("buckets", "queues")):
        (tmp_path / "app.py").write_text(now)

        assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


def test_two_files_with_one_text_are_told_apart(tmp_path: Path) -> None:
    text = "import boto3\ndef handler(event, context):\n    boto3.client('s3').list_buckets()\n"
    deducer = Deducer(write(tmp_path, {"one.py": text, "other.py": text}), cache=False)
    deducer.run()
    (tmp_path / "one.py").write_text(text.replace("s3", "sqs").replace("buckets", "queues"))

    assert text_of(deducer.update(["one.py"])) == text_of(deduce(tmp_path, cache=False))


ONE_EDIT = st.one_of(
    st.sampled_from(list(ALL.values())),
    st.tuples(st.sampled_from(list(FILES)), st.integers(0, 60), st.sampled_from([
        "    announce('more')\n", "    client().list_buckets()\n", "    shared('other').scan()\n", "    pass\n",
        "    orders().load('x')\n", "    # words\n", "    key = name = 'x'\n", "    return None\n", "        x = 1\n",
    ])),
    st.tuples(st.sampled_from(list(FILES)), st.integers(0, 60)),
    st.sampled_from(list(FILES)),
)  # fmt: skip


def apply(folder: Path, edit: str | Edit | tuple[str, int] | tuple[str, int, str]) -> str:
    if isinstance(edit, str):
        (folder / edit).write_text(FILES[edit])
        return edit
    path = folder / edit[0]
    lines = path.read_text().splitlines(keepends=True)
    match edit:
        case (_, str() as old, str() as new):
            lines = ["".join(lines).replace(old, new, 1)]
        case (_, int() as at, str() as line):
            lines.insert(at, line)
        case (_, int() as at):
            del lines[at : at + 1]
    path.write_text("".join(lines))
    return edit[0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(ONE_EDIT, min_size=1, max_size=6))
def test_after_any_edits_of_bodies_the_update_equals_a_fresh_deduction(
    tmp_path: Path, edits: list[str | Edit | tuple[str, int] | tuple[str, int, str]]
) -> None:
    folder = tmp_path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    deducer = Deducer(write(folder, FILES), cache=False)
    deducer.run()
    for edit in edits:
        name = apply(folder, edit)

        assert text_of(deducer.update([name])) == text_of(deduce(folder, cache=False))
