"""What the code does not decide is said, with the place and a way out; what a person answers is used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
BOTO = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"


@pytest.mark.parametrize(("code", "reason"), [
    ("def handler(event, context): T(event['table']).get_item(Key={})\n", "the parameter event of app.handler"),
    ("import json\nN = json.load(open('x'))['t']\ndef handler(event, context): T(N).get_item(Key={})\n", "json.load"),
    ("import boto3\nN = boto3.client('sts').get_caller_identity()['Account'].strip().lower()\n"
     "def handler(event, context): T(N).get_item(Key={})\n", "`name` is what boto3.client.get_caller_identity answers"),
    ("from missing_lib import name\ndef handler(event, context): T(name()).get_item(Key={})\n", "missing_lib.name"),
])  # fmt: skip
def test_a_name_that_the_code_does_not_decide_says_why(code: str, reason: str, opened: Open) -> None:
    seen = opened(BOTO + code)

    [problem] = [one for one in seen.problems if one.code == "unresolved-name"]
    assert reason in problem.message
    assert problem.message.count("the result of calling") <= 1
    assert problem.source.file == "app.py"
    assert problem.subject in seen.by_id
    assert "[answers]" in (problem.remedy or "")


def test_an_answer_in_the_settings_gives_the_name(opened: Open) -> None:
    seen = opened({
        "app.py": BOTO + "import json\nNAME = json.load(open('x'))\n"
                  "def handler(event, context): T(NAME).get_item(Key={})\n",
        "archloom.toml": '[answers]\n"app.py:NAME" = "orders"\n',
    })  # fmt: skip

    assert "kv_store:orders" in seen.by_id
    assert not seen.problems


def test_an_answer_may_name_the_place(opened: Open) -> None:
    seen = opened({
        "app.py": "import boto3\ndef handler(event, context):\n"
                  "    boto3.resource('dynamodb').Table(event['t']).get_item(Key={})\n",
        "archloom.toml": '[answers]\n"app.py:3" = "orders"\n',
    })  # fmt: skip

    assert "kv_store:orders" in seen.by_id
    assert not seen.problems


def test_an_answer_names_only_what_was_asked_for(opened: Open) -> None:
    code = ("import boto3\ndef handler(event, context):\n    boto3.client('textract').start_document_text_detection("
            "DocumentLocation={'S3Object': {'Bucket': event['b'], 'Name': 'k'}})\n")  # fmt: skip
    seen = opened({"app.py": code, "archloom.toml": '[answers]\n"app.py:3" = "scans"\n'})

    assert "bucket:scans" in seen.by_id
    assert "aws_service:scans" not in seen.by_id


def test_a_sentence_is_no_name_of_a_bucket(opened: Open) -> None:
    seen = opened("import boto3\ndef bucket_of(x): return x or 'Data source is not an S3 bucket'\n"
                  "def handler(event, context):\n"
                  "    boto3.client('s3').get_object(Bucket=bucket_of(event['b']), Key='k')\n")  # fmt: skip

    assert [one.name for one in seen.resources if one.kind == "bucket"] == [None]


LISTED = """import boto3
s3 = boto3.client("s3")
def handler(event, context):
    for bucket in s3.list_buckets()["Buckets"]:
        s3.get_bucket_location(Bucket=bucket["Name"])
        s3.list_objects_v2(Bucket=bucket["Name"], MaxKeys=1)
