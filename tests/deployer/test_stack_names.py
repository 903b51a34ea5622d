"""A name that the code takes from the environment is one of its own in each stack, and is handed to the functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archloom.deployer.aws.names import physical
from archloom.deployer.lowering import Source, blueprint_of
from archloom.resources.deduction import deduce
from archloom.resources.settings import Settings

FIXED = (
    "import boto3\ntable = boto3.resource('dynamodb').Table('orders')\n"
    "def handler(event, context): return table.get_item(Key={'id': '1'})\n"
)
READS = "os.environ.get('ORDERS_TABLE', 'orders')"
CONFIGURABLE = "import os\n" + FIXED.replace("'orders'", READS)


def lowered(folder: Path, code: str, stack: str) -> dict[str, dict[str, Any]]:
    (folder / "app.py").write_text(code)
    architecture = deduce(folder, cache=False)
    made = blueprint_of(architecture, Settings(name="shop"), stack, Source(folder, "digest"))
    return {resource.type: dict(resource.inputs) for resource in made.resources}


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_each_stack_has_a_table_of_its_own(stack: str, tmp_path: Path) -> None:
    made = lowered(tmp_path, CONFIGURABLE, stack)

    assert made["aws:dynamodb/table:Table"]["name"] == physical("shop", stack, "orders", "kv_store")
    variables = made["aws:lambda/function:Function"]["environment"]["variables"]
    assert variables["ORDERS_TABLE"].resource == "orders-table"
    assert variables["ORDERS_TABLE"].output == "name"


def test_a_name_that_only_the_code_knows_is_kept(tmp_path: Path) -> None:
    made = lowered(tmp_path, FIXED, "prod")

    assert made["aws:dynamodb/table:Table"]["name"] == "orders"
    assert "ORDERS_TABLE" not in made["aws:lambda/function:Function"]["environment"]["variables"]
