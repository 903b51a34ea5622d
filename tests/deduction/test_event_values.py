"""What an event, a request or a message names: which uses mean one resource, and which resource that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]

TEMPLATE = """
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: created, Function: !GetAtt Work.Arn}]}}
  Work: {Type: AWS::Lambda::Function, Properties: {Handler: app.handler, Code: ./}}
"""
CODE = """
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    BUCKET
    s3.get_object(Bucket=bucket, Key="a")
    s3.put_object(Bucket=bucket, Key="b")
"""


def buckets(seen: Architecture) -> dict[str, set[str]]:
    return {link.end: set(link.operations) for link in seen.links if link.kind == "permission"}


@pytest.mark.parametrize("code", [
    'bucket = event["Records"][0]["s3"]["bucket"]["name"]',
    'bucket = event["detail"]["bucket"]["name"]',
    'bucket = event.get("Records", [])[0].get("s3", {}).get("bucket", {}).get("name")',
    "for record in event['Records']:\n        bucket = record['s3']['bucket']['name']",
    "name = lambda record: record['s3']['bucket']['name']\n    bucket = name(event['Records'][0])",
])  # fmt: skip
def test_the_bucket_of_a_notification_is_the_one_that_starts_the_function(code: str, opened: Open) -> None:
    seen = opened({"template.yaml": TEMPLATE, "app.py": CODE.replace("BUCKET", code)})

    assert buckets(seen) == {"bucket:Uploads": {"get_object", "put_object"}}
    assert seen.problems == ()


SHARED = """
import boto3
s3 = boto3.client("s3")
def work(record):
    s3.get_object(Bucket=record["s3"]["bucket"]["name"], Key="a")
def handler(event, context):
    for record in event["Records"]:
        work(record)
"""


@pytest.mark.parametrize("tried", ["handler(0, 0)", "handler({}, None)"])
def test_trying_the_handler_out_does_not_tell_its_bucket(tried: str, opened: Open) -> None:
    code = f"{SHARED}if __name__ == '__main__':\n    {tried}\n"

    seen = opened({"template.yaml": TEMPLATE, "app.py": code})

    assert buckets(seen) == {"bucket:Uploads": {"get_object"}}
    assert seen.problems == ()


def test_two_functions_that_share_code_work_on_their_own_buckets(opened: Open) -> None:
    again = TEMPLATE.partition("Resources:")[2].replace("Uploads", "Scans").replace("Work", "Scan")
    other = "def scan(event, context):\n    for record in event['Records']:\n        work(record)\n"

    seen = opened({"template.yaml": TEMPLATE + again.replace("app.handler", "app.scan"), "app.py": SHARED + other})

    assert {(link.start, link.end) for link in seen.links if link.kind == "permission"} == {
        ("entry:app.handler", "bucket:Uploads"), ("entry:app.scan", "bucket:Scans"),
    }  # fmt: skip
    assert seen.problems == ()


def test_the_bucket_of_a_notification_may_stand_in_an_address(opened: Open) -> None:
    code = """
import boto3
def handler(event, context):
    told = event["Records"][0]["s3"]
    place = "s3://" + told["bucket"]["name"] + "/" + told["object"]["key"]
    boto3.client("transcribe").start_transcription_job(Media={"MediaFileUri": place})
"""
    seen = opened({"template.yaml": TEMPLATE, "app.py": code})

    assert buckets(seen)["bucket:Uploads"] == {"start_transcription_job"}


def test_the_bucket_of_a_notification_may_be_told_by_a_data_class(opened: Open) -> None:
    code = """
import boto3
from aws_lambda_powertools.utilities.data_classes import S3Event, event_source
@event_source(data_class=S3Event)
def handler(event: S3Event, context):
    boto3.client("s3").get_object(Bucket=event.bucket_name, Key="a")
"""
    seen = opened({"template.yaml": TEMPLATE, "app.py": code})

    assert buckets(seen) == {"bucket:Uploads": {"get_object"}}


def test_what_is_written_in_a_message_is_one_value_too(opened: Open) -> None:
    seen = opened("import json\n" + CODE.replace("BUCKET", 'bucket = json.loads(event["body"])["bucket"]'))

    assert list(buckets(seen).values()) == [{"get_object", "put_object"}]
    assert [problem.message.partition("` is ")[2] for problem in seen.problems] == [
        "body.bucket in the parameter event of app.handler.",
    ]  # fmt: skip


def test_a_bucket_that_a_caller_names_is_not_the_one_that_starts_the_function(opened: Open) -> None:
    seen = opened({"template.yaml": TEMPLATE, "app.py": CODE.replace("BUCKET", 'bucket = event["bucket"]')})

    assert "bucket:Uploads" not in buckets(seen)


def test_a_helper_of_two_functions_that_two_buckets_start_uses_neither_for_sure(opened: Open) -> None:
    other = TEMPLATE.replace("Resources:\n", "").replace("Uploads", "Others").replace("Work", "Other")
    code = CODE.replace("BUCKET", 'bucket = event["Records"][0]["s3"]["bucket"]["name"]')
    seen = opened({
        "template.yaml": TEMPLATE + other.replace("app.handler", "app.second"),
        "app.py": code + "def second(event, context): handler(event, context)\n",
    })

    assert list(buckets(seen)) == ["bucket:app:6"]
    assert [problem.code for problem in seen.problems] == ["unresolved-name"]


def test_one_value_of_an_event_is_one_resource_and_another_value_another(opened: Open) -> None:
    seen = opened(CODE.replace("BUCKET", 'bucket = event["to"]["bucket"]') + """
    s3.delete_object(Bucket=event["to"]["bucket"], Key="b")
    s3.list_objects_v2(Bucket=event["source"])
""")

    assert sorted(buckets(seen).values(), key=len) == [
        {"list_objects_v2"}, {"delete_object", "get_object", "put_object"},
    ]  # fmt: skip
    assert [problem.message.partition("` is ")[2] for problem in seen.problems] == [
        "to.bucket in the parameter event of app.handler.", "source in the parameter event of app.handler.",
    ]  # fmt: skip
