"""A name that stands in the code comes from the environment afterwards, with what the code said as its default."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

from archloom.codegen import Change, MakeNameConfigurable, Refused, plan, undo, write
from archloom.resources.deduction import deduce


def change(folder: Path, files: Mapping[str, str], resource: str, variable: str = "") -> Change | Refused:
    for name, text in files.items():
        (folder / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return plan(folder, deduce(folder, cache=False), MakeNameConfigurable(resource, variable))


def after(made: Change | Refused, path: str = "app.py") -> str:
    assert isinstance(made, Change), str(made)
    return next((file.after or b"").decode() for file in made.files if file.path == path)


HANDLER = """
    import boto3

    def handler(event, context):
        boto3.resource("dynamodb").Table("orders").get_item(Key={})
"""


@pytest.mark.parametrize(("resource", "call", "expected"), [
    ("kv_store:orders", 'boto3.resource("dynamodb").Table("orders").get_item(Key={})',
     'Table(os.environ.get("ORDERS_TABLE", "orders"))'),
    ("bucket:files", 'boto3.client("s3").get_object(Bucket="files", Key="k")',
     'Bucket=os.environ.get("FILES_BUCKET", "files")'),
    ("queue:jobs", 'boto3.client("sqs").send_message(QueueUrl="https://sqs/1/jobs", MessageBody="x")',
     'os.environ.get("JOBS_QUEUE_URL", "https://sqs/1/jobs")'),
    ("topic:news", 'boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:1:news", Message="x")',
     'os.environ.get("NEWS_TOPIC_ARN", "arn:aws:sns:eu-west-1:1:news")'),
])  # fmt: skip
def test_the_literal_becomes_a_variable_with_a_default(resource: str, call: str, expected: str, tmp_path: Path) -> None:
    code = f"import boto3\n\n\ndef handler(event, context):\n    {call}\n"
    made = change(tmp_path, {"app.py": code}, resource)

    assert expected in after(made)
    assert after(made).startswith("import os\n\nimport boto3\n")
    assert isinstance(made, Change)
    assert made.after.by_id[resource].env is not None
    assert {link.key for link in made.after.links} == {link.key for link in made.before.links}


def test_a_constant_changes_where_it_is_made(tmp_path: Path) -> None:
    made = change(tmp_path, {
        "config.py": 'TABLE = "orders"\n',
        "app.py": "import boto3\nfrom config import TABLE\ndef handler(event, context):\n"
                  "    boto3.resource('dynamodb').Table(TABLE).get_item(Key={})\n",
    }, "kv_store:orders")  # fmt: skip

    assert after(made, "config.py") == 'import os\n\nTABLE = os.environ.get("ORDERS_TABLE", "orders")\n'


def test_every_place_that_says_it_changes(tmp_path: Path) -> None:
    made = change(tmp_path, {
        "one.py": HANDLER, "two.py": HANDLER.replace("get_item(Key={})", "scan()"),
    }, "kv_store:orders", "TABLE")  # fmt: skip

    assert 'os.environ.get("TABLE", "orders")' in after(made, "one.py")
    assert 'os.environ.get("TABLE", "orders")' in after(made, "two.py")


def test_undo_restores_every_byte(tmp_path: Path) -> None:
    made = change(tmp_path, {"app.py": HANDLER}, "kv_store:orders")
    assert isinstance(made, Change)
    before = (tmp_path / "app.py").read_bytes()

    write(tmp_path, made)
    undo(tmp_path, made)

    assert (tmp_path / "app.py").read_bytes() == before


@pytest.mark.parametrize(("code", "resource", "words"), [
    ('from archloom.resources import KVStore\norders = KVStore("orders")\n', "kv_store:orders", "declared"),
    (HANDLER.replace('"orders"', 'os.environ["ORDERS"]').replace("import boto3", "import boto3, os"),
     "kv_store:ORDERS", "comes from ORDERS already"),
    (HANDLER.replace('"orders"', 'event["x"]'), "kv_store:app:4", "does not decide"),
    (HANDLER, "kv_store:none", "no longer there"),
])  # fmt: skip
def test_a_name_that_is_no_literal_is_refused(code: str, resource: str, words: str, tmp_path: Path) -> None:
    made = change(tmp_path, {"app.py": code}, resource)

    assert isinstance(made, Refused)
    assert words in str(made)


def test_a_word_that_is_no_variable_is_refused(tmp_path: Path) -> None:
    made = change(tmp_path, {"app.py": HANDLER}, "kv_store:orders", "not a name")

    assert isinstance(made, Refused)
    assert "no name for an environment variable" in str(made)


@pytest.mark.parametrize(("way", "code", "expected"), [
    ("a default", "def load(name='orders'): return T(name).scan()\ndef handler(event, context): return load()\n",
     "def load(name=os.environ.get('ORDERS_TABLE', 'orders'))"),
    ("an attribute of a class", "class Repo:\n    NAME = 'orders'\n    def all(self): return T(self.NAME).scan()\n"
     "def handler(event, context): return Repo().all()\n", "NAME = os.environ.get('ORDERS_TABLE', 'orders')"),
    ("what an object is made with", "class Repo:\n    def __init__(self, name): self.table = T(name)\n"
     "repo = Repo('orders')\ndef handler(event, context): return repo.table.scan()\n",
     "repo = Repo(os.environ.get('ORDERS_TABLE', 'orders'))"),
    ("an item", "NAMES = {'table': 'orders'}\ndef handler(event, context): return T(NAMES['table']).scan()\n",
     "{'table': os.environ.get('ORDERS_TABLE', 'orders')}"),
])  # fmt: skip
def test_the_one_place_that_says_it_changes_however_it_comes_to_the_call(
    way: str, code: str, expected: str, tmp_path: Path
) -> None:
    head = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"

    assert expected in after(change(tmp_path, {"app.py": head + code}, "kv_store:orders")), way


@pytest.mark.parametrize("code", [
    "N = 'orders'\ndef handler(event, context):\n    boto3.resource('dynamodb').Table(N).scan()\n"
    "    boto3.client('s3').get_object(Bucket=N, Key='k')\n",
    "def T(name): return boto3.resource('dynamodb').Table(name)\nA = {'x': 'orders'}\nB = {'x': 'orders'}\n"
    "def handler(event, context): return T(A['x']).scan()\n",
])  # fmt: skip
def test_a_text_that_means_something_else_too_is_refused(code: str, tmp_path: Path) -> None:
    assert isinstance(change(tmp_path, {"app.py": "import boto3\n" + code}, "kv_store:orders"), Refused)
