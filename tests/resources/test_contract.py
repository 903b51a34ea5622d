"""The JSON of an architecture: stable bytes, nothing lost, and what the contract promises."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archloom.resources import contract
from archloom.resources.architecture import Architecture, Evidence, Link, ProjectInfo, Resource, Span

from .strategies import architectures

generously = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@generously
@given(architectures())
def test_the_full_json_reads_back_as_the_same_architecture(made: Architecture) -> None:
    assert contract.read(contract.write(made, full=True)) == made


@generously
@given(architectures())
def test_the_short_json_reads_back_and_is_written_the_same_again(made: Architecture) -> None:
    text = contract.write(made)

    assert contract.write(contract.read(text)) == text


@generously
@given(architectures(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_were_found_makes_no_difference(made: Architecture, random: object) -> None:
    lists = [list(each) for each in (made.resources, made.entries, made.links, made.problems)]
    for each in lists:
        random.shuffle(each)

    assert contract.write(Architecture.of(made.project, *lists), full=True) == contract.write(made, full=True)


def test_the_short_json_is_what_the_contract_shows() -> None:
    table = Resource(
        "kv_store:conversations", "kv_store", "dynamodb", "conversations", None, "deduced", Span("app/main.py", 54, 4),
        {"partition_key": "Id"}, "app.main.table",
    )  # fmt: skip

    written = json.loads(contract.write(Architecture.of(ProjectInfo("chatbot", 12, 1034, 38), [table])))

    assert written == {
        "schema": 1,
        "project": {"name": "chatbot", "python_files": 12, "lines": 1034, "elapsed_ms": 38},
        "resources": [
            {
                "id": "kv_store:conversations",
                "kind": "kv_store",
                "service": "dynamodb",
                "name": "conversations",
                "env": None,
                "origin": "deduced",
                "source": {"file": "app/main.py", "line": 54},
                "properties": {"partition_key": "Id"},
            }
        ],
        "entries": [],
        "links": [],
        "problems": [],
    }


def test_evidence_of_one_line_is_one_source(one_link: Architecture) -> None:
    written = json.loads(contract.write(one_link))

    assert written["links"][0]["sources"] == [{"file": "a.py", "line": 3}, {"file": "a.py", "line": 9}]


@pytest.fixture
def one_link() -> Architecture:
    from archloom.resources.architecture import Entry

    table = Resource("kv_store:t", "kv_store", "dynamodb", "t", None, "deduced", Span("a.py", 1))
    entry = Entry("entry:a.f", "function", "f", "a.f", table.id, Span("a.py", 2))
    seen = tuple(Evidence(Span("a.py", line, column)) for line, column in ((9, 0), (3, 4), (3, 8)))
    return Architecture.of(
        ProjectInfo("p", 1, 9), [table], [entry], [Link("permission", entry.id, table.id, evidence=seen)]
    )


@given(st.integers(0, 99))
def test_the_time_it_took_is_no_difference(elapsed: int) -> None:
    one = Architecture.of(ProjectInfo("p", 1, 9, 5))

    assert contract.same(one, replace(one, project=replace(one.project, elapsed_ms=elapsed)))
    assert not contract.same(one, replace(one, project=replace(one.project, name="q")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "not the JSON of an architecture"),
        ("[]", "not the JSON of an architecture"),
        ('{"schema": 9}', "schema 9 is not 1"),
        ("{", "Expecting"),
    ],
)
def test_other_json_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        contract.read(text)
