"""What a stack may say in archloom.toml, and what is refused before anything is made."""

from __future__ import annotations

import pytest

from archloom.deployer.aws import stack_options
from archloom.deployer.errors import DeployError

GOOD = {
    "target": "aws", "region": "eu-central-1", "profile": "work", "python": "3.12", "architecture": "arm64",
    "log_retention": 90, "force_destroy": True, "models": "real", "port": 8080, "functions": {}, "resources": {},
    "backend": "s3://state", "secrets_provider": "awskms://alias/key", "organization": "acme",
    "config": {"aws:assumeRoles": "[]"}, "pulumi": "/opt/pulumi",
}  # fmt: skip


def test_every_setting_that_the_manual_shows_is_taken() -> None:
    stack_options.check("prod", GOOD)
    assert stack_options.unknown(GOOD) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("target", "azure", "`target` is one of sandbox, aws, not 'azure'."),
        ("region", "Frankfurt", "`region` is the name of a region such as eu-central-1, not 'Frankfurt'."),
        ("python", 3.12, "`python` is one of 3.9, "),
        ("architecture", "sparc", "`architecture` is one of x86_64, arm64, not 'sparc'."),
        ("log_retention", 31, "`log_retention` is one of 0, 1, 3"),
        ("log_retention", True, "`log_retention` is one of 0, 1, 3"),
        ("force_destroy", "yes", "`force_destroy` is true or false, not 'yes'."),
        ("models", "fake", "`models` is one of real, not 'fake'."),
        ("port", "x", "`port` is a number from 1 to 65535, not 'x'."),
        ("port", 0, "`port` is a number from 1 to 65535, not 0."),
        ("functions", 3, "`functions` is a table, not 3."),
        ("backend", "", "`backend` is a text, not ''."),
    ],
)
def test_another_value_is_refused_with_what_would_be_taken(name: str, value: object, words: str) -> None:
    with pytest.raises(DeployError) as refused:
        stack_options.check("prod", {**GOOD, name: value})
    assert words in str(refused.value)
    assert "[stacks.prod]" in str(refused.value)


def test_a_slip_in_a_name_is_told_and_not_taken_for_a_setting() -> None:
    assert stack_options.unknown({"regoin": "eu-central-1", "region": "eu-central-1"}) == ["regoin"]
