"""The variable that carries a physical name is readable, valid and never shared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archloom.resources.physical import NotDeployedError, physical_name, variable

names = st.text("abcABC019-_./", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("kv_store", "sessions", "ARCHLOOM_KV_STORE_SESSIONS"),
        ("queue", "to-index", "ARCHLOOM_QUEUE_TO_INDEX"),
        ("model_endpoint", "llama2", "ARCHLOOM_MODEL_ENDPOINT_LLAMA2"),
    ],
)
def test_a_plain_name_reads_as_it_is(kind: str, name: str, expected: str) -> None:
    assert variable(kind, name) == expected


@given(names)
def test_it_is_a_valid_environment_variable(name: str) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9_]+", variable("kv_store", name))


@given(names, names)
def test_two_names_never_share_one(one: str, other: str) -> None:
    assert (variable("bucket", one) == variable("bucket", other)) == (one == other)


def test_the_physical_name_is_what_the_variable_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHLOOM_BUCKET_DOCS", "shop-dev-docs")

    assert physical_name("bucket", "docs") == "shop-dev-docs"


def test_without_a_deployment_the_error_names_the_variable_and_both_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARCHLOOM_BUCKET_DOCS", raising=False)

    with pytest.raises(NotDeployedError) as caught:
        physical_name("bucket", "docs")

    for word in ("'docs'", "ARCHLOOM_BUCKET_DOCS", "archloom run .", "archloom deploy ."):
        assert word in str(caught.value)
