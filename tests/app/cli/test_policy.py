"""`archloom policy`: sentences and JSON about what each function may do."""

import json
from pathlib import Path

from .conftest import Run


def test_people_read_who_may_do_what_and_where_the_code_needs_it(archloom: Run, chatbot: Path) -> None:
    said = archloom("policy", chatbot).stdout
    assert "May GetItem on sessions: GET /chat/{id} needs it at main.py:8" in " ".join(said.split())


def test_one_function_can_be_asked_for_by_its_handler(archloom: Run, chatbot: Path) -> None:
    said = json.loads(archloom("policy", chatbot, "--function", "chat", "--json").stdout)
    assert [one["unit"] for one in said] == ["function:main.chat"]
    actions = {action for one in said[0]["policy"]["Statement"] for action in one["Action"]}
    assert "dynamodb:GetItem" in actions
    assert any(need["file"] == "main.py" for one in said[0]["because"] for need in one["needs"])


def test_a_stack_that_cannot_be_is_refused(archloom: Run, chatbot: Path) -> None:
    done = archloom("policy", chatbot, "--stack", "a b")
    assert done.returncode == 1
    assert done.stderr.startswith("archloom: stack 'a b': ")


def test_what_is_no_function_is_refused_with_what_to_do(archloom: Run, chatbot: Path) -> None:
    done = archloom("policy", chatbot, "--function", "sessions")
    assert done.returncode == 1
    assert "not deployed as a function" in done.stderr
