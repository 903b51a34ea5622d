"""What a person answers is kept in archloom.toml, takes effect, and names what was asked for, nothing else."""

from __future__ import annotations

from pathlib import Path

from archloom.codegen import Change, RenameResource, plan, undo, write
from archloom.resources.architecture import Architecture
from archloom.resources.deduction import deduce

ASKS_TWICE = """import boto3

def handler(event, context):
    boto3.client("s3").copy_object(Bucket=event["to"], Key="k", CopySource={"Bucket": "from", "Key": "k"}); \
boto3.client("sqs").send_message(QueueUrl=event["q"], MessageBody="x")
"""

def answered(root: Path, code: str, resource: str, name: str) -> Architecture:
    (root / "app.py").write_text(code)
    before = deduce(root, cache=False)
    asked = next(one.id for one in before.resources if one.id.startswith(resource) and one.name is None)
    made = plan(root, before, RenameResource(asked, name))
    assert isinstance(made, Change), str(made)
    write(root, made)
    return made.after


def test_one_of_two_questions_of_a_line_is_answered_by_its_kind(tmp_path: Path) -> None:
    seen = answered(tmp_path, ASKS_TWICE, "queue:", "jobs")

    assert '"app.py:4 queue" = "jobs"' in (tmp_path / "archloom.toml").read_text()
    assert "queue:jobs" in seen.by_id
    assert {one.name for one in seen.resources if one.kind == "bucket"} == {"from", None}


def test_both_questions_of_a_line_can_be_answered(tmp_path: Path) -> None:
    answered(tmp_path, ASKS_TWICE, "queue:", "jobs")
    seen = answered(tmp_path, ASKS_TWICE, "bucket:", "copies")

    assert {"queue:jobs", "bucket:copies", "bucket:from"} <= set(seen.by_id)
    assert not seen.problems


def test_an_answer_is_taken_back_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(ASKS_TWICE)
    before = deduce(tmp_path, cache=False)
    made = plan(tmp_path, before, RenameResource(next(r.id for r in before.resources if r.kind == "queue"), "jobs"))
    assert isinstance(made, Change)

    write(tmp_path, made)
    undo(tmp_path, made)

    assert [path.name for path in tmp_path.iterdir()] == ["app.py"]
