"""Why a person may trust it: nothing is run, nothing is written, the answer is a function of the files alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archloom.codegen import Change, Rewrite, plan
from archloom.deployer.policy import policies_of
from archloom.resources import contract
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import Deducer, DeductionError, deduce
from archloom.resources.settings import load

from .conftest import write

Open = Callable[..., Architecture]

SHOP = {
    "shop/__init__.py": "",
    "shop/db.py": """
        import os
        import boto3
        orders = boto3.resource("dynamodb").Table(os.environ["ORDERS"])
        def load(key): return orders.get_item(Key={"id": key})
        """,
    "shop/api.py": """
        from fastapi import FastAPI
        from .db import load
        app = FastAPI()
        @app.get("/orders/{key}")
        def read(key): return load(key)
        """,
    "work.py": """
        import boto3
        from shop import db
        def handler(event, context):
            db.load(1)
            boto3.client("sqs").send_message(QueueUrl="https://sqs/1/jobs", MessageBody="x")
        """,
}


AGENT = """
from fastapi import FastAPI, WebSocket
from langgraph.checkpoint.memory import MemorySaver
app = FastAPI()
saver, seen, sessions, count = MemorySaver(), [], {}, 0
@app.get("/")
def read(key):
    global count
    count += 1
    seen.append(key)
    sessions[key] = saver.get({})
    open("out.txt", "w").write(key)