"""


def test_what_one_call_gave_is_asked_for_once(opened: Open) -> None:
    seen = opened(LISTED)

    [problem] = [one for one in seen.problems if one.code == "unresolved-name"]
    assert str(problem.source) == "app.py:5"
    assert "`bucket['Name']` is what boto3.client.list_buckets answers" in problem.message
    assert [one.id for one in seen.resources if one.kind == "bucket"] == [problem.subject]


def test_one_answer_names_all_that_one_call_gave(opened: Open) -> None:
    seen = opened({"app.py": LISTED, "archloom.toml": '[answers]\n"app.py:5" = "archive"\n'})

    assert [one.id for one in seen.resources if one.kind == "bucket"] == ["bucket:archive"]
    assert not seen.problems


def test_what_two_calls_gave_are_two_questions(opened: Open) -> None:
    seen = opened("import boto3\ns3 = boto3.client('s3')\ndef handler(event, context):\n"
                  "    for one in s3.list_buckets()['Buckets']: s3.head_bucket(Bucket=one['Name'])\n"
                  "    for one in s3.list_buckets()['Buckets']: s3.delete_bucket(Bucket=one['Name'])\n")  # fmt: skip

    assert [str(one.source) for one in seen.problems if one.code == "unresolved-name"] == ["app.py:4", "app.py:5"]


@pytest.mark.parametrize(("given", "said"), [
    ("Bucket=settings().bucket", "`settings().bucket` is "),
    ("Bucket=(  first( ) )", "`first()` is "),
    ("Bucket=first(" + "'a', " * 40 + ")", "…` is "),
    ("*[first()], Bucket=first()", "`first()` is "),
])  # fmt: skip
def test_the_expression_is_said_as_it_is_written(given: str, said: str, opened: Open) -> None:
    seen = opened("import boto3\nfrom somewhere import first, settings\ns3 = boto3.client('s3')\n"
                  f"def handler(event, context): s3.list_objects_v2({given})\n")  # fmt: skip

    [problem] = seen.problems
    assert said in problem.message
    assert len(problem.message) < 200


def test_a_question_about_what_only_scripts_use_is_information_beside_an_app(opened: Open) -> None:
    asks = ("import boto3\ns3 = boto3.client('s3')\nfor one in s3.list_buckets()['Buckets']:\n"
            "    s3.head_bucket(Bucket=one['N'])\n")  # fmt: skip
    app = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): ...\n"
    used = app + "import boto3\n@app.get('/b')\ndef g(b): boto3.client('s3').head_bucket(Bucket=b['x'])\n"

    def severities(files: dict[str, str]) -> list[tuple[str, str]]:
        return [(str(one.source), one.severity) for one in opened(files).problems if one.asks_for_a_name]

    assert severities({"clean.py": asks}) == [("clean.py:4", "warning")]
    assert severities({"clean.py": asks, "app.py": used}) == [("app.py:7", "warning"), ("clean.py:4", "info")]


def test_a_registry_that_is_asked_at_several_places_is_told_once(opened: Open) -> None:
    entries = ", ".join(f"'{n}': f{n}" for n in range(9))
    functions = "".join(f"def f{n}(): ...\n" for n in range(9))
    seen = opened(f"{functions}known = {{{entries}}}\ndef handler(event, context):\n"
                  "    known[event['a']]()\n    return known[event['b']]()\n")  # fmt: skip

    [problem] = seen.problems
    assert (problem.code, str(problem.source)) == ("dynamic-dispatch", "app.py:12")
    assert "One of 9 things is looked up here (and at 1 more place) at run time" in problem.message


def test_a_question_of_the_parser_ends_with_its_mark(opened: Open) -> None:
    [problem] = opened("a = {'b': 1 'c': 2}\n").problems

    assert problem.message.endswith("Perhaps you forgot a comma?")


def test_each_name_of_a_call_is_asked_for_by_its_own_expression(opened: Open) -> None:
    seen = opened("import boto3\ndef handler(event, context):\n    boto3.client('rds-data').execute_statement("
                  "resourceArn=event['a'], secretArn=event['s'], sql='x')\n")  # fmt: skip

    asked = {one.message.partition(" this is: ")[2].partition(" is ")[0] for one in seen.problems}
    assert asked == {"`event['a']`", "`event['s']`"}


def test_settings_add_properties(opened: Open) -> None:
    seen = opened({
        "app.py": BOTO + "def handler(event, context): T('orders').get_item(Key={})\n",
        "archloom.toml": '[resources."kv_store:orders"]\npartition_key = "id"\n'
                         '[functions."app.handler"]\nmemory = 1024\n',
    })  # fmt: skip

    assert seen.by_id["kv_store:orders"].properties["partition_key"] == "id"
    assert seen.by_id["function:app.handler"].properties["memory"] == 1024


def test_a_missing_module_of_the_project_is_a_problem(opened: Open) -> None:
    seen = opened({"shop/__init__.py": "", "shop/app.py": "from .gone import x\ndef handler(event, context): x()\n"})

    assert [(one.code, str(one.source)) for one in seen.problems] == [("missing-module", "shop/app.py:1")]


def test_a_missing_module_with_a_fallback_is_none(opened: Open) -> None:
    seen = opened({"shop/__init__.py": "", "shop/app.py": (
        "try:\n    from .gone import x\nexcept ImportError:\n    x = None\ndef handler(event, context): ...\n"
    )})  # fmt: skip

    assert not seen.problems


def test_a_variable_without_a_default_is_the_name(opened: Open) -> None:
    seen = opened(BOTO + "import os\ndef handler(event, context): T(os.environ['ORDERS']).get_item(Key={})\n")

    table = seen.by_id["kv_store:ORDERS"]
    assert (table.name, table.env) == (None, "ORDERS")
    assert not seen.problems


def test_an_env_file_gives_the_name_but_never_a_secret(opened: Open) -> None:
    seen = opened({
        "app.py": BOTO + "import os\ndef handler(event, context):\n"
                  "    os.environ['API_KEY']\n    T(os.environ['ORDERS']).get_item(Key={})\n",
        ".env": "ORDERS=orders-prod\nAPI_KEY=sk-very-secret\n",
    })  # fmt: skip

    assert (seen.by_id["kv_store:orders-prod"].name, seen.by_id["kv_store:orders-prod"].env) == (
        "orders-prod",
        "ORDERS",
    )
    assert "sk-very-secret" not in repr(seen)
    assert seen.by_id["secret:API_KEY"].env == "API_KEY"


def test_a_template_names_handlers_and_what_starts_them(opened: Open) -> None:
    seen = opened({
        "src/send/main.py": "import os, boto3\ndef go(event, context):\n"
                            "    boto3.client('sqs').send_message(QueueUrl=os.environ['QUEUE'], MessageBody='x')\n",
        "src/jobs/main.py": "def go(event, context): ...\n",
        "template.yaml": """
            Resources:
              Jobs: {Type: AWS::SQS::Queue}
              Send:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/send/
                  Handler: main.go
                  Environment: {Variables: {QUEUE: !Ref Jobs}}
              Work:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/jobs/
                  Handler: main.go
                  Events:
                    Jobs: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
            """,
    })  # fmt: skip

    links = {(link.kind, link.start, link.end) for link in seen.links}
    assert ("permission", "entry:send.main.go", "queue:QUEUE") in links
    assert ("trigger", "queue:QUEUE", "entry:jobs.main.go") in links


NAMED = "import boto3, os\ndef handler(event, context): boto3.client('s3').get_object(Bucket=NAME, Key='k')\n"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("f'docs-{event}'", "docs-*"),
        ("'docs-' + event + '-' + event + '-eu'", "docs-*-*-eu"),
        ("'docs-{}-{}'.format(os.environ['STAGE'], event)", "docs-*-*"),
    ],
)
def test_a_name_of_which_a_part_is_known_asks_for_a_wildcard(name: str, pattern: str, opened: Open) -> None:
    seen = opened(NAMED.replace("NAME", name))

    [problem] = seen.problems
    assert (problem.code, f"one of {pattern}" in problem.message) == ("wildcard-needed", True)
    assert f'existing = "{pattern}" under [resources."{problem.subject}"]' in (problem.remedy or "")


@pytest.mark.parametrize("name", ["event", "f'{event}-x'", "f'{event}'"])
def test_a_name_of_which_little_is_known_asks_for_a_name(name: str, opened: Open) -> None:
    assert [one.code for one in opened(NAMED.replace("NAME", name)).problems] == ["unresolved-name"]


def test_a_model_that_the_code_does_not_decide_may_be_any(opened: Open) -> None:
    ask = "boto3.client('bedrock-runtime').converse(modelId=event['model'], messages=[])"
    [problem] = opened(f"import boto3\ndef handler(event, context): {ask}\n").problems

    assert (problem.code, problem.severity) == ("wildcard-needed", "info")
    assert '[answers] "app.py:2" = "MODEL_ID"' in (problem.remedy or "")
