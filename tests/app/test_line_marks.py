"""The marks that lines wear in a preview."""

from __future__ import annotations

from collections.abc import Mapping

from archloom.app.deploying.line_marks import line_marks, with_leaving_lines
from archloom.app.deploying.standing import Standing, Step
from archloom.deployer.plan import Action, Change, StatementChange
from archloom.resources.architecture import Architecture, Entry, Evidence, Link, ProjectInfo, Resource, Span

JOB, ENTRY = "function:main.job", "entry:main.job"


def permission(resource: str, operation: str, action: str, line: int) -> Link:
    found = Evidence(Span("m.py", line), operation)
    return Link("permission", ENTRY, resource, (operation,), (action,), evidence=(found,))


GET = permission("kv_store:a", "get", "dynamodb:GetItem", 9)
PUT = permission("kv_store:b", "set", "dynamodb:PutItem", 11)
ASK = permission("model:gpt", "invoke", "invoke", 12)
FEED = Link("trigger", "queue:q", ENTRY, ("subscribe",))


def architecture(*links: Link) -> Architecture:
    place = Span("m.py", 1)
    kinds = {JOB: "function", "kv_store:a": "kv_store", "kv_store:b": "kv_store", "model:gpt": "model",
             "queue:q": "queue"}  # fmt: skip
    made = tuple(Resource(key, kind, "", key.partition(":")[2], None, "declared", place) for key, kind in kinds.items())
    entry = Entry(ENTRY, "function", "job", "main.job", JOB, place)
    return Architecture(ProjectInfo("p", 1, 20), made, (entry,), links)


def statement(sid: str, before: tuple[str, ...], after: tuple[str, ...], *places: str) -> StatementChange:
    return StatementChange(sid, before, after, ("arn",) if before else (), ("arn",) if after else (), places)


def standing(actions: Mapping[str, Action], *statements: StatementChange) -> Standing:
    changes = [Change(f"{subject}-main", "aws:lambda/function:Function", action, subject)
               for subject, action in actions.items()]  # fmt: skip
    changes.append(Change("policy", "aws:iam/rolePolicy:RolePolicy", "update", JOB, statements=statements))
    return Standing("previewed", steps={change.name: Step(change) for change in changes})


def states(found: Mapping[tuple[str, str, str], object]) -> dict[str, str]:
    return {key[2] if key[0] == "permission" else key[1]: mark.state for key, mark in found.items()}


def test_a_new_statement_draws_the_line_whose_code_needs_it() -> None:
    plan = standing({JOB: "same"}, statement("A", (), ("dynamodb:GetItem",), "m.py:9"))
    assert states(line_marks(architecture(GET, PUT, ASK), plan)) == {"kv_store:a": "create"}


def test_a_statement_that_grants_more_updates_only_the_lines_that_gain() -> None:
    both = ("dynamodb:GetItem", "dynamodb:PutItem")
    plan = standing({JOB: "same"}, statement("A", both[:1], both, "m.py:9", "m.py:11"))
    assert states(line_marks(architecture(GET, PUT), plan)) == {"kv_store:b": "update"}


def test_a_trigger_comes_with_its_cards() -> None:
    assert states(line_marks(architecture(FEED), standing({JOB: "same", "queue:q": "create"}))) == {"queue:q": "create"}
    assert not line_marks(architecture(FEED), standing({JOB: "update", "queue:q": "same"}))


def test_what_is_outside_of_the_stack_is_not_marked() -> None:
    assert not line_marks(architecture(ASK), standing({JOB: "create"}))


def test_a_permission_that_goes_is_drawn_once_more_and_marked() -> None:
    plan = standing({JOB: "same"}, statement("B", ("dynamodb:PutItem",), ()))
    shown = with_leaving_lines(architecture(GET), plan)
    assert [link.key for link in shown.links] == [GET.key, PUT.key]
    mark = line_marks(shown, plan)[PUT.key]
    assert (mark.state, mark.goes) == ("delete", True)


def test_nothing_is_marked_without_a_plan() -> None:
    assert not line_marks(architecture(GET), Standing())
