"""Known secret values are taken out of text."""

from __future__ import annotations

import json

import pytest

from archloom.deployer.concealing import concealing

KEY = "sk-live-1234567890"


@pytest.mark.parametrize(
    ("values", "text", "shown"),
    [
        ([KEY], f"calling with {KEY} and {KEY}", "calling with ••• and •••"),
        ([KEY, KEY + "-eu"], f"use {KEY}-eu", "use •••"),  # the longer one first
        (["-----BEGIN-----\nabcdefgh\n-----END-----"], "line: abcdefgh", "line: •••"),
        ([json.dumps({"user": "admin", "password": "hunter22"})], "signed in with hunter22", "signed in with •••"),
        (["test"], "a test of tests", "a test of tests"),  # too short to tell from a word
        (["sandbox"], "in the sandbox", "in the sandbox"),  # what stands in for a missing value
        ([""], "nothing", "nothing"),
        (["{not json"], "not json at all", "not json at all"),
    ],
)
def test_values_are_concealed(values: list[str], text: str, shown: str) -> None:
    assert concealing(values)(text) == shown