@app.websocket("/ws")
async def talk(socket: WebSocket): ...
"""
"""Everything that is noticed of state and fit."""


def text_of(architecture: Architecture) -> str:
    text = contract.write(architecture, full=True)
    return "\n".join(line for line in text.splitlines() if "elapsed_ms" not in line)


def test_no_code_of_the_project_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    leave = f"import pathlib\npathlib.Path({str(mark)!r}).write_text('ran')\n"
    project = write(tmp_path / "project", {
        "app.py": leave + "def handler(event, context): pass\n", "conftest.py": leave, "setup.py": leave,
        "sitecustomize.py": leave, "pkg/__init__.py": leave, "pkg/__main__.py": leave, "fastapi.py": leave,
        "boto3/__init__.py": leave, "usercustomize.py": leave,
    })  # fmt: skip

    deduce(project, cache=False)

    assert not mark.exists()


def test_no_code_of_the_project_runs_when_it_is_judged_edited_or_its_policies_are_read(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    leave = f"import pathlib\npathlib.Path({str(mark)!r}).write_text('ran')\n"
    project = write(tmp_path / "project", {
        "app.py": leave + AGENT, "setup.py": leave, "conftest.py": leave, "helpers/__init__.py": leave,
        "archloom/__init__.py": leave, "sitecustomize.py": leave, "os.py": leave,
        "x.pth": f"import pathlib; pathlib.Path({str(mark)!r}).write_text('ran')\n",
        "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'setup'\nbackend-path = ['.']\n"
                          "[project]\nname = 'p'\nversion = '1'\ndependencies = ['fastapi']\n",
        "requirements.txt": "-e .\nlanggraph\n", "langgraph.json": '{"graphs": {"a": "./app.py:app"}}',
    })  # fmt: skip

    seen = deduce(project, cache=False)
    saver = next(problem for problem in seen.problems if problem.code == "memory-saver")
    made = plan(project, seen, Rewrite(saver.source, "dynamodb"))
    told = policies_of(seen, load(project), project)

    assert isinstance(made, Change)
    assert told
    assert not mark.exists()


def test_nothing_is_written_into_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = write(tmp_path / "project", SHOP)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}

    deduce(project)

    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def test_two_runs_say_the_same(tmp_path: Path) -> None:
    project = write(tmp_path, SHOP)

    assert text_of(deduce(project, cache=False)) == text_of(deduce(project, cache=False))


def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path) -> None:
    one = write(tmp_path / "a" / "shop", SHOP)
    other = write(tmp_path / "b" / "shop", dict(reversed(SHOP.items())))

    assert text_of(deduce(one, cache=False)) == text_of(deduce(other, cache=False))


def test_a_graph_from_the_cache_is_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = write(tmp_path / "project", SHOP)

    first, second = deduce(project), deduce(project)

    assert list((tmp_path / "cache").rglob("graphs/*"))
    assert text_of(first) == text_of(second) == text_of(deduce(project, cache=False))


def test_a_broken_cache_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = write(tmp_path / "project", SHOP)
    first = deduce(project)
    for path in (tmp_path / "cache").rglob("graphs/*"):
        path.write_text("{")

    assert text_of(deduce(project)) == text_of(first)


def test_an_overlay_stands_in_for_the_files(tmp_path: Path) -> None:
    project = write(tmp_path, SHOP)
    changed = b"def handler(event, context): pass\n"

    seen = deduce(project, overlay={"work.py": changed, "shop/api.py": None}, cache=False)

    assert [entry.handler for entry in seen.entries] == ["work.handler"]
    assert not seen.links


PIECES = [
    "import boto3\ndef handler(event, context): boto3.client('s3').get_object(Bucket='files', Key='k')\n",
    "from a import NAME\nimport boto3\n"
    "def handler(event, context): boto3.client('s3').put_object(Bucket=NAME, Key='k')\n",
    "NAME = 'other'\n",
    "from fastapi import FastAPI\nimport b\napp = FastAPI()\n@app.get('/x')\ndef x(): return b.handler({}, None)\n",
    "def broken(:\n",
    AGENT,
    "STATE = {}\nfrom flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef f(k): STATE[k] = open('x', 'w')\n",
    "from b import *\n",
    "",
]
EDITS = st.lists(
    st.tuples(st.sampled_from(["a.py", "b.py", "c/d.py"]), st.sampled_from([*PIECES, None])), min_size=1, max_size=6
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_after_any_edits_the_update_equals_a_fresh_deduction(
    tmp_path: Path, edits: list[tuple[str, str | None]]
) -> None:
    project = tmp_path / "project"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    deducer = Deducer(project, cache=False)
    deducer.run()
    for name, text in edits:
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True) if text is None else path.write_text(text)

        assert text_of(deducer.update([name])) == text_of(deduce(project, cache=False))


@pytest.mark.parametrize(("source", "code"), [
    (b"def f(:\n", "syntax-error"),
    (b"x = 1\0\n", "syntax-error"),
    (b"# coding: utf-8\nx = '\xff'\n", "syntax-error"),
    (b"# coding: klingon\nx = 1\n", "syntax-error"),
    (b"x = " + b"(" * 400 + b")" * 400, "syntax-error"),
    (b"x = " + b"-" * 50_000 + b"1", "unreadable-file"),
    (b"x = '" + b"a" * 9_000_000 + b"'", "file-too-large"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_a_problem_and_the_rest_is_deduced(
    tmp_path: Path, source: bytes, code: str
) -> None:
    write(tmp_path, SHOP)
    (tmp_path / "bad.py").write_bytes(source)

    seen = deduce(tmp_path, cache=False)

    assert [(p.code, p.source.file) for p in seen.problems if p.source.file == "bad.py"] in (
        [(code, "bad.py")], [("unreadable-file", "bad.py")], [("too-deep", "bad.py")]
    )  # fmt: skip
    assert len(seen.entries) == 2
    assert all(p.remedy for p in seen.problems)


@pytest.mark.parametrize("source", [
    "\n".join(f"def f{i}(): return f{(i + 1) % 1000}()" for i in range(1000)) + "\ndef handler(event, context): f0()\n",
    "def handler(event, context):\n" + "\n".join(f"    x{i} = x{i - 1}" if i else "    x0 = 1" for i in range(20_000)),
    "X = {" + ",".join(f"'k{i}': {i}" for i in range(10_000)) + "}\ndef handler(event, context): return X[event]\n",
    "class C0: pass\n" + "\n".join(f"class C{i}(C{i - 1}): pass" for i in range(1, 300))
    + "\ndef handler(event, context): C299()\n",
    "x = " + " + ".join(["1"] * 3000) + "\ndef handler(event, context): pass\n",
    "def handler(event, context):\n    s = ''\n    while event:\n        s = s + s + 'x'\n        event = [event, s]\n",
    "def handler(event, context):\n    return " + "[" * 80 + "]" * 80 + "\n",
    "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\ndef handler(event, context): A().b\n",
    "def handler(event, context):\n    f = lambda x: x(x)\n    f(f)\n",
])  # fmt: skip
def test_pathological_code_ends(tmp_path: Path, source: str) -> None:
    (tmp_path / "app.py").write_text(source)

    seen = deduce(tmp_path, cache=False)

    assert {problem.code for problem in seen.problems} <= {"too-deep", "unreadable-file", "syntax-error", "too-large"}
    assert seen.entries or seen.problems


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeductionError, match="does not exist"):
        deduce(tmp_path / "nowhere")


def test_a_file_for_a_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "app.py").touch()

    with pytest.raises(DeductionError, match="is a file"):
        deduce(tmp_path / "app.py")


def test_a_folder_without_python_has_no_architecture(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# nothing")

    seen = deduce(tmp_path, cache=False)

    assert (seen.project.python_files, seen.resources, seen.entries) == (0, (), ())


def test_broken_settings_are_a_problem_and_the_rest_is_deduced(tmp_path: Path) -> None:
    write(tmp_path, {**SHOP, "archloom.toml": "[project\n"})

    seen = deduce(tmp_path, cache=False)

    assert [problem.code for problem in seen.problems] == ["bad-settings"]
    assert seen.entries


def test_an_asked_entry_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    seen = deduce(write(tmp_path, SHOP), entries=("work.nothing",), cache=False)

    assert [problem.code for problem in seen.problems] == ["unknown-entry"]


def test_the_evidence_of_every_link_is_there(tmp_path: Path) -> None:
    project = write(tmp_path, SHOP)

    for link in deduce(project, cache=False).links:
        for evidence in link.evidence:
            for span in (evidence.span, *evidence.path):
                lines = (project / span.file).read_text().splitlines()
                assert lines[span.line - 1].strip()
    assert os.listdir(project)


def test_what_the_compiler_warns_of_in_a_project_is_not_repeated(tmp_path: Path) -> None:
    write(tmp_path, 'def handler(event, context): return "\\d", 0x1for x in ()\n')

    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("error")
        architecture = deduce(tmp_path, cache=False)

    assert not seen
    assert [entry.handler for entry in architecture.entries] == ["app.handler"]


SAY = """
import sys
from pathlib import Path
from archloom.resources import contract
from archloom.resources.deduction import deduce
print(contract.write(deduce(Path(sys.argv[1]), cache=False), full=True))
"""


@pytest.mark.parametrize("example", ["support_agent", "rag_documents", ""])
def test_processes_with_other_hashes_say_the_same(example: str, tmp_path: Path) -> None:
    state = {**SHOP, "agent.py": AGENT, "requirements.txt": "torch\nboto3\npytesseract\n"}
    root = Path(__file__).resolve().parents[2] / "examples" / example if example else write(tmp_path, state)

    def said(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", SAY, str(root)], env=environment, capture_output=True, check=True)
        return "\n".join(line for line in done.stdout.decode().splitlines() if "elapsed_ms" not in line)

    assert len({said(seed) for seed in ("0", "1", "4242")}) == 1


def test_the_order_in_which_the_disk_lists_files_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write(tmp_path, SHOP)
    before = text_of(deduce(project, cache=False))
    listed = os.scandir

    class Backwards:
        def __init__(self, path: Any) -> None:
            self._entries = listed(path)

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(list(self._entries)[::-1])

        def __exit__(self, *_: object) -> None:
            self._entries.close()

        def __iter__(self) -> Iterator[os.DirEntry[str]]:
            return self.__enter__()

    monkeypatch.setattr(os, "scandir", Backwards)

    assert text_of(deduce(project, cache=False)) == before


ODD_NAMES = [
    "a b.py", "1.py", "class.py", "ünï/cödé.py", "-.py", "a-b/c.d.py", ".hidden.py", "__init__.py", "x/__init__/y.py",
    "import.py", "None.py", "a.py.py", "/".join(["deep"] * 60) + "/end.py", "[x].py", "'quoted'.py",
]  # fmt: skip


def test_files_with_odd_names_are_read_as_any_other(tmp_path: Path) -> None:
    body = "import boto3\ndef handler(event, context): boto3.client('s3').get_object(Bucket='files', Key='k')\n"
    write(tmp_path, {**dict.fromkeys(ODD_NAMES, body), "app.py": body})
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "nowhere.py").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path)

    seen = deduce(tmp_path, cache=False)

    assert "app.handler" in {entry.handler for entry in seen.entries}
    assert {problem.code for problem in seen.problems} <= {"unreadable-file"}
    assert [resource.id for resource in seen.resources if resource.kind == "bucket"] == ["bucket:files"]


@pytest.mark.parametrize("text", [
    b"\xef\xbb\xbfdef handler(event, context): pass\n",
    b"def handler(event, context):\r\n    pass\r\n",
    b"def handler(event, context):\r    pass\r",
    b"# -*- coding: latin-1 -*-\ndef handler(event, context): return '\xe9'\n",
    b"# -*- coding: utf-16 -*-\ndef handler(event, context): pass\n",
    b"\x0cdef handler(event, context): pass\n",
    b"def handler(event, context): return '\\ud800', '\\N{BULLET}', b'\\xff', 10 ** 10, 1e999, 1j, ...\n",
    b"def handler(event, context): return " + b"9" * 5000 + b"\n",
    "def handler(event, context, ℌ=1): return 𝔥\n".encode(),
    b"def handler(event, context): return event\\\n",
    b"",
    b"#",
    b"\\\n",
])  # fmt: skip
def test_odd_texts_are_read_or_reported(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "odd.py").write_bytes(text)
    write(tmp_path, SHOP)

    seen = deduce(tmp_path, entries=["odd.handler"], cache=False)

    assert "work.handler" in {entry.handler for entry in seen.entries}
    assert {problem.code for problem in seen.problems} <= {"syntax-error", "unreadable-file", "unknown-entry"}
    contract.write(seen, full=True).encode()
