"""The proof by running: with the keys of each deployed role, what the links say passes and everything else fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from archloom.deployer import deploy as use
from archloom.deployer import package
from archloom.deployer import state as states
from archloom.deployer.aws.names import slug
from archloom.deployer.policy import ACCOUNT, policies_of
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.deployer.sandbox import deployed
from archloom.resources.settings import Settings

from . import shop
from .conftest import CODE

Make = Callable[[str], Any]
REFUSED = {"AccessDenied", "AccessDeniedException", "403"}

# (action, resource) -> a call that needs exactly that, on the stack of `shop.everything()`
CALLS: dict[tuple[str, str], Callable[[Make, dict[str, str]], Any]] = {
    ("dynamodb:GetItem", "orders"): lambda on, out: on("dynamodb").get_item(
        TableName=out["orders.table"], Key={"id": {"S": "1"}}
    ),
    ("dynamodb:PutItem", "orders"): lambda on, out: on("dynamodb").put_item(
        TableName=out["orders.table"], Item={"id": {"S": "1"}}
    ),
    ("dynamodb:DeleteItem", "orders"): lambda on, out: on("dynamodb").delete_item(
        TableName=out["orders.table"], Key={"id": {"S": "1"}}
    ),
    ("dynamodb:Query", "orders"): lambda on, out: on("dynamodb").query(
        TableName=out["orders.table"], KeyConditionExpression="id = :i", ExpressionAttributeValues={":i": {"S": "1"}}
    ),
    ("s3:GetObject", "docs"): lambda on, out: on("s3").get_object(Bucket=out["docs.bucket"], Key="a"),
    ("s3:PutObject", "docs"): lambda on, out: on("s3").put_object(Bucket=out["docs.bucket"], Key="b", Body=b""),
    ("s3:ListBucket", "docs"): lambda on, out: on("s3").list_objects_v2(Bucket=out["docs.bucket"]),
    ("sqs:SendMessage", "jobs"): lambda on, out: on("sqs").send_message(QueueUrl=out["jobs.queue"], MessageBody="{}"),
    ("sqs:ReceiveMessage", "jobs"): lambda on, out: on("sqs").receive_message(QueueUrl=out["jobs.queue"]),
    ("sqs:SendMessage", "line"): lambda on, out: on("sqs").send_message(
        QueueUrl=out["line.queue"], MessageBody="{}", MessageGroupId="g"
    ),
    ("sqs:ReceiveMessage", "line"): lambda on, out: on("sqs").receive_message(QueueUrl=out["line.queue"]),
    ("sns:Publish", "news"): lambda on, out: on("sns").publish(TopicArn=out["news.topic"], Message="{}"),
    ("secretsmanager:GetSecretValue", "openai"): lambda on, out: on("secretsmanager").get_secret_value(
        SecretId=out["openai.secret"]
    ),
    ("secretsmanager:GetSecretValue", "ANTHROPIC_API_KEY"): lambda on, out: on("secretsmanager").get_secret_value(
        SecretId=out["ANTHROPIC_API_KEY.secret"]
    ),
    ("lambda:InvokeFunction", "main.work"): lambda on, out: on("lambda").invoke(
        FunctionName="shop-dev-main-work", InvocationType="DryRun"
    ),
    ("lambda:InvokeFunction", "main.chat"): lambda on, out: on("lambda").invoke(
        FunctionName="shop-dev-main-chat", InvocationType="DryRun"
    ),
}
# What a unit may do besides its permission links: read its secrets, take from the queue that starts it.
BESIDES = {
    ("main-chat", "secretsmanager:GetSecretValue", "ANTHROPIC_API_KEY"),
    ("main-work", "sqs:ReceiveMessage", "jobs"),
}


def may() -> set[tuple[str, str, str]]:
    """(unit, action, resource) for every permission link."""
    architecture = shop.everything()
    return {
        (
            slug(architecture.entry_by_id[link.entry].runs_in.partition(":")[2]),
            action,
            link.resource.partition(":")[2],
        )
        for link in architecture.links
        if link.kind == "permission"
        for action in link.actions
    } | BESIDES


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """Everything deployed once; the stack's folder and outputs."""
    import sys

    root = tmp_path_factory.mktemp("roles") / "shop"
    root.mkdir()
    (root / "main.py").write_text(CODE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHLOOM_STATE", str(root.parent / "state"))
        patch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
        patch.setattr(package, "environment", lambda project, emit: Path(sys.executable))
        outcome = use.deploy(root, architecture=shop.everything())
        home = use.locate(root, stack="dev", target="sandbox")[0].home
        keyed(home, None)("s3").put_object(Bucket=outcome.outputs["docs.bucket"], Key="a", Body=b"x")
        yield home, dict(outcome.outputs)
        local_cloud.stop(home)


def keyed(home: Path, unit: str | None) -> Make:
    """Clients with the keys of a unit's role; without a unit those of the deployer."""
    found = local_cloud.find(home)
    assert found is not None
    make: Callable[..., Any] = boto3.client
    place = {"endpoint_url": found.endpoint, "region_name": "us-east-1"}
    deployer = {"aws_access_key_id": "archloom", "aws_secret_access_key": "archloom"}
    if unit is None:
        return lambda service: make(service, **place, **deployer)
    role = deployed.read(home).functions[unit].role_arn
    keys = make("sts", **place, **deployer).assume_role(RoleArn=role, RoleSessionName="proof")["Credentials"]
    taken = {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }
    return lambda service: make(service, **place, **taken)


@pytest.mark.parametrize("unit", ["main-app", "main-chat", "main-work", "main-listen", "main-wake", "main-read-upload"])
def test_a_role_passes_what_its_links_say_and_fails_everything_else(
    stack: tuple[Path, dict[str, str]], unit: str
) -> None:
    home, outputs = stack
    on = keyed(home, unit)

    passed = {
        (unit, action, resource) for (action, resource), call in CALLS.items() if _passes(lambda c=call: c(on, outputs))
    }

    probed = {(unit, action, resource) for action, resource in CALLS}
    assert passed == may() & probed


def _passes(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] in REFUSED:
            return False
        raise
    return True


def test_the_probes_cover_every_kind_of_link() -> None:
    unprobed = {(action, resource) for _, action, resource in may()} - CALLS.keys()

    # Models are asked at the stand-in, whose own tests hold its gate.
    assert {action for action, _ in unprobed} == {"bedrock:InvokeModel", "sagemaker:InvokeEndpoint"}


def test_no_statement_names_everything(stack: tuple[Path, dict[str, str]]) -> None:
    home, _ = stack
    policies = [record for record in states.load(home).resources.values() if record.type.endswith(":RolePolicy")]

    open_ended = {
        action
        for record in policies
        for statement in json.loads(record.inputs["policy"])["Statement"]
        if "*" in statement["Resource"]
        for action in statement["Action"]
    }
    assert open_ended == {"ecr:GetAuthorizationToken"}  # which AWS cannot narrow


def test_the_policies_that_are_told_are_those_that_are_deployed(stack: tuple[Path, dict[str, str]]) -> None:
    home, _ = stack
    iam = keyed(home, None)("iam")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
        told = policies_of(shop.everything(), Settings(), home / "shop")

    assert len(told) >= 6
    for policy in told:
        [name] = iam.list_role_policies(RoleName=policy.role)["PolicyNames"]
        there = iam.get_role_policy(RoleName=policy.role, PolicyName=name)["PolicyDocument"]
        text = json.dumps(policy.document, sort_keys=True).replace(ACCOUNT, "123456789012")
        assert re.sub(r"(:secret:[\w/-]+)-\w{6}\"", r'\1-??????"', json.dumps(there, sort_keys=True)) == text
