"""`archloom deduce`: what it prints, and how it refuses."""

import json
import os
from pathlib import Path

import pytest

from .conftest import Run


def test_the_json_has_resources_entries_links_and_problems(archloom: Run, chatbot: Path) -> None:
    done = archloom("deduce", chatbot, "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert {resource["id"] for resource in said["resources"]} >= {"router:chat", "kv_store:sessions"}
    assert {entry["label"] for entry in said["entries"]} == {"GET /chat/{id}", "POST /chat"}
    (permission,) = [link for link in said["links"] if link["kind"] == "permission"]
    assert permission["actions"] == ["dynamodb:GetItem"]
    assert permission["state"] == "proven"


def test_two_runs_print_the_same_bytes_apart_from_the_time(archloom: Run, chatbot: Path) -> None:
    one, two = (json.loads(archloom("deduce", chatbot, "--json", "--no-cache").stdout) for _ in range(2))
    for said in (one, two):
        said["project"].pop("elapsed_ms")
    assert json.dumps(one) == json.dumps(two)


def test_people_read_names_places_and_verbs(archloom: Run, chatbot: Path) -> None:
    said = archloom("deduce", chatbot).stdout
    assert "sessions" in said
    assert "main.py:4" in said
    assert "started by chat (Router)" in said
    assert "dynamodb:GetItem" in said


def test_people_can_tell_apart_what_bears_one_name(archloom: Run, tmp_path: Path) -> None:
    for folder in ("ask", "work"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "app.py").write_text("def handler(event, context): ...\n")

    said = archloom("deduce", tmp_path).stdout

    assert "zip function  ask.app.handler, work.app.handler" in said
    assert "ask.app.handler  ask/app.py:1" in said


def test_people_read_where_a_name_is_not_decided_and_whose_service_it_is(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "import boto3, os\ndef handler(event, context):\n"
        "    boto3.client('s3').get_object(Bucket=event['bucket'], Key='k')\n"
        "    boto3.client('kms').decrypt(KeyId='alias/data', CiphertextBlob=os.environ['API_KEY'])\n"
    )

    said = archloom("deduce", tmp_path).stdout

    assert "→ undecided, app.py:3" in said
    assert "alias/data  AWS service · kms" in said
    assert "API_KEY  Secret" in said
    assert "($API_KEY)" not in said


def test_people_read_what_each_unit_suits_and_why(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from fastapi import FastAPI, WebSocket\napp = FastAPI()\n"
        "@app.websocket('/ws')\nasync def f(s: WebSocket): ...\n"
    )
    said = archloom("deduce", tmp_path).stdout
    assert "What it suits" in said
    assert "service  app" in said
    assert "app.py:4  WS /ws keeps a connection open" in said


def test_people_read_the_command_that_solves_a_problem(archloom: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from fastapi import FastAPI\nfrom langgraph.checkpoint.memory import MemorySaver\napp = FastAPI()\n"
        "saver = MemorySaver()\n@app.get('/')\ndef f(): return saver.get({})\n"
    )
    said = archloom("deduce", tmp_path).stdout
    assert "archloom edit PATH rewrite app.py:4 --by dynamodb|postgres" in said


def test_nothing_is_written_into_the_project(archloom: Run, chatbot: Path) -> None:
    before = sorted(chatbot.rglob("*"))
    archloom("deduce", chatbot)
    assert sorted(chatbot.rglob("*")) == before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.write_text("x"), "is a file"),
    ],
    ids=["missing", "a file"],
)
def test_a_path_that_is_no_folder_is_refused_with_a_sentence(archloom: Run, tmp_path: Path, make, words: str) -> None:
    target = tmp_path / "target"
    make(target)
    done = archloom("deduce", target, "--json")
    assert done.returncode == 2
    assert str(target) in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_refused(archloom: Run, chatbot: Path) -> None:
    chatbot.chmod(0)
    try:
        assert archloom("deduce", chatbot).returncode == 2
    finally:
        chatbot.chmod(0o755)
