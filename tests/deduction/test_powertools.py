"""AWS Lambda Powertools and what stands beside it: shared resolvers, idempotent functions, models of variables."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]


def test_a_resolver_that_several_handlers_share_runs_in_each_what_it_registers(opened: Open) -> None:
    handler = """
import boto3
from shop.resolver import app
@app.get("/orders")
def orders(): return boto3.resource("dynamodb").Table("orders").WORD
def lambda_handler(event, context): return app.resolve(event, context)
"""
    seen = opened({
        "shop/__init__.py": "",
        "shop/resolver.py": "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n"
                            "app = APIGatewayRestResolver()\n",
        "shop/reading.py": handler.replace("WORD", "scan()"),
        "shop/removing.py": handler.replace("WORD", "delete_item(Key={})"),
    })  # fmt: skip

    assert {entry.handler for entry in seen.entries} == {"shop.reading.lambda_handler", "shop.removing.lambda_handler"}
    assert actions_of(seen, "shop.reading.lambda_handler") == {"kv_store:orders": {"Scan"}}
    assert actions_of(seen, "shop.removing.lambda_handler") == {"kv_store:orders": {"DeleteItem"}}


def test_an_idempotent_function_gets_its_own_arguments(opened: Open) -> None:
    seen = opened("""
import boto3
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, idempotent_function
@idempotent_function(data_keyword_argument="order", persistence_store=DynamoDBPersistenceLayer(table_name="answers"))
def create(order, table): boto3.resource("dynamodb").Table(table).put_item(Item=order)
def lambda_handler(event, context): create(order=event, table="orders")
""")  # fmt: skip

    kept = {"DeleteItem", "GetItem", "PutItem", "UpdateItem"}
    assert actions_of(seen, "app.lambda_handler") == {"kv_store:orders": {"PutItem"}, "kv_store:answers": kept}


def test_a_model_of_the_environment_has_variables_as_its_fields(opened: Open) -> None:
    seen = opened("""
from typing import Annotated
import boto3
from aws_lambda_env_modeler import get_environment_variables, init_environment_variables
from pydantic import BaseModel, Field
class Variables(BaseModel):
    TABLE_NAME: Annotated[str, Field(min_length=1)]
@init_environment_variables(model=Variables)
def lambda_handler(event, context):
    boto3.resource("dynamodb").Table(get_environment_variables(model=Variables).TABLE_NAME).scan()
""")  # fmt: skip

    assert actions_of(seen, "app.lambda_handler") == {"kv_store:TABLE_NAME": {"Scan"}}
