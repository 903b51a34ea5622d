"""`archloom edit`: the diff that it prints, what it writes, how it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archloom.app.cli import cli

from .conftest import CHATBOT, Run

Edit = Callable[..., Result]


@pytest.fixture
def edit(chatbot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """`archloom edit CHATBOT …` in this process, which is ten times as fast as one of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["edit", str(chatbot), *words])

    return run


def test_connect_prints_the_diff_and_writes_it(archloom: Run, chatbot: Path) -> None:
    done = archloom("edit", chatbot, "connect", "start", "sessions", "--operations", "get,set")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "wrote main.py +1 −0\n"
    assert "--- a/main.py\n+++ b/main.py\n" in done.stdout
    assert '\n @api.post("/chat")\n+@allow(sessions.get, sessions.set)\n def start(request):\n' in done.stdout
    assert '@api.post("/chat")\n@allow(sessions.get, sessions.set)\ndef start' in (chatbot / "main.py").read_text()


def test_a_dry_run_prints_the_same_and_writes_nothing(archloom: Run, chatbot: Path) -> None:
    done = archloom("edit", chatbot, "connect", "POST /chat", "kv_store:sessions", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stderr == "would write main.py +1 −0\n"
    assert "+@allow(sessions.get, sessions.set)\n" in done.stdout
    assert (chatbot / "main.py").read_text() == CHATBOT


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("add", "queue", "jobs", "--set", "dead_letter=3", "--set", "fifo=true"),
         '+jobs = Queue("jobs", fifo=True, dead_letter=3)'),
        (("rename", "sessions", "talks"), '+sessions = KVStore("talks", partition_key="id")'),
        (("set", "sessions", "ttl", "expires"), '+sessions = KVStore("sessions", partition_key="id", ttl="expires")'),
        (("set", "sessions", "partition_key", "--default"), '+sessions = KVStore("sessions")'),
        (("set", "main.start", "memory", "1024"), "+memory = 1024"),
        (("set", "start", "path", "/talk"), '+@api.post("/talk")'),
        (("trigger", "api", "start", "--method", "put", "--at", "/again"), '+@api.put("/again")'),
        (("disconnect", "start", "api"), '-@api.post("/chat")'),
    ],
)  # fmt: skip
def test_each_edit_has_its_command(edit: Edit, words: tuple[str, ...], line: str) -> None:
    done = edit(*words, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert line in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("remove", "sessions"), 1, "archloom: sessions is used at main.py:10. Remove those lines first."),
        (("operations", "chat", "sessions", "set"), 1, "chat uses sessions (get) at main.py:10. Remove those lines"),
        (("connect", "strat", "sessions"), 2, "there is no entry 'strat'. Did you mean 'start'?"),
        (("connect", "start", "sessions", "--operations", "got"), 1, "no operation 'got'. Did you mean get?"),
        (("add", "cupboard", "x"), 2, "'cupboard' is no kind; there are router, function, kv_store"),
        (("set", "sessions", "ttl"), 2, "Give a value or --default."),
    ],
)
def test_what_cannot_be_done_is_said_with_a_status(
    edit: Edit, chatbot: Path, words: tuple[str, ...], status: int, sentence: str
) -> None:
    done = edit(*words)
    assert done.exit_code == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert (chatbot / "main.py").read_text() == CHATBOT


def test_a_name_that_two_things_bear_is_asked_back(edit: Edit, chatbot: Path) -> None:
    (chatbot / "main.py").write_text(CHATBOT + 'other = KVStore("talks")\n')
    (chatbot / "jobs.py").write_text('from archloom.resources import Queue\n\nsessions = Queue("talks")\n')
    done = edit("rename", "talks", "calls")
    assert done.exit_code == 2
    assert "'talks' may be kv_store:talks or queue:talks; say which." in done.stderr


def test_a_file_that_does_not_parse_stands_only_against_its_own_edits(edit: Edit, chatbot: Path) -> None:
    (chatbot / "broken.py").write_text("def f(:\n")
    assert edit("add", "queue", "jobs").exit_code == 0
    refused = edit("add", "queue", "later", "--file", "broken.py")
    assert refused.exit_code == 1
    assert "broken.py:1 is not valid Python: invalid syntax. Correct it first." in refused.stderr


def test_a_read_only_file_is_left_alone_with_a_sentence(archloom: Run, chatbot: Path) -> None:
    (chatbot / "main.py").chmod(0o444)
    done = archloom("edit", chatbot, "connect", "start", "sessions")
    assert done.returncode == 1
    assert "main.py is read-only. Nothing was written; make it writable and try again." in done.stderr


def test_a_negative_number_is_a_value_and_not_an_option(edit: Edit) -> None:
    done = edit("set", "start", "memory", "-5")
    assert done.exit_code == 1
    assert "Memory is 128 to 10240 MB, not -5." in done.stderr


def test_an_option_that_does_not_exist_is_still_wrong_use(edit: Edit) -> None:
    done = edit("set", "start", "memory", "--defualt")
    assert done.exit_code == 2
    assert "No such option" in done.stderr


AGENT = """\
from fastapi import FastAPI
from langgraph.checkpoint.memory import MemorySaver

app = FastAPI()
saver = MemorySaver()


@app.get("/")
def chat():
    return saver.get({})
"""


@pytest.mark.parametrize("said", ["memory-saver", "app.py:5", "saver"])
def test_a_problem_is_rewritten_by_its_code_its_place_or_what_it_is_about(
    said: str, archloom: Run, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text(AGENT)
    done = archloom("edit", tmp_path, "rewrite", said, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "+from langgraph_checkpoint_aws import DynamoDBSaver" in done.stdout
    assert (tmp_path / "app.py").read_text() == AGENT


def test_a_rewrite_says_what_is_left_to_do(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(AGENT)
    done = archloom("edit", tmp_path, "rewrite", "memory-saver", "--by", "postgres")
    assert done.returncode == 0, done.stderr
    assert "PostgresSaver" in (tmp_path / "app.py").read_text()
    assert "setup()" in done.stderr


def test_a_problem_without_a_rewrite_says_what_to_do(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(AGENT.replace("saver.get({})", "open('out.txt', 'w').write('x')"))
    done = archloom("edit", tmp_path, "rewrite", "disk-write")
    assert done.returncode == 1
    assert "no rewrite is known for disk-write" in done.stderr
    assert "bucket" in done.stderr


def test_an_unknown_remedy_names_those_that_fit(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(AGENT)
    done = archloom("edit", tmp_path, "rewrite", "memory-saver", "--by", "redis")
    assert done.returncode == 2
    assert "dynamodb and postgres" in done.stderr


def test_a_name_is_made_configurable(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3\n\n\ndef handler(event, context):\n    boto3.resource('dynamodb').Table('orders').scan()\n"
    )
    done = archloom("edit", tmp_path, "configurable", "orders", "--variable", "TABLE")
    assert done.returncode == 0, done.stderr
    assert "Table(os.environ.get('TABLE', 'orders'))" in (tmp_path / "app.py").read_text()
