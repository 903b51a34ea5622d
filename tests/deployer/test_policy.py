"""The final policies: read from the blueprint, each statement with the links that need it, nothing left over."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archloom.deployer.lowering import Source, blueprint_of
from archloom.deployer.policy import Policy, policies_of, read, sentence, to_json
from archloom.resources.architecture import Architecture, Evidence, Span
from archloom.resources.deduction import deduce
from archloom.resources.settings import Settings, load

from . import shop

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = [*sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir()), ROOT / "tests/data/all_kinds"]


@pytest.fixture(scope="module", params=PROJECTS, ids=lambda path: path.name)
def told(request: pytest.FixtureRequest) -> tuple[Architecture, tuple[Policy, ...]]:
    architecture = deduce(request.param)
    return architecture, policies_of(architecture, load(request.param), request.param)


def test_every_statement_says_why_it_is_there(told: tuple[Architecture, tuple[Policy, ...]]) -> None:
    architecture, policies = told

    assert policies
    for policy in policies:
        for statement in policy.statements:
            because = statement.because
            needed = {action for link in because.links for action in link.actions}
            assert because.why or set(statement.actions) <= needed, statement
            assert because.why or because.subject in architecture.by_id, statement
            assert all(link.evidence for link in because.links)
            assert sentence(statement, architecture).endswith(".")


def test_a_policy_has_every_action_that_its_links_need_and_no_other(
    told: tuple[Architecture, tuple[Policy, ...]],
) -> None:
    architecture, policies = told

    for policy in policies:
        links = [link for entry in architecture.entries_in(policy.unit) for link in architecture.links_of(entry.id)]
        needed = {action for link in links if link.kind == "permission" for action in link.actions if ":" in action}
        statements = [statement for statement in policy.statements if not statement.because.why]
        granted = {action for statement in statements for action in statement.actions}
        assert granted == needed


def test_the_json_is_a_policy_and_its_evidence(told: tuple[Architecture, tuple[Policy, ...]]) -> None:
    architecture, policies = told

    for policy in policies:
        said = json.loads(json.dumps(to_json(policy, architecture)))
        assert said["policy"]["Version"] == "2012-10-17"
        assert [one["Sid"] for one in said["policy"]["Statement"]] == [one["sid"] for one in said["because"]]
        assert all(arn for one in said["policy"]["Statement"] for arn in one["Resource"])


def test_what_is_told_is_what_the_blueprint_has() -> None:
    blueprint = blueprint_of(shop.everything(), Settings(), "dev", Source(Path("shop"), "digest"))

    told = {policy.unit: [one.sid for one in policy.statements] for policy in read(blueprint)}
    policies: dict[str | None, Any] = {
        item.subject: item.inputs["policy"] for item in blueprint.resources if item.type.endswith(":RolePolicy")
    }
    documents = {unit: [one["Sid"] for one in policy.value["Statement"]] for unit, policy in policies.items()}
    assert told == documents


def test_a_sentence_names_who_needs_what_and_where() -> None:
    table, unit = shop.resource("kv_store", "orders", service="dynamodb"), shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    link = replace(shop.uses(start, table, "dynamodb:GetItem"), evidence=(Evidence(Span("shop.py", 7)),))
    architecture = shop.of([table, unit], [start], [link])
    [policy] = policies_of(architecture, Settings(), Path("shop"))

    [statement] = [one for one in policy.statements if one.because.subject == table.id]
    said = sentence(statement, architecture)
    assert said.startswith("May GetItem on orders: ")
    assert "shop.py:7" in said


def test_a_grant_that_nothing_uses_is_told_as_such() -> None:
    table, unit = shop.resource("kv_store", "orders", service="dynamodb"), shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    evidence = (Evidence(Span("main.py", 4), "get"),)
    link = replace(shop.uses(start, table, "dynamodb:GetItem"), state="declared", evidence=evidence)
    architecture = shop.of([table, unit], [start], [link])

    [policy] = policies_of(architecture, Settings(), Path("shop"))

    assert any("granted in the code, no use found" in sentence(one, architecture) for one in policy.statements)


def test_a_grant_by_name_allows_what_it_says_on_the_table_that_a_library_uses(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        "import boto3\nfrom archloom.resources import KVStore, Router, allow\n\n"
        'orders = boto3.resource("dynamodb").Table("orders")\napi = Router("api")\n\n\n'
        '@api.get("/a")\n@allow(KVStore.at("orders").scan)\ndef a(request):\n    return 1\n\n\n'
        '@api.get("/b")\ndef b(request):\n    return orders.get_item(Key={"id": "1"})\n'
    )
    policies = {policy.unit: policy for policy in policies_of(deduce(tmp_path), load(tmp_path), tmp_path)}
    granted = {
        unit: {action for statement in policy.statements for action in statement.actions if "dynamodb" in action}
        for unit, policy in policies.items()
    }
    assert granted == {"function:main.a": {"dynamodb:Scan"}, "function:main.b": {"dynamodb:GetItem"}}
