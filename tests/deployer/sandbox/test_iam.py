"""What a role may do in the local cloud, by real calls with the role's own keys."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from archloom.deployer.sandbox.iam import allowed

REGION, ACCOUNT = "us-east-1", "123456789012"
DEPLOYER = ("archloom", "archloom", "")
NO_ZIP = b"PK\x05\x06" + b"\0" * 18
KEY = {"id": {"S": "1"}}
Call = Callable[["Probes"], Any]


class Probes:
    """Clients with the keys of the role under test, and the addresses of what was made."""

    def __init__(self, make: Callable[[str, tuple[str, str, str]], Any]) -> None:
        self.make = make
        self.key = DEPLOYER
        self.queues: dict[str, str] = {}
        self.secrets: dict[str, str] = {}

    def __call__(self, service: str) -> Any:
        return self.make(service, self.key)


@pytest.fixture(scope="module")
def probes(local: Any) -> Probes:
    import boto3

    def make(service: str, key: tuple[str, str, str]) -> Any:
        return boto3.client(
            service, endpoint_url=local.endpoint, region_name=REGION, aws_access_key_id=key[0],
            aws_secret_access_key=key[1], aws_session_token=key[2] or None,
        )  # fmt: skip

    probes = Probes(make)
    _make_two_of_each(probes)
    probes.key = _take_role(probes)
    return probes


def _make_two_of_each(on: Probes) -> None:
    for which in ("good", "other"):
        on("dynamodb").create_table(
            TableName=f"{which}-t", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST",
        )  # fmt: skip
        on("s3").create_bucket(Bucket=f"{which}-b")
        for key in ("docs/a", "private/a"):
            on("s3").put_object(Bucket=f"{which}-b", Key=key, Body=b"x")
        on.queues[which] = on("sqs").create_queue(QueueName=f"{which}-q")["QueueUrl"]
        on("sns").create_topic(Name=f"{which}-n")
        on.secrets[which] = on("secretsmanager").create_secret(Name=f"{which}-s", SecretString="v")["ARN"]
        on("ssm").put_parameter(Name=f"/{which}/p", Value="v", Type="String")
        on("logs").create_log_group(logGroupName=f"/{which}")
        on("logs").create_log_stream(logGroupName=f"/{which}", logStreamName="s")
        on("kinesis").create_stream(StreamName=f"{which}-k", ShardCount=1)


def _take_role(on: Probes) -> tuple[str, str, str]:
    trust = {
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]
    }
    role = on("iam").create_role(RoleName="agent", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    for which in ("good", "other"):
        on("lambda").create_function(
            FunctionName=f"{which}-f", Runtime="python3.12", Role=role, Handler="a.b", Code={"ZipFile": NO_ZIP}
        )
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **item} for item in _granted(on)]}
    on("iam").put_role_policy(RoleName="agent", PolicyName="p", PolicyDocument=json.dumps(policy))
    found = on("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"]


def _granted(on: Probes) -> list[dict[str, Any]]:
    arn = f"{REGION}:{ACCOUNT}"
    table = f"arn:aws:dynamodb:{arn}:table/good-t"
    return [
        {"Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": table},
        {"Action": ["dynamodb:BatchGetItem", "dynamodb:PartiQLSelect"], "Resource": table},
        {"Action": ["dynamodb:Query"], "Resource": [table, f"{table}/index/*"]},
        {"Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::good-b/docs/*"},
        {"Action": ["s3:ListBucket"], "Resource": "arn:aws:s3:::good-b"},
        {"Action": ["sqs:SendMessage", "sqs:ReceiveMessage"], "Resource": f"arn:aws:sqs:{arn}:good-q"},
        {"Action": ["sns:Publish"], "Resource": f"arn:aws:sns:{arn}:good-n"},
        {"Action": ["secretsmanager:GetSecretValue"], "Resource": on.secrets["good"]},
        {"Action": ["ssm:GetParameter", "ssm:GetParameters"], "Resource": f"arn:aws:ssm:{arn}:parameter/good/p"},
        {"Action": ["lambda:GetFunction"], "Resource": f"arn:aws:lambda:{arn}:function:good-f"},
        {"Action": ["logs:PutLogEvents"], "Resource": f"arn:aws:logs:{arn}:log-group:/good:*"},
        {"Action": ["events:PutEvents"], "Resource": f"arn:aws:events:{arn}:event-bus/default"},
        {"Action": ["kinesis:PutRecord"], "Resource": f"arn:aws:kinesis:{arn}:stream/good-k"},
    ]  # fmt: skip


def _log(on: Probes, group: str) -> Any:
    events = [{"timestamp": 1, "message": "x"}]
    return on("logs").put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


ALLOWED: dict[str, Call] = {
    "put an item": lambda on: on("dynamodb").put_item(TableName="good-t", Item=KEY),
    "get an item": lambda on: on("dynamodb").get_item(TableName="good-t", Key=KEY),
    "get items": lambda on: on("dynamodb").batch_get_item(RequestItems={"good-t": {"Keys": [KEY]}}),
    "query by PartiQL": lambda on: on("dynamodb").execute_statement(Statement='SELECT * FROM "good-t"'),
    "put items in a transaction": lambda on: on("dynamodb").transact_write_items(
        TransactItems=[{"Put": {"TableName": "good-t", "Item": KEY}}]
    ),
    "get an object": lambda on: on("s3").get_object(Bucket="good-b", Key="docs/a"),
    "head an object": lambda on: on("s3").head_object(Bucket="good-b", Key="docs/a"),
    "put an object": lambda on: on("s3").put_object(Bucket="good-b", Key="docs/n", Body=b"x"),
    "start an upload": lambda on: on("s3").create_multipart_upload(Bucket="good-b", Key="docs/m"),
    "list a bucket": lambda on: on("s3").list_objects_v2(Bucket="good-b"),
    "head a bucket": lambda on: on("s3").head_bucket(Bucket="good-b"),
    "send a message": lambda on: on("sqs").send_message(QueueUrl=on.queues["good"], MessageBody="x"),
    "send messages": lambda on: on("sqs").send_message_batch(
        QueueUrl=on.queues["good"], Entries=[{"Id": "1", "MessageBody": "x"}]
    ),
    "receive a message": lambda on: on("sqs").receive_message(QueueUrl=on.queues["good"]),
    "publish": lambda on: on("sns").publish(TopicArn=f"arn:aws:sns:{REGION}:{ACCOUNT}:good-n", Message="x"),
    "read a secret by ARN": lambda on: on("secretsmanager").get_secret_value(SecretId=on.secrets["good"]),
    "read a secret by name": lambda on: on("secretsmanager").get_secret_value(SecretId="good-s"),
    "read a parameter": lambda on: on("ssm").get_parameter(Name="/good/p"),
    "read parameters": lambda on: on("ssm").get_parameters(Names=["/good/p"]),
    "read a function": lambda on: on("lambda").get_function(FunctionName="good-f"),
    "write a log": lambda on: _log(on, "/good"),
    "put an event": lambda on: on("events").put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}]),
    "put a record": lambda on: on("kinesis").put_record(StreamName="good-k", Data=b"x", PartitionKey="1"),
    "ask who one is": lambda on: on("sts").get_caller_identity(),
}
DENIED: dict[str, Call] = {
    "delete an item (no such action)": lambda on: on("dynamodb").delete_item(TableName="good-t", Key=KEY),
    "get an item of another table": lambda on: on("dynamodb").get_item(TableName="other-t", Key=KEY),
    "get items of two tables": lambda on: on("dynamodb").batch_get_item(
        RequestItems={"good-t": {"Keys": [KEY]}, "other-t": {"Keys": [KEY]}}
    ),
    "delete in a transaction": lambda on: on("dynamodb").transact_write_items(
        TransactItems=[{"Delete": {"TableName": "good-t", "Key": KEY}}]
    ),
    "delete by PartiQL": lambda on: on("dynamodb").execute_statement(Statement="DELETE FROM \"good-t\" WHERE id = '1'"),
    "list tables": lambda on: on("dynamodb").list_tables(),
    "get an object outside the prefix": lambda on: on("s3").get_object(Bucket="good-b", Key="private/a"),
    "delete an object": lambda on: on("s3").delete_object(Bucket="good-b", Key="docs/a"),
    "get an object of another bucket": lambda on: on("s3").get_object(Bucket="other-b", Key="docs/a"),
    "list another bucket": lambda on: on("s3").list_objects_v2(Bucket="other-b"),
    "list buckets": lambda on: on("s3").list_buckets(),
    "copy from another place": lambda on: on("s3").copy_object(
        Bucket="good-b", Key="private/n", CopySource={"Bucket": "good-b", "Key": "docs/a"}
    ),
    "send to another queue": lambda on: on("sqs").send_message(QueueUrl=on.queues["other"], MessageBody="x"),
    "purge a queue": lambda on: on("sqs").purge_queue(QueueUrl=on.queues["good"]),
    "publish to another topic": lambda on: on("sns").publish(
        TopicArn=f"arn:aws:sns:{REGION}:{ACCOUNT}:other-n", Message="x"
    ),
    "read another secret": lambda on: on("secretsmanager").get_secret_value(SecretId=on.secrets["other"]),
    "read another secret by name": lambda on: on("secretsmanager").get_secret_value(SecretId="other-s"),
    "read another parameter": lambda on: on("ssm").get_parameter(Name="/other/p"),
    "read a parameter besides": lambda on: on("ssm").get_parameters(Names=["/good/p", "/other/p"]),
    "read another function": lambda on: on("lambda").get_function(FunctionName="other-f"),
    "call a function": lambda on: on("lambda").invoke(FunctionName="good-f"),
    "write another log": lambda on: _log(on, "/other"),
    "put an event on another bus": lambda on: on("events").put_events(
        Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}", "EventBusName": "other"}]
    ),
    "put a record elsewhere": lambda on: on("kinesis").put_record(StreamName="other-k", Data=b"x", PartitionKey="1"),
    "make a role": lambda on: on("iam").create_role(RoleName="x", AssumeRolePolicyDocument="{}"),
    "list schedules": lambda on: on("scheduler").list_schedules(),
    "list APIs": lambda on: on("apigatewayv2").get_apis(),
}


@pytest.mark.parametrize("call", ALLOWED)
def test_a_role_may_do_what_its_policy_says(probes: Probes, call: str) -> None:
    answer = ALLOWED[call](probes)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] < 300


@pytest.mark.parametrize("call", DENIED)
def test_a_role_is_denied_everything_else_in_the_words_of_the_service(probes: Probes, call: str) -> None:
    with pytest.raises(ClientError) as refused:
        DENIED[call](probes)

    error = refused.value.response
    expected = {"AccessDenied", "AccessDeniedException", "403"}
    assert error["Error"]["Code"] in expected
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_refusal_names_the_action_and_the_resource(probes: Probes) -> None:
    with pytest.raises(ClientError, match=r"agent.*dynamodb:GetItem on resource: arn:aws:dynamodb.*table/other-t"):
        probes("dynamodb").get_item(TableName="other-t", Key=KEY)


def test_each_key_of_a_forbidden_delete_is_refused(probes: Probes) -> None:
    answer = probes("s3").delete_objects(Bucket="good-b", Delete={"Objects": [{"Key": "docs/a"}]})

    assert [error["Code"] for error in answer["Errors"]] == ["AccessDenied"]


def test_an_unknown_key_is_turned_away(probes: Probes) -> None:
    for service, call in (("dynamodb", "list_tables"), ("s3", "list_buckets"), ("sns", "list_topics")):
        with pytest.raises(ClientError) as refused:
            getattr(probes.make(service, ("ASIAUNKNOWN", "x", "y")), call)()
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_presigned_link_may_what_its_signer_may(probes: Probes) -> None:
    def get(key: str) -> int:
        url = probes("s3").generate_presigned_url("get_object", Params={"Bucket": "good-b", "Key": key})
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    assert (get("docs/a"), get("private/a")) == (200, 403)


def test_anybody_reads_a_public_bucket_and_no_other(probes: Probes, local: Any) -> None:
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::open-b/*"}
    with_all = probes.make("s3", DEPLOYER)
    with_all.create_bucket(Bucket="open-b")
    with_all.put_object(Bucket="open-b", Key="index.html", Body=b"hi")
    with_all.put_bucket_policy(Bucket="open-b", Policy=json.dumps({"Statement": [public]}))

    with urllib.request.urlopen(f"{local.endpoint}/open-b/index.html") as answer:
        assert answer.read() == b"hi"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{local.endpoint}/good-b/docs/a")


@pytest.mark.parametrize(
    ("action", "resource", "asked", "permitted"),
    [
        ("s3:Get*", "*", ("s3:GetObject", "arn:aws:s3:::b/k"), True),
        ("S3:getobject", "*", ("s3:GetObject", "arn:aws:s3:::b/k"), True),
        ("s3:GetObject", "arn:aws:s3:::b/a?c", ("s3:GetObject", "arn:aws:s3:::b/abc"), True),
        ("s3:GetObject", "arn:aws:s3:::b.x/*", ("s3:GetObject", "arn:aws:s3:::bax/k"), False),
        ("s3:GetObject", "arn:aws:s3:::b", ("s3:GetObject", "arn:aws:s3:::b/k"), False),
        ("s3:GetObject", "arn:aws:s3:::B/*", ("s3:GetObject", "arn:aws:s3:::b/k"), False),
    ],
)
def test_patterns_match_as_iam_matches(action: str, resource: str, asked: tuple[str, str], permitted: bool) -> None:
    policy = {"Statement": {"Effect": "Allow", "Action": action, "Resource": resource}}

    assert allowed([policy], *asked) is permitted


def test_a_denial_outweighs_every_allowance() -> None:
    yes = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    no = {"Statement": [{"Effect": "Deny", "NotAction": ["s3:Get*"], "Resource": "*"}]}

    assert allowed([yes, no], "s3:GetObject", "x")
    assert not allowed([yes, no], "s3:PutObject", "x")
