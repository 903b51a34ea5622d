"""What a careless or unlucky person gives: each time one sentence with where, what and what to do, no traceback."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

Spoil = Callable[[Path], object]


def problems(said: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """code -> message of what `deduce --json` found wrong."""
    assert said.returncode == 0, said.stderr
    assert "Traceback" not in said.stderr
    return {problem["code"]: problem["message"] for problem in json.loads(said.stdout)["problems"]}


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda p: (p / "bad.py").write_text("def f(:\n"), "syntax-error", "bad.py is not valid Python"),
        (lambda p: (p / "bad.py").write_bytes(b"s = '\xe9'\n"), "syntax-error", "bad.py is not valid Python"),
        (lambda p: (p / "bad.py").write_bytes(b"x = 1\0\n"), "unreadable-file", "bad.py cannot be read as Python"),
        (lambda p: (p / "bad.py").write_bytes(b"#" * 8_000_001), "file-too-large", "has 8,000,001 bytes and was not"),
        (lambda p: (p / "bad.py").write_text("x = " + "(" * 500 + ")" * 500), "syntax-error", "too many nested"),
        (lambda p: (p / "bad.py").symlink_to("bad.py"), "unreadable-file", "too many levels of symbolic links"),
        (lambda p: os.mkfifo(p / "bad.py"), "unreadable-file", "a pipe or a device, not a file"),
        (lambda p: os.mkfifo(p / ".env"), "unreadable-file", ".env cannot be read: it is a pipe"),
        (lambda p: (p / "langgraph.json").write_text("{\n oops"), "bad-settings", "langgraph.json is not valid JSON"),
        (lambda p: (p / "langgraph.json").write_text("[]"), "bad-settings", "langgraph.json has no table of graphs"),
        (lambda p: (p / "langgraph.json").write_text('{"graphs": {"a": 3}}'), "bad-settings", "says of graph a 3"),
        (lambda p: (p / "pyproject.toml").write_text("[project"), "bad-settings", "pyproject.toml is not valid TOML"),
        (lambda p: (p / "archloom.toml").write_text("[resources"), "bad-settings", "archloom.toml is not valid TOML"),
        (lambda p: (p / "archloom.toml").write_bytes(b"\xff\xfe\0"), "bad-settings", "archloom.toml cannot be read"),
        (lambda p: (p / "archloom.toml").write_text("resources = 3"), "bad-settings", "must be a table, not 3"),
        (lambda p: (p / "archloom.toml").write_text("construct = 3"), "bad-settings", "construct in archloom.toml"),
        (lambda p: (p / "archloom.toml").write_text("[project]\nname = 5"), "bad-settings", "must be a text, not 5"),
        (lambda p: (p / "archloom.toml").write_text('[project]\nignore = "x"'), "bad-settings", "must be a list"),
        (lambda p: (p / "archloom.toml").write_text("[answers]\na = 1"), "bad-settings", "must be a text, not 1"),
        (lambda p: (p / "archloom.toml").write_text("[resuorces]\n"), "unread-setting", "[resuorces]"),
        (lambda p: (p / "archloom.toml").write_text('[functions."main.chta"]\nmemory = 512'), "unread-setting",
         '[functions."main.chta"] in archloom.toml names no function'),
        (lambda p: (p / "archloom.toml").write_text('[functions."main.chat"]\nmemory = "lots"'), "bad-settings",
         "Memory takes a whole number, not 'lots'"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_a_problem_and_the_rest_is_still_read(
    archloom: Run, chatbot: Path, spoil: Spoil, code: str, words: str
) -> None:
    spoil(chatbot)
    said = archloom("deduce", chatbot, "--json")
    assert words in problems(said)[code]
    assert "kv_store:sessions" in {resource["id"] for resource in json.loads(said.stdout)["resources"]}


def test_a_link_to_the_whole_disk_is_not_followed(archloom: Run, chatbot: Path) -> None:
    (chatbot / "everything").symlink_to("/")
    (chatbot / "itself").symlink_to(".")
    said = json.loads(archloom("deduce", chatbot, "--json").stdout)
    assert said["project"]["python_files"] == 1


def test_modules_that_import_each_other_in_a_circle_are_read(archloom: Run, chatbot: Path) -> None:
    (chatbot / "a.py").write_text("from b import *\nfrom b import name\n")
    (chatbot / "b.py").write_text("from a import *\nfrom a import name\n")
    assert "internal-error" not in problems(archloom("deduce", chatbot, "--json"))


def test_an_entry_that_does_not_exist_is_a_problem_that_says_how_to_write_it(archloom: Run, chatbot: Path) -> None:
    said = archloom("deduce", chatbot, "--entry", "main.nothing")
    assert said.returncode == 0
    assert "There is no function main.nothing." in said.stdout
    assert "MODULE.FUNCTION" in said.stdout


@pytest.mark.parametrize(
    "words",
    [("preview",), ("deploy",), ("destroy",), ("outputs",), ("logs",), ("stop",), ("run",), ("export", "x.png"),
     ("edit", "add", "queue", "jobs")],
    ids=lambda words: words[0],
)  # fmt: skip
@pytest.mark.parametrize(
    "make",
    [lambda path: None, lambda path: path.write_text("x"), lambda path: path.symlink_to(path)],
    ids=["missing", "a file", "a link to itself"],
)
def test_every_command_refuses_what_is_no_folder(
    archloom: Run, tmp_path: Path, make: Spoil, words: tuple[str, ...]
) -> None:
    target = tmp_path / "target"
    make(target)
    done = archloom(words[0], target, *words[1:])
    assert done.returncode in (1, 2)
    assert done.stderr.startswith(f"archloom: {target}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("pyproject.toml", "[project", "it cannot be read: "),
        ("pyproject.toml", "project = 3", "`project` must be a table, not 3."),
        ("pyproject.toml", "[project]\ndependencies = 'x'", "`dependencies` must be a list of texts, not 'x'."),
        ("langgraph.json", '{"graphs": {}, "dependencies": 7}', "`dependencies` must be a list of texts, not 7."),
        ("archloom.toml", "resources = 3", "[resources] in archloom.toml must be a table, not 3."),
        ("archloom.toml", '[functions."main.chat"]\nmemory = "lots"', "memory takes a whole number, not 'lots'."),
    ],
)
def test_a_deployment_does_not_begin_with_a_project_file_that_is_wrong(
    archloom: Run, chatbot: Path, file: str, text: str, words: str
) -> None:
    (chatbot / file).write_text(text)
    done = archloom("deploy", chatbot, "--yes")
    assert done.returncode == 1
    assert words in done.stderr
    assert "internal error" not in done.stderr
    assert not done.stdout


def test_a_home_that_nobody_has_is_no_folder(archloom: Run) -> None:
    for command in ("deduce", "preview"):
        done = archloom(command, "~nobody-of-this-name/x")
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("archloom: ~nobody-of-this-name/x")


def test_the_file_that_is_wrong_is_named_once(archloom: Run, chatbot: Path) -> None:
    (chatbot / "archloom.toml").write_text("[stacks\n")
    done = archloom("preview", chatbot)
    assert done.stderr.startswith("archloom: archloom.toml: is not valid TOML: ")


def test_a_project_with_nothing_to_deploy_says_so(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    done = archloom("preview", tmp_path)
    assert done.returncode == 0
    assert "Nothing here can be deployed" in done.stdout


def test_a_run_of_nothing_leaves_no_local_cloud_behind(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    done = archloom("run", tmp_path)
    assert done.returncode == 1
    assert "there is nothing to serve" in done.stderr
    assert "was not running" in archloom("stop", tmp_path).stdout


def test_logs_of_a_stack_that_is_not_deployed_say_how_to_deploy(archloom: Run, chatbot: Path) -> None:
    done = archloom("logs", chatbot)
    assert done.returncode == 1
    assert f"stack dev (sandbox) is not deployed. `archloom deploy {chatbot}` does it." in done.stderr
    asked = archloom("outputs", chatbot, "--stack", "test")
    assert f"`archloom deploy {chatbot} --stack test` does it." in asked.stderr
    assert asked.returncode == 1


def test_a_stack_that_was_never_deployed_is_destroyed_without_a_word_of_a_cloud(archloom: Run, chatbot: Path) -> None:
    done = archloom("destroy", chatbot, "--yes")
    assert done.returncode == 0
    assert "nothing was deployed" in done.stdout
    assert "cloud" not in done.stdout


@pytest.mark.parametrize("words", ["preview", "deploy --yes", "policy", "run", "deduce", "deduce --json"])
def test_a_folder_without_python_is_refused(archloom: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "readme.txt").write_text("nothing")
    done = archloom(*words.split(), tmp_path)
    assert done.returncode == 1
    assert "there is no Python in it. Name the folder that the code is in." in done.stderr
    assert "was not running" in archloom("stop", tmp_path).stdout


@pytest.mark.parametrize("words", ["deduce", "preview", "deploy --yes"])
def test_a_project_of_which_no_file_can_be_read_is_no_success(archloom: Run, tmp_path: Path, words: str) -> None:
    (tmp_path / "main.py").write_text("def f(:\n")
    done = archloom(*words.split(), tmp_path)
    assert done.returncode == 1
    assert "main.py is not valid Python: invalid syntax" in done.stdout + done.stderr


def test_a_port_that_is_none_is_refused_by_the_preview_already(archloom: Run, chatbot: Path) -> None:
    (chatbot / "archloom.toml").write_text("[stacks.dev]\nport = 70000\n")
    done = archloom("preview", chatbot)
    assert done.returncode == 1
    assert "[stacks.dev]: `port` is a number from 1 to 65535, not 70000. Correct it" in done.stderr


def test_a_deployment_without_questions_tells_what_is_wrong_in_the_code(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("def f(:\n")
    (tmp_path / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    try:
        assert "note main.py:1: main.py is not valid Python" in archloom("deploy", tmp_path, "--yes").stdout
    finally:
        archloom("destroy", tmp_path, "--yes")


@pytest.mark.parametrize(
    ("redirection", "words"),
    [(">&-", "standard output is closed"), ("> /dev/full", "the disk is full"), ("| head -c 1", "")],
)
@pytest.mark.skipif(sys.platform != "linux", reason="the shell's words")
def test_an_output_that_nobody_takes_ends_without_a_traceback(chatbot: Path, redirection: str, words: str) -> None:
    command = f'"{sys.executable}" -m archloom.app.cli deduce "{chatbot}" {redirection}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=60)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr


def test_a_cache_that_cannot_be_written_changes_nothing(chatbot: Path) -> None:
    environment = os.environ | {"XDG_CACHE_HOME": "/dev/null", "HOME": "/dev/null"}
    command = [sys.executable, "-m", "archloom.app.cli", "deduce", str(chatbot), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert problems(done) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_the_window_says_what_works_instead(chatbot: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-m", "archloom.app.cli", str(chatbot)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("archloom: there is no display")


def test_a_slip_in_a_command_is_answered_with_the_likely_one(archloom: Run) -> None:
    assert "Did you mean 'deduce'?" in archloom("dedcue").stderr


@pytest.mark.slow
def test_ctrl_c_while_run_still_deploys_takes_down_what_was_made(archloom: Run, chatbot: Path, tmp_path: Path) -> None:
    environment = os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "archloom.app.cli", "run", str(chatbot)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert any(" created " in line for line in running.stdout)
    running.send_signal(signal.SIGINT)
    said = running.communicate(timeout=120)[0]
    assert "cancelled  stopped after" in said
    assert said.endswith("The sandbox is empty again.\n")
    assert running.returncode == 0


def test_a_port_that_is_taken_is_named_and_no_local_cloud_stays(archloom: Run, chatbot: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (chatbot / "archloom.toml").write_text(f"[stacks.dev]\nport = {port}\n")
        done = archloom("deploy", chatbot, "--yes")
    assert done.returncode == 1
    assert f"port {port} on 127.0.0.1 is taken by another program. Stop that program, or set another" in done.stderr
    assert "was not running" in archloom("stop", chatbot).stdout


@pytest.mark.slow
def test_a_run_that_its_supervisor_stops_takes_down_what_it_made(chatbot: Path, tmp_path: Path) -> None:
    environment = os.environ | {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "archloom.app.cli", "run", str(chatbot)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    assert any("Serving." in line for line in running.stdout)
    running.send_signal(signal.SIGTERM)
    assert running.communicate(timeout=120)[0].endswith("The sandbox is empty again.\n")
    assert running.returncode == 0


@pytest.mark.slow
def test_a_run_that_fails_leaves_nothing_behind(archloom: Run, chatbot: Path) -> None:
    refused = "import boto3\n\n\n@api.get('/x')\ndef x(_):\n    boto3.client('s3').get_object(Bucket='ab', Key='x')\n"
    (chatbot / "main.py").write_text((chatbot / "main.py").read_text() + refused)
    done = archloom("run", chatbot)
    assert "CreateBucket was refused" in done.stderr
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith("archloom: the deployment did not succeed; the lines above say why.")
    assert "The sandbox is empty again." in done.stdout
    assert archloom("outputs", chatbot).returncode == 1


@pytest.mark.slow
def test_a_requirement_that_cannot_be_read_is_said_once(archloom: Run, chatbot: Path) -> None:
    (chatbot / "requirements.txt").write_text("no such package ==\n")
    done = archloom("deploy", chatbot, "--yes")
    archloom("destroy", chatbot, "--yes")
    assert done.returncode == 1
    assert done.stderr.startswith("✗ requirements.txt: uv could not install them.")
    assert done.stderr.count("requirements.txt: uv") == 1
    assert "partial-" not in done.stderr
