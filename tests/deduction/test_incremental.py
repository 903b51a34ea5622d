"""Incremental equals full: after any edits an open project has the graph that a fresh deduction gives."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archloom.resources import contract
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import Deducer, deduce
from archloom.resources.deduction import project as project_module
from archloom.resources.deduction.evaluate import machine

from .conftest import write

APP = '''\
"""Routes."""

import os

from fastapi import FastAPI

from store import Orders, shared

app = FastAPI()


@app.get("/orders/{key}")
def read(key: str):
    """One order."""
    # looked up by key
    return Orders("orders").load(key)


@app.post("/orders")
def write(order: dict):
    for name in ("first", "second"):
        shared(name).put_item(Item=order)


def nobody(values):
    return [value for value in values if value]


@app.get("/unnamed")
def unnamed(): return table().scan()


def table(): return __import__("boto3").resource("dynamodb").Table(os.environ["T"])


@app.get("/any/{name}")
def anything(name): return shared(name).scan()
'''
STORE = """\
import boto3
from base import Base

RATE = 0.5
dynamodb = boto3.resource("dynamodb")


class Orders(Base):
    def __init__(self, name):
        self.table = dynamodb.Table(name)

    def load(self, key):
        return self.table.get_item(Key={"id": key})

    def forget(self, key):
        return self.table.delete_item(Key={"id": key})


def shared(name):
    return dynamodb.Table(name)


on_file = lambda event, context: boto3.client("s3").get_object(Bucket="files", Key="k")
"""
BASE = """\
class Base:
    def close(self):
        pass


class Other:
    def load(self, key):
        return None
