"""Names in the project's own data files are constants for the code that reads them."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce
from archloom.resources.deduction.deduce import Deducer

from .conftest import actions_of, write

Open = Callable[..., Architecture]
BOTO = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}
JSON, YAML = '{"tables": {"main": "orders"}}', "tables: {main: orders}\n"
TOML, INI = '[tables]\nmain = "orders"\n', "[tables]\nMain = orders\n"

READERS = {
    "json.load(open(…))": ("config.json", JSON, "import json\nC = json.load(open('config.json'))"),
    "a file beside the module, in with": ("shop/config.json", JSON, """
        import json, os
        with open(os.path.join(os.path.dirname(__file__), "config.json"), encoding="utf-8") as file:
            C = json.load(file)"""),
    "json.loads(file.read())": ("config.json", JSON, """
        import json
        with open("config.json") as file: C = json.loads(file.read())"""),
    "a path with parent": ("shop/config.yaml", YAML, """
        import yaml
        from pathlib import Path
        C = yaml.safe_load((Path(__file__).parent / "config.yaml").read_text())"""),
    "a path with parents": ("conf/config.yml", YAML, """
        import yaml
        from pathlib import Path
        with (Path(__file__).resolve().parents[1] / "conf" / "config.yml").open() as file: C = yaml.safe_load(file)"""),
    "where the function is unpacked": ("shop/config.json", JSON, """
        import json, os
        C = json.load(open(os.environ["LAMBDA_TASK_ROOT"] + "/config.json"))"""),
    "a name with the default of a variable": ("config/dev.json", JSON, """
        import json, os
        C = json.load(open(f"config/{os.getenv('STAGE', 'dev')}.json"))"""),
    "tomllib": ("settings.toml", TOML, """
        import tomllib
        with open("settings.toml", "rb") as file: C = tomllib.load(file)"""),
    "toml with a path": ("settings.toml", TOML, "import toml\nC = toml.load('settings.toml')"),
    "configparser": ("app.ini", INI, """
        import configparser
        C = configparser.ConfigParser()
        C.read("app.ini")"""),
    "a function that loads": ("config.json", JSON, """
        import json
        def load(path):
            with open(path) as file: return json.load(file)
        C = load("config.json")"""),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_a_name_comes_from(name: str, opened: Open) -> None:
    file, text, code = READERS[name]
    use = "\ndef lambda_handler(event, context): T(C['tables']['main']).get_item(Key={})\n"

    seen = opened({file: text, "shop/app.py": BOTO + textwrap.dedent(code) + use})

    assert actions_of(seen, "shop.app.lambda_handler") == GET


def test_a_section_gives_its_options_by_method_with_fallback(opened: Open) -> None:
    seen = opened({"app.cfg": INI, "app.py": BOTO + """
import configparser
config = configparser.ConfigParser()
config.read(["app.cfg", "local.cfg"])
def lambda_handler(event, context):
    T(config.get("tables", "MAIN")).get_item(Key={})
    T(config.get("tables", "other", fallback="users")).get_item(Key={})
"""})  # fmt: skip

    assert actions_of(seen, "app.lambda_handler") == {**GET, "kv_store:users": {"GetItem"}}


def test_each_reader_has_the_file_beside_it(opened: Open) -> None:
    code = BOTO + "import json\nC = json.load(open('config.json'))\n" \
        "def lambda_handler(event, context): T(C['table']).get_item(Key={})\n"
    seen = opened({"a/app.py": code, "a/config.json": '{"table": "orders"}',
                   "b/app.py": code, "b/config.json": '{"table": "users"}'})  # fmt: skip

    assert actions_of(seen, "a.app.lambda_handler") == GET
    assert actions_of(seen, "b.app.lambda_handler") == {"kv_store:users": {"GetItem"}}


@pytest.mark.parametrize("text", ["{", "[1, 2", '{"table": 3}', "\xff\xfe"])
def test_data_that_say_nothing_leave_the_name_open(text: str, opened: Open) -> None:
    seen = opened({"config.json": text, "app.py": BOTO + "import json\nC = json.load(open('config.json'))\n"
                   "def lambda_handler(event, context): T(C['table']).get_item(Key={})\n"})  # fmt: skip

    assert [resource.name for resource in seen.resources if resource.kind == "kv_store"] == [None]


def test_only_what_code_mentions_is_read_and_no_pipe(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "NAME = 'pipe.json'\n", "unread.json": "{"})
    os.mkfifo(tmp_path / "pipe.json")

    assert deduce(tmp_path, cache=False).problems == ()


def test_a_changed_data_file_changes_the_graph(tmp_path: Path) -> None:
    code = BOTO + "import json\nC = json.load(open('config.json'))\n" \
        "def lambda_handler(event, context): T(C['table']).get_item(Key={})\n"
    write(tmp_path, {"app.py": code, "config.json": '{"table": "users"}'})
    deducer = Deducer(tmp_path)
    before = actions_of(deducer.run(), "app.lambda_handler")
    write(tmp_path, {"config.json": '{"table": "orders"}'})

    assert before == {"kv_store:users": {"GetItem"}}
    assert actions_of(deducer.update(["config.json"]), "app.lambda_handler") == GET
    assert actions_of(Deducer(tmp_path).run(), "app.lambda_handler") == GET


INJECTED = """
import boto3, os
from dependency_injector import containers, providers
def table(name): return boto3.resource("dynamodb").Table(name)
class Container(containers.DeclarativeContainer):
    config = providers.Configuration(OPTIONS)
    orders = providers.Singleton(table, config.tables.orders)
def f():
    container = Container()
    LOADED
    container.orders().get_item(Key={})
"""


@pytest.mark.parametrize(
    ("options", "loaded"),
    [
        ("yaml_files=['config.yml']", ""),
        ("", "container.config.from_yaml('config.yml')"),
        ("", "container.config.from_dict({'tables': {'orders': 'orders'}})"),
        ("default={'tables': {'orders': 'orders'}}", ""),
        ("", "container.config.tables.orders.from_env('ORDERS', default='orders')"),
        ("yaml_files=['config.yml']", "container.config.tables.orders.from_value('orders')"),
    ],
)
def test_a_configuration_of_dependency_injector_is_what_was_loaded(
    options: str, loaded: str, uses: Callable[..., dict[str, set[str]]]
) -> None:
    files = {"app.py": INJECTED.replace("OPTIONS", options).replace("LOADED", loaded),
             "config.yml": "tables:\n  orders: orders\n"}  # fmt: skip

    assert uses(files) == {"kv_store:orders": {"GetItem"}}


def test_a_path_that_a_caller_may_replace_is_its_default_too(uses: Callable[..., dict[str, set[str]]]) -> None:
    code = """
import boto3, json
def f(path="names.json"):
    with open(path) as file: names = json.load(file)
    boto3.resource("dynamodb").Table(names["orders"]).get_item(Key={})
"""

    assert uses({"app.py": code, "names.json": '{"orders": "orders"}'}) == {"kv_store:orders": {"GetItem"}}
