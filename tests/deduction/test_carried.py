"""A variable that carries one resource to one function and another to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
SHARED = """
import os, boto3
def put(item): boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"]).put_item(Item=item)
def orders(message, about): put(message)
def users(message, about): put(message)
"""
FILES: dict[str, Mapping[str, str]] = {
    "a template": {"template.yaml": """
Resources:
  Orders: {Type: AWS::DynamoDB::Table, Properties: {StreamSpecification: {StreamViewType: NEW_IMAGE}}}
  Users: {Type: AWS::DynamoDB::Table, Properties: {TableName: users}}
  Ordering:
    Type: AWS::Serverless::Function
    Properties: {Handler: app.orders, CodeUri: src/, Environment: {Variables: {TABLE_NAME: !Ref Orders, STAGE: a}}}
  Using:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.users
      CodeUri: src/
      Environment: {Variables: {TABLE_NAME: !Ref Users, STAGE: a}}
      Events: {Changed: {Type: DynamoDB, Properties: {Stream: !GetAtt Orders.StreamArn}}}
"""},
    "the CDK": {"app.py": """
import aws_cdk as cdk
from aws_cdk import aws_dynamodb as ddb, aws_lambda as lambda_, aws_lambda_event_sources as sources
class Service(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        orders, users = ddb.Table(self, "Orders"), ddb.Table(self, "Users", table_name="users")
        for table, handler in ((orders, "app.orders"), (users, "app.users")):
            fn = lambda_.Function(self, handler, handler=handler, code=lambda_.Code.from_asset("src"), runtime=None,
                                  environment={"TABLE_NAME": table.table_name})
        fn.add_event_source(sources.DynamoEventSource(orders, starting_position=None))
Service(cdk.App(), "service")
"""},
}  # fmt: skip


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_each_function_uses_what_its_own_variable_carries(files: Mapping[str, str], opened: Open) -> None:
    seen = opened({**files, "src/app.py": SHARED})

    uses = {(link.start, link.end) for link in seen.links if link.kind == "permission"}
    assert uses == {("entry:app.orders", "kv_store:Orders"), ("entry:app.users", "kv_store:users")}
    assert [(link.start, link.end) for link in seen.links if link.kind == "trigger"] == [
        ("kv_store:Orders", "entry:app.users")
    ]
    assert {resource.env for resource in seen.resources if resource.kind == "kv_store"} == {"TABLE_NAME"}


def test_a_variable_that_means_the_same_everywhere_keeps_its_name(opened: Open) -> None:
    template = FILES["a template"]["template.yaml"].replace("TABLE_NAME: !Ref Users", "TABLE_NAME: !Ref Orders")

    seen = opened({"template.yaml": template, "src/app.py": SHARED})

    assert {link.end for link in seen.links if link.kind == "permission"} == {"kv_store:TABLE_NAME"}
