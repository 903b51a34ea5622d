"""Files that name Lambda functions: CloudFormation, SAM, serverless.yml, Terraform and Dockerfiles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
HANDLER = "def work(message, about): pass\n"
SENDER = """
import os
import boto3
def send(message, about): boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody="x")
"""


def triggers(seen: Architecture) -> set[tuple[str, str]]:
    return {(link.start, link.end) for link in seen.links if link.kind == "trigger"}


CLOUD = """
Parameters:
  Word: {Type: String, Default: words}
Resources:
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}
  Words: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Ref Word}}
  News: {Type: AWS::SNS::Topic}
  Work: {Type: AWS::Lambda::Function, Properties: {Handler: main.work, Code: src/}}
  Inline: {Type: AWS::Lambda::Function, Properties: {Handler: other.work, Code: {ZipFile: "def work(a, b): pass"}}}
"""


@pytest.mark.parametrize(
    ("source", "trigger"),
    [
        ("{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work, "
         "EventSourceArn: !GetAtt Jobs.Arn}}", "queue:jobs"),
        ('{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !GetAtt Work.Arn, '
         'EventSourceArn: {"Fn::GetAtt": [Words, StreamArn]}}}', "kv_store:words"),
        ("{Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work, EventSourceArn: "
         "'arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2024'}}", "kv_store:orders"),
        ("{Type: AWS::SNS::Subscription, Properties: {TopicArn: !Ref News, Endpoint: !GetAtt Work.Arn}}", "topic:News"),
        ("{Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: "
         "[{Event: 's3:ObjectCreated:*', Function: !GetAtt Work.Arn}]}}}", "bucket:Source"),
        ("{Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 day), Targets: [{Arn: !GetAtt Work.Arn}]}}",
         "schedule:rate(1 day)"),
    ],
)  # fmt: skip
def test_cloudformation_says_what_starts_a_function(opened: Open, source: str, trigger: str) -> None:
    seen = opened({"stack-cfn.yaml": f"{CLOUD}  Source: {source}\n", "src/main.py": HANDLER, "src/other.py": HANDLER})

    assert [entry.handler for entry in seen.entries] == ["main.work"]
    assert triggers(seen) == {(trigger, "entry:main.work")}


def test_the_variables_of_a_container_say_which_queue_starts_a_function(opened: Open) -> None:
    seen = opened({
        "template.yaml": f"""{CLOUD}
  Site:
    Type: AWS::ECS::TaskDefinition
    Properties: {{ContainerDefinitions: [{{Environment: [{{Name: QUEUE_URL, Value: !Ref Jobs}}]}}]}}
  From:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}}
""",
        "src/main.py": HANDLER,
        "app.py": SENDER + "def handler(event, context): send(1, 2)\n",
    })

    assert triggers(seen) == {("queue:QUEUE_URL", "entry:main.work")}
    assert {link.end for link in seen.links if link.kind == "permission"} == {"queue:QUEUE_URL"}


def test_an_image_of_sam_is_the_handler_that_its_dockerfile_starts(opened: Open) -> None:
    seen = opened({
        "template.yml": """
Resources:
  Work:
    Type: AWS::Serverless::Function
    Metadata: {DockerContext: ./job, Dockerfile: Dockerfile}
    Properties:
      PackageType: Image
      Events: {Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}
""",
        "job/Dockerfile": 'FROM public.ecr.aws/lambda/python:3.12\nCMD ["main.work"]\n',
        "job/main.py": HANDLER,
        "site/Dockerfile": 'FROM python:3.12\nCMD ["main.work"]\n',
        "site/main.py": HANDLER,
    })

    assert triggers(seen) == {("schedule:rate(1 day)", "entry:job.main.work")}
    assert [entry.handler for entry in seen.entries] == ["job.main.work"]


def test_serverless_says_what_starts_a_function(opened: Open) -> None:
    seen = opened({
        "serverless.yml": """
custom: {queue: !GetAtt Jobs.Arn}
provider: {environment: {QUEUE_URL: !Ref Jobs}}
functions:
  send: {handler: src/send.send, events: [{httpApi: "POST /"}]}
  work:
    handler: src/main.work
    events:
      - sqs: {arn: "${self:custom.queue}"}
      - stream: {arn: !GetAtt Words.StreamArn}
resources:
  Resources:
    Jobs: {Type: AWS::SQS::Queue}
    Words: {Type: AWS::DynamoDB::Table, Properties: {TableName: words}}
