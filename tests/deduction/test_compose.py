"""What compose files give to variables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture
from archloom.resources.deduction.compose import read_compose

SERVICE = "services:\n  api:\n    build: .\n    environment:\n      "


@pytest.mark.parametrize(("lines", "value"), [
    ("TABLE: orders", "orders"),
    ("- TABLE=orders", "orders"),
    ("TABLE: ${TABLE:-orders}", "orders"),
    ("TABLE: ${TABLE}", None),
    ("- TABLE", None),
    ("TABLE: http://tables/orders", None),
    ("TABLE: tables:8000", None),
    ("TABLE: api", None),
])  # fmt: skip
def test_a_variable_of_a_service_is_read_unless_it_is_an_address(lines: str, value: str | None) -> None:
    assert read_compose({"docker-compose.yml": (SERVICE + lines).encode()}).get("TABLE") == value


def test_what_two_services_call_differently_is_not_known() -> None:
    text = SERVICE + "TABLE: orders\n      SAME: x\n  web:\n    build: .\n    environment: {TABLE: others, SAME: x}\n"

    assert read_compose({"compose.yaml": text.encode()}) == {"SAME": "x"}


@pytest.mark.parametrize("text", ["services:\n  db:\n    image: x\n    environment: {TABLE: orders}\n", "- 1", "a: ["])
def test_what_is_not_built_here_says_nothing(text: str) -> None:
    assert read_compose({"compose.yml": text.encode()}) == {}


def test_a_secret_is_not_read() -> None:
    assert read_compose({"compose.yml": (SERVICE + "OPENAI_API_KEY: sk-1").encode()}) == {}


def test_a_resource_is_named_by_it(opened: Callable[..., Architecture]) -> None:
    code = "import boto3, os\ndef f(): boto3.resource('dynamodb').Table(os.environ['TABLE']).scan()\n"
    seen = opened({"app.py": code, "docker-compose.yml": SERVICE + "TABLE: orders\n"}, "app.f")

    assert [(one.name, one.env) for one in seen.resources if one.kind == "kv_store"] == [("orders", "TABLE")]
