"""What the events of a deployment add up to."""

from __future__ import annotations

import pytest

from archloom.app.deploying.marks import badges_of, marks_of, with_leaving
from archloom.app.deploying.standing import Standing, after, begin, ended
from archloom.app.deploying.tree_rows import changing, preview_rows
from archloom.app.deploying.words import clock, listed, type_words, value_words
from archloom.app.short import ago
from archloom.deployer.events import Done, Failed, Finished, Log, Output, Planned, Progressed, Started
from archloom.deployer.plan import Change, Plan, PropertyChange, StatementChange
from archloom.resources.architecture import Architecture, ProjectInfo

TABLE = Change("orders-table", "aws:dynamodb/table:Table", "create", "kv_store:orders")
FUNCTION = Change(
    "show", "aws:lambda/function:Function", "update", "function:main.show",
    (PropertyChange("memorySize", 512, 1024),),
)  # fmt: skip
POLICY = Change(
    "show-policy", "aws:iam/rolePolicy:RolePolicy", "update", "function:main.show", (),
    (StatementChange("Orders", ("dynamodb:GetItem",), ("dynamodb:GetItem", "dynamodb:PutItem"), ("t",), ("t",)),),
)  # fmt: skip
GONE = Change("news-topic", "aws:sns/topic:Topic", "delete", "topic:news")
LOST = Change("docs", "aws:s3/bucket:Bucket", "replace", "bucket:docs", (PropertyChange("name", "a", "b", True),),
              loses="every object of the bucket")  # fmt: skip


def planned(*changes: Change) -> Standing:
    return ended(after(begin("previewing", 0), Planned(Plan("shop", "dev", "sandbox", changes), 1)), 0, "")


def test_a_card_gathers_the_function_with_its_policy() -> None:
    (group,) = planned(FUNCTION, POLICY).groups()
    assert group.key == "function:main.show"
    assert group.main.change is FUNCTION
    assert group.action == "update"


def test_a_preview_marks_each_card_with_its_action_and_what_changes() -> None:
    marks = marks_of(planned(TABLE, FUNCTION, GONE, LOST), 0)
    assert {key: mark.word for key, mark in marks.items()} == {
        "kv_store:orders": "Create",
        "function:main.show": "Update",
        "topic:news": "Delete",
        "bucket:docs": "Replace · loses data",
    }
    assert marks["function:main.show"].detail == "memorySize 512 → 1024"


def test_what_goes_is_drawn_although_the_code_has_it_no_longer() -> None:
    drawn = with_leaving(Architecture(ProjectInfo("shop", 1, 1)), planned(GONE, TABLE))
    assert [resource.id for resource in drawn.resources] == ["topic:news"]


def test_while_it_is_applied_each_card_waits_runs_and_is_done() -> None:
    standing = begin("deploying", 10, planned(TABLE, FUNCTION))
    assert marks_of(standing, 10)["kv_store:orders"].word == "Waits"
    standing = after(standing, Started("orders-table", TABLE.type, "create", "kv_store:orders", 10))
    assert marks_of(standing, 52)["kv_store:orders"].word == "Creating · 0:42"
    standing = after(standing, Finished("orders-table", TABLE.type, "create", 43, "kv_store:orders", 53))
    assert marks_of(standing, 60)["kv_store:orders"].word == "Created"
    assert marks_of(standing, 60)["function:main.show"].word == "Waits"


def test_a_failure_stands_on_its_card_and_ends_the_deployment() -> None:
    standing = begin("deploying", 10, planned(TABLE))
    standing = after(standing, Started("orders-table", TABLE.type, "create", "kv_store:orders", 10))
    standing = after(standing, Failed("AWS refused it.", "Ask for the right.", "orders-table", "kv_store:orders", 13))
    standing = ended(after(standing, Done("failed", "1 failed", 4, 14)), 1, "")
    assert standing.phase == "failed"
    assert standing.failure is not None
    assert marks_of(standing, 20)["kv_store:orders"].word == "Failed · 0:03"
    assert badges_of(marks_of(standing, 20))["kv_store:orders"].icon == "x-circle-fill"


@pytest.mark.parametrize(
    ("phase", "status", "said", "expected", "message"),
    [
        ("deploying", 0, "", "deployed", ""),
        ("deploying", 1, "archloom: no room left.\n", "failed", "no room left."),
        ("deploying", 3, "", "cancelled", ""),
        ("deploying", -1, "could not start", "failed", "could not start"),
        ("destroying", 0, "", "destroyed", ""),
        ("previewing", 1, "archloom: stack is busy.", "failed", "stack is busy."),
    ],
)
def test_a_process_that_ends_without_a_word_is_understood(
    phase: str, status: int, said: str, expected: str, message: str
) -> None:
    standing = ended(begin(phase, 0), status, said)
    assert (standing.phase, standing.message) == (expected, message)


def test_outputs_stay_known_until_the_stack_is_destroyed() -> None:
    standing = after(begin("deploying", 0), Output("shop.url", "http://127.0.0.1:1", "router:shop", 1))
    standing = ended(after(standing, Done("succeeded", "", 1, 2)), 0, "")
    assert [output.value for output in begin("previewing", 3, standing).outputs] == ["http://127.0.0.1:1"]
    gone = ended(after(begin("destroying", 3, standing), Done("succeeded", "", 1, 4)), 0, "")
    assert gone.outputs == ()


def test_stages_without_a_card_are_said_as_a_message() -> None:
    assert after(begin("deploying", 0), Progressed("package", "resolving 40 packages", None)).message == (
        "resolving 40 packages"
    )


def test_the_tree_shows_the_most_drastic_change_first_and_statements_below_their_role() -> None:
    groups = changing(planned(TABLE, FUNCTION, POLICY, LOST))
    rows = tuple(preview_rows(groups, lambda key: (key, "Kind", "cube", "data")))
    assert [row.title for row in rows] == ["bucket:docs", "function:main.show", "kv_store:orders"]
    assert rows[0].loses == "every object of the bucket"
    policy = rows[1].rows[-1]
    assert [part.text for part in policy.rows[0].parts] == ["dynamodb:GetItem", "+ dynamodb:PutItem", "on", "t"]
    assert [part.text for part in policy.parts] == ["1 statement changes"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (clock(78), "1:18"),
        (ago(2), "just now"),
        (ago(12), "12 s ago"),
        (ago(60), "1 minute ago"),
        (ago(2 * 86400), "2 days ago"),
        (type_words("aws:cloudwatch/logGroup:LogGroup"), "log group"),
        (listed(["a"]), "a"),
        (listed(["a", "b", "b"]), "a and b"),
        (listed(["a", "b", "c", "d"]), "a, b and 2 more"),
        (value_words(None), "none"),
        (value_words({"a": 1}), '{"a": 1}'),
        (value_words("x" * 80, 10), "x" * 9 + "…"),
    ],
)
def test_words(given: str, expected: str) -> None:
    assert given == expected


def test_the_log_says_the_stages_once_and_every_failure() -> None:
    standing = begin("deploying", 10, planned(TABLE))
    for event in (
        Progressed("cloud", "starting the local cloud", at=10),
        Progressed("cloud", "starting the local cloud", 0.5, at=11),
        Log("orders-table", "CreateTable", "kv_store:orders", 12),
        Failed("AccessDenied", "Grant it.", "orders-table", "kv_store:orders", 13),
    ):
        standing = after(standing, event)
    assert [(line.source, line.message) for line in standing.log] == [
        ("cloud", "starting the local cloud"),
        ("orders-table", "CreateTable"),
        ("orders-table", "failed: AccessDenied"),
    ]