""",
        "src/main.py": HANDLER,
        "src/send.py": SENDER,
    })

    work = next(entry.id for entry in seen.entries if entry.handler.endswith("main.work") and "receive" in entry.label)
    assert ("queue:QUEUE_URL", work) in triggers(seen)
    assert {start for start, _ in triggers(seen)} == {"queue:QUEUE_URL", "kv_store:words", "router:api"}
    assert {link.end for link in seen.links if link.kind == "permission"} == {"queue:QUEUE_URL"}


def test_terraform_says_what_starts_a_function(opened: Open) -> None:
    seen = opened({
        "infra/functions.tf": """
# resource "aws_lambda_function" "old" { handler = "old.work" }
data "archive_file" "work" {
  type       = "zip"
  source_dir = "${path.module}/../src"
}
resource "aws_lambda_function" "work" {
  handler  = "main.work"
  filename = data.archive_file.work.output_path
}
resource "aws_lambda_function" "send" {
  handler  = "send.send"
  filename = "../src/send.zip"
  environment {
    variables = {
      QUEUE_URL = aws_sqs_queue.jobs.url
    }
  }
}
""",
        "infra/queues.tf": """
resource "aws_sqs_queue" "jobs" { name = "jobs-${var.stage}" }
resource "aws_cloudwatch_event_rule" "daily" {
  schedule_expression = "rate(1 day)"
}
resource "aws_cloudwatch_event_target" "daily" {
  rule = aws_cloudwatch_event_rule.daily.name
  arn  = aws_lambda_function.send.arn
}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = aws_lambda_function.work.function_name
}
""",
        "src/main.py": HANDLER,
        "src/send.py": SENDER,
        "src/old.py": HANDLER,
    })

    assert {entry.handler for entry in seen.entries} == {"main.work", "send.send"}
    assert triggers(seen) == {
        ("queue:QUEUE_URL", "entry:main.work"),
        ("schedule:rate(1 day)", "entry:send.send"),
    }
    assert {link.end for link in seen.links if link.kind == "permission"} == {"queue:QUEUE_URL"}


@pytest.mark.parametrize(("queue", "name"), [
    ('name = "jobs"', "jobs"), ("name = local.queue", "shop-jobs"), ('name = "${local.shop}-${var.stage}"', "shop-dev"),
    ('name = "jobs-${random_id.one.hex}"', "waiting"), ("fifo_queue = true", "waiting"),
])  # fmt: skip
def test_a_resource_of_terraform_is_called_by_a_name_that_says_something(opened: Open, queue: str, name: str) -> None:
    seen = opened({"main.tf": f"""
variable "stage" {{
  type    = string
  default = "dev"
}}
locals {{
  shop  = "shop"
  queue = "shop-jobs"
}}
resource "aws_sqs_queue" "waiting" {{
  {queue}
}}
resource "aws_lambda_function" "work" {{
  handler  = "main.work"
  filename = "src/work.zip"
}}
resource "aws_lambda_event_source_mapping" "jobs" {{
  event_source_arn = aws_sqs_queue.waiting.arn
  function_name    = aws_lambda_function.work.arn
}}
""", "src/main.py": HANDLER})  # fmt: skip

    assert triggers(seen) == {(f"queue:{name}", "entry:main.work")}


@pytest.mark.parametrize("path", ["infra/prod.yaml", "backend.yml", "infra/stack.json"])
def test_a_template_may_be_called_anything_beside_a_handler(opened: Open, path: str) -> None:
    mapping = '{"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": {"Ref": "Work"}, ' \
        '"EventSourceArn": "arn:aws:sqs:eu-west-1:1:jobs"}}'
    work = '{"Type": "AWS::Lambda::Function", "Properties": {"Handler": "main.lambda_handler", "Code": "src/"}}'

    seen = opened({path: f'{{"Resources": {{"Work": {work}, "From": {mapping}}}}}',
                   "src/main.py": "def lambda_handler(event, context): pass\n"})  # fmt: skip

    assert triggers(seen) == {("queue:jobs", "entry:main.lambda_handler")}


def test_a_table_of_serverless_is_that_of_the_variable_whose_value_is_put_together(opened: Open) -> None:
    code = "import boto3, os\ndef run(event, context): boto3.resource('dynamodb').Table(os.environ['TABLE']).scan()\n"
    seen = opened({
        "serverless.yml": """
            service: shop
            custom: {stage: "${opt:stage, self:provider.stage}", table: "orders-${self:custom.stage}"}
            provider: {name: aws, stage: dev}
            functions:
              nightly: {handler: app.run, environment: {TABLE: "${self:custom.table}"}}
              changes: {handler: other.run, events: [{stream: {type: dynamodb, arn: !GetAtt Orders.StreamArn}}]}
            resources:
              Resources:
                Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: "${self:custom.table}"}}
            """,
        "app.py": code, "other.py": "def run(event, context): pass\n",
    })

    assert [one.id for one in seen.resources if one.kind == "kv_store"] == ["kv_store:TABLE"]