"""
FILES = {"app.py": APP, "store.py": STORE, "base.py": BASE}
Edit = tuple[str, str]
UNSEEN: dict[str, Edit] = {
    "comment in a body": ("# looked up by key", "# looked up\n    # by the key that the route gives"),
    "docstring": ('"""One order."""', '"""One order,\n\n    or nothing.\n    """'),
    "blank lines": ("\n\napp = FastAPI()", "\n\n\n\napp = FastAPI()"),
    "wrapped call": ('Orders("orders").load(key)', 'Orders(\n        "orders",\n    ).load(key)'),
    "trailing comma": ('("first", "second")', '("first", "second",)'),
    "unreached body": ("return [value for value in values if value]", "values = list(values)\n    return values[:1]"),
    "end of the file": ("shared(name).scan()\n", "shared(name).scan()\n\n\n# the end\n"),
    "a comment at the top": ('"""Routes."""', '# words\n"""Routes."""'),
    "nothing before the imports": ('"""Routes."""\n\n', ""),
    "one comment fewer": ("    # looked up by key\n", ""),
}
SEEN: dict[str, Edit] = {
    "another name": ('Orders("orders")', 'Orders("sales")'),
    "another call": (".put_item(Item=order)", ".delete_item(Key=order)"),
    "another constant of the same length": ('"first"', '"third"'),
    "a decorator": ('@app.get("/orders/{key}")', '@app.get("/all/{key}")'),
    "a default": ("def write(order: dict)", "def write(order: dict = {})"),
    "another import": (
        "from store import Orders, shared",
        "from base import Other as Orders\nfrom store import shared",
    ),
    "a function that becomes a generator": ("for name in", "yield 1\n    for name in"),
    "a float that is an int": ("return [value", "return 1.0 and [value"),
    "a call that makes an application": ("return [value for value in values if value]", "return FastAPI()"),
    "a line more at the end of a body": ("put_item(Item=order)\n", "put_item(Item=order)\n    shared('x').scan()\n"),
    "an else": (
        "return [value for value in values if value]\n\n",
        "return 1\nif nobody: x = 1\nelse: x = shared('y').scan()\n",
    ),
    "a line that a backslash joins": ("app = FastAPI()\n", "app = FastAPI()\\\n\n"),
    "a guard": (
        '    return Orders("orders")',
        '    if __name__ == "__main__": shared("z").scan()\n    return Orders("orders")',
    ),
    "a guard of the module": ("\n\ndef table", "\n\nif __name__ == '__main__':\n    shared('z').scan()\n\n\ndef table"),
    "a text that goes on": ("def nobody(values):", "x = '''\ndef nobody(values):"),
    "a syntax error": ("def nobody(values):", "def nobody(values:"),
}
Project = tuple[Path, Deducer]


def text_of(architecture: Architecture) -> str:
    said = contract.write(architecture, full=True)
    return "\n".join(line for line in said.splitlines() if "elapsed_ms" not in line)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    deducer = Deducer(write(tmp_path, FILES), cache=False)
    deducer.run()
    return tmp_path, deducer


def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[Deducer]:
    """Grows with each full evaluation."""
    made: list[Deducer] = []
    evaluate = vars(Deducer)["_of"]
    monkeypatch.setattr(Deducer, "_of", lambda self, *given: made.append(self) or evaluate(self, *given))
    return made


def change(folder: Path, edit: Edit, name: str = "app.py") -> None:
    text = (folder / name).read_text()
    assert edit[0] in text
    (folder / name).write_text(text.replace(*edit))


@pytest.mark.parametrize("edit", UNSEEN.values(), ids=UNSEEN)
def test_an_edit_of_what_was_not_read_moves_the_graph(
    project: Project, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, deducer = project
    change(folder, edit)
    fresh = deduce(folder, cache=False)
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deducer.update(["app.py"])) == text_of(fresh)


@pytest.mark.parametrize("edit", SEEN.values(), ids=SEEN)
def test_an_edit_of_what_was_read_is_evaluated(project: Project, edit: Edit) -> None:
    folder, deducer = project
    change(folder, edit)

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(folder, cache=False))


@pytest.mark.parametrize(("name", "edit"), [
    ("store.py", ("class Orders(Base):", "class Orders(Other):")),
    ("store.py", ("    def load(self, key):\n        return self.table.get_item(Key={\"id\": key})\n\n", "")),
    ("store.py", ("from base import Base", "from base import Base, Other")),
    ("store.py", ("RATE = 0.5", "RATE = 0.25")),
    ("store.py", ("import boto3\n", "# words\nimport boto3\n")),
    ("store.py", ("import boto3\n", "# coding: latin-1\nimport boto3\n")),
    ("base.py", ("class Base:", "\n\nclass Base:")),
    ("store.py", ("RATE = 0.5", "RATE = 5e-1")),
    ("store.py", ("lambda event, context:", "lambda event, context:\\\n   ")),
    ("store.py", ("def shared(name)", "# a name tells the line of what follows\ndef shared(name)")),
    ("base.py", ("        return None", "        return 1")),
    ("base.py", ("class Base:", "import boto3\n\n\nclass Base:")),
])  # fmt: skip
def test_an_edit_in_another_file_is_seen(project: Project, name: str, edit: Edit) -> None:
    folder, deducer = project
    change(folder, edit, name)

    assert text_of(deducer.update([name])) == text_of(deduce(folder, cache=False))


def test_places_in_the_verdict_of_a_unit_move_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"app.py": "from fastapi import FastAPI\nfrom langgraph.prebuilt import create_react_agent\n\n"
                       "app = FastAPI()\n\n"
                       "agent = create_react_agent('openai:gpt-4o', [])\n"
                       "@app.get('/')\ndef ask():\n    return agent.invoke({})\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    change(tmp_path, ("\nagent", "\n# the agent\nagent"))
    fresh = deduce(tmp_path, cache=False)
    assert [reason for one in fresh.resources for reason in one.properties.get("fit", {}).get("reasons", ())]
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deducer.update(["app.py"])) == text_of(fresh)


def test_words_that_a_name_was_chosen_by_are_looked_for_again(tmp_path: Path) -> None:
    files = {"app.py": "from langchain_community.tools.tavily_search import TavilySearchResults\nimport langsmith\n"
                       "def handler(event, context):\n    return TavilySearchResults().invoke('x')\n"}  # fmt: skip
    deducer = Deducer(write(tmp_path, files), cache=False)
    deducer.run()
    change(tmp_path, ("    return Tavily", "    # LANGCHAIN_API_KEY LANGSMITH_API_KEY\n    return Tavily"))

    assert text_of(deducer.update(["app.py"])) == text_of(deduce(tmp_path, cache=False))


LINES = st.sampled_from(["", "# words\n", "\n", "x = 1\n", "import os\n", '"""Words."""\n', "    # deep\n"])
ONE_EDIT = st.one_of(
    st.sampled_from([("app.py", edit) for edit in (*UNSEEN.values(), *SEEN.values())]),
    st.tuples(st.sampled_from(list(FILES)), st.tuples(st.integers(0, 40), LINES)),
    st.tuples(st.sampled_from([*FILES, "new.py", "test_orders.py", ".env", "archloom.toml"]), st.sampled_from([
        None, "", "from store import *\n", "import test_orders\n", "T = 'table'\nT=table\n",
        "def handler(event, context): ...\n", "[project]\nname = 'x'\n", "class Base: pass\n",
        "def broken(:\n", APP, STORE, BASE,
    ])),
)  # fmt: skip


def apply(folder: Path, name: str, edit: str | tuple[str, str] | tuple[int, str] | None) -> None:
    path = folder / name
    text = path.read_text() if path.exists() else ""
    match edit:
        case None:
            path.unlink(missing_ok=True)
        case str():
            path.write_text(edit)
        case (int(), str()):
            lines = text.splitlines(keepends=True)
            lines.insert(edit[0], edit[1])
            path.write_text("".join(lines))
        case (str(), str()):
            path.write_text(text.replace(edit[0], edit[1]))
        case _:
            raise AssertionError(edit)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(ONE_EDIT, min_size=1, max_size=6))
def test_after_any_edits_the_update_equals_a_fresh_deduction(
    tmp_path: Path, edits: list[tuple[str, str | tuple[str, str] | tuple[int, str] | None]]
) -> None:
    folder = tmp_path / "project"
    shutil.rmtree(folder, ignore_errors=True)
    deducer = Deducer(write(folder, FILES), cache=False)
    deducer.run()
    for name, edit in edits:
        apply(folder, name, edit)

        assert text_of(deducer.update([name])) == text_of(deduce(folder, cache=False))


def test_what_updates_made_is_kept_for_the_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write(tmp_path / "project", FILES)
    deducer = Deducer(folder)
    deducer.run()
    change(folder, SEEN["another name"])
    updated = deducer.update(["app.py"])
    deducer.settle()
    deducer.keep()
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deduce(folder)) == text_of(updated)


def test_an_edit_that_was_tried_out_is_not_evaluated_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, deducer = project
    planner = Deducer(folder, cache=False, beside=deducer)
    change(folder, SEEN["another name"])
    after = (folder / "app.py").read_bytes()
    (folder / "app.py").write_text(APP)
    planned = planner.run(overlay={"app.py": after})
    (folder / "app.py").write_bytes(after)
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deducer.update(["app.py"])) == text_of(planned)


def test_a_reopened_project_that_was_warmed_up_moves_its_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write(tmp_path / "project", FILES)
    deduce(folder)
    deducer = Deducer(folder)
    deducer.run()
    deducer.warm()
    change(folder, UNSEEN["docstring"])
    fresh = deduce(folder, cache=False)
    monkeypatch.setattr(Deducer, "_of", None)

    assert text_of(deducer.update(["app.py"])) == text_of(fresh)


def test_what_is_tried_out_is_not_taken_for_what_is_there(project: Project) -> None:
    folder, deducer = project
    planner = Deducer(folder, cache=False, beside=deducer)
    planner.run(overlay={"app.py": b"def handler(event, context): ...\n"})
    for edit in (UNSEEN["docstring"], SEEN["another name"]):
        change(folder, edit)

        assert text_of(deducer.update(["app.py"])) == text_of(deduce(folder, cache=False))
        assert text_of(planner.run()) == text_of(deduce(folder, cache=False))


def test_a_project_at_the_bound_of_steps_is_evaluated_when_its_lines_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LEAST", -10_000)
    deducer = Deducer(write(tmp_path, FILES), cache=False)
    deducer.run()
    change(tmp_path, UNSEEN["blank lines"])
    evaluated = evaluations(monkeypatch)

    deducer.update(["app.py"])

    assert evaluated


def test_no_rule_reads_the_text_of_a_file_by_itself() -> None:
    folder = Path(project_module.__file__).parent
    rules = [path for inner in ("evaluate", "frameworks", "fit") for path in (folder / inner).rglob("*.py")]

    assert [path.name for path in rules if re.search(r"(?:summary|\])\.source\b", path.read_text())] == []
