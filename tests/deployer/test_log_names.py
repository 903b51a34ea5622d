"""`archloom logs --function NAME`: who is meant."""

from __future__ import annotations

import pytest

from archloom.deployer.engines.log_names import check_function, names
from archloom.deployer.errors import DeployError

STACK = {"ask": "function:rag.answers.ask", "upload": "function:rag.uploads.upload"}


@pytest.mark.parametrize("said", ["ask", "function:rag.answers.ask", "rag.answers.ask"])
def test_a_function_has_three_names(said: str) -> None:
    assert names(said, STACK) == {"ask"}
    check_function(said, STACK, "dev")


def test_an_unknown_function_is_told_with_those_that_exist() -> None:
    with pytest.raises(DeployError, match=r"stack dev has none of that name; it has ask, upload\. Name one of these\."):
        check_function("nobody", STACK, "dev")


def test_a_slip_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(DeployError, match="Did you mean upload"):
        check_function("uplaod", STACK, "dev")


def test_a_stack_without_functions_says_so() -> None:
    with pytest.raises(DeployError, match="has no functions"):
        check_function("ask", {}, "dev")
