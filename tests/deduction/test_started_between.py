"""What stands between a source and a function: rules of EventBridge, state machines, queues that hear of a bucket."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
Files = Mapping[str, str]
HANDLER = """
import boto3, json
def work(message, about):
    boto3.client("s3").get_object(Bucket=NAME, Key="a")
"""
DIRECT = 'message["detail"]["bucket"]["name"]'
QUEUED = 'json.loads(message["Records"][0]["body"])["Records"][0]["s3"]["bucket"]["name"]'


def template(resources: str) -> Files:
    work = "Work: {Type: AWS::Serverless::Function, Properties: {Handler: main.work, CodeUri: src/EVENTS}}"
    events, _, others = resources.partition("|")
    return {"template.yaml": f"Resources:\n  {work.replace('EVENTS', events)}\n" + others}


def cdk(lines: str) -> Files:
    return {"app.py": f"""
import json
import aws_cdk as cdk
from aws_cdk import aws_events as events, aws_events_targets as targets, aws_lambda as lambda_, aws_s3 as s3
from aws_cdk import aws_lambda_event_sources as sources, aws_s3_notifications as s3n, aws_sns as sns, aws_sqs as sqs
from aws_cdk import aws_sns_subscriptions as subscriptions, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks
class Service(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        fn = lambda_.Function(self, "Work", handler="main.work", code=lambda_.Code.from_asset("src"), runtime=None)
        {lines.replace(chr(10), chr(10) + "        ")}
Service(cdk.App(), "service")
"""}  # fmt: skip


def typescript(lines: str) -> Files:
    return {"cdk.json": "{}", "lib/app.ts": f"""
import {{ App, Stack, aws_lambda as lambda, aws_events as events, aws_events_targets as targets }} from 'aws-cdk-lib';
import {{ aws_s3 as s3, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks }} from 'aws-cdk-lib';
const stack = new Stack(new App(), 'Service');
const fn = new lambda.Function(stack, 'Work', {{ handler: 'main.work', code: lambda.Code.fromAsset('src') }});
{lines}
"""}  # fmt: skip


def terraform(blocks: str) -> Files:
    return {"main.tf": f"""
resource "aws_lambda_function" "work" {{
  handler  = "main.work"
  filename = "src/work.zip"
}}
{blocks}
"""}  # fmt: skip


def serverless(events: str, others: str = "") -> Files:
    return {"serverless.yml": f"functions:\n  work: {{handler: src/main.work, events: [{events}]}}\n{others}"}


ASL = """{"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": {"FunctionName": "NAME"}, "Next": "Other"}, "Other": {"Type": "Pass", "End": true}}}"""
STEPS = "{StartAt: Any, States: {Any: {Type: Task, Resource: !GetAtt Work.Arn, End: true}}}"
MACHINES: dict[str, Files] = {
    "a file that a template of SAM names": {"flows/flow.asl.json": ASL.replace("NAME", "${WorkArn}"), **template("""|
  Flow: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: flows/flow.asl.json,
         DefinitionSubstitutions: {WorkArn: !GetAtt Work.Arn}}}""")},
    "a definition in a template": template(f"""|
  Flow: {{Type: AWS::Serverless::StateMachine, Properties: {{Definition: {STEPS}}}}}"""),
    "a definition as a text": template(f"""|
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {ASL.replace("NAME", "${Work.Arn}:$LATEST").replace(chr(10), " ")}"""),
    "serverless.yml": serverless("", f"stepFunctions: {{stateMachines: {{Flow: {{definition: "
                                     f"{STEPS.replace('Work.Arn', 'WorkLambdaFunction.Arn')}}}}}}}"),
    "Terraform": terraform("""resource "aws_sfn_state_machine" "Flow" {
  name = "Flow"
  definition = jsonencode({ States = { Any = { Resource = aws_lambda_function.work.arn } } })
}"""),
    "a file that Terraform names": {**terraform("""resource "aws_sfn_state_machine" "Flow" {
  name = "Flow"
  definition = templatefile("flow.json", { work = aws_lambda_function.work.arn })
}"""), "flow.json": "{}"},
    "the CDK": cdk("""first = sfn.Pass(self, "First")
work = tasks.LambdaInvoke(self, "W", lambda_function=fn)
again = sfn.Choice(self, "Again").when(sfn.Condition.is_present("$.a"), work)
sfn.StateMachine(self, "Flow", definition_body=sfn.DefinitionBody.from_chainable(first.next(again)))
sfn.StateMachine(self, "Other", definition=sfn.Pass(self, "Nothing"))"""),
    "a file that the CDK reads": {**cdk("""with open("../flow.json") as file: flow = json.load(file)
sfn.CfnStateMachine(self, "Flow", definition=flow, definition_substitutions={"Work": fn.function_arn})"""),
                                  "flow.json": "{}"},
    "a file that the CDK in TypeScript names": typescript("""new sfn.StateMachine(stack, 'Flow', {
  definitionBody: sfn.DefinitionBody.fromFile('flow.asl.json'), definitionSubstitutions: { Work: fn.functionArn },
});"""),
}  # fmt: skip


def triggers(seen: Architecture) -> set[tuple[str, str]]:
    return {(link.start, link.end) for link in seen.links if link.kind == "trigger"}


@pytest.mark.parametrize("files", MACHINES.values(), ids=MACHINES)
def test_the_steps_of_a_state_machine_are_functions(files: Files, opened: Open) -> None:
    seen = opened({**files, "src/main.py": "def work(message, about): pass\n"})

    assert triggers(seen) == {("state_machine:Flow", "entry:main.work")}


PATTERN = '{source: [shop], detail-type: [sold]}'
RULE = "{Type: AWS::Events::Rule, Properties: {EventPattern: PATTERN, EventBusName: BUS, TARGETS}}".replace(
    "TARGETS", "Targets: [{Arn: !GetAtt Work.Arn}]")  # fmt: skip
BUSES: dict[str, tuple[Files, str]] = {
    "an event of SAM": (template(f", Events: {{Sold: {{Type: EventBridgeRule, Properties: {{Pattern: {PATTERN}}}}}}}|"),
                        "default"),
    "a rule of a template": (template("|\n  Shop: {Type: AWS::Events::EventBus, Properties: {Name: shop}}\n  Rule: "
                                      + RULE.replace("PATTERN", PATTERN).replace("BUS", "!Ref Shop")), "shop"),
    "serverless.yml": (serverless(f"{{eventBridge: {{eventBus: shop, pattern: {PATTERN}}}}}"), "shop"),
    "Terraform": (terraform("""resource "aws_cloudwatch_event_rule" "sold" {
  event_pattern = jsonencode({ source = ["shop"] })
}
resource "aws_cloudwatch_event_target" "sold" {
  rule = aws_cloudwatch_event_rule.sold.name
  arn  = aws_lambda_function.work.arn
}"""), "default"),
    "the CDK": (cdk("""bus = events.EventBus(self, "Shop", event_bus_name="shop")
events.Rule(self, "Sold", event_bus=bus, event_pattern=events.EventPattern(source=["shop"]),
            targets=[targets.LambdaFunction(fn)])"""), "shop"),
    "the CDK in TypeScript": (typescript("""const eventPattern = { source: ['shop'] };
const rule = new events.Rule(stack, 'Sold', { eventPattern });
rule.addTarget(new targets.LambdaFunction(fn));"""), "default"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "bus"), BUSES.values(), ids=BUSES)
def test_a_rule_with_a_pattern_listens_to_a_bus(files: Files, bus: str, opened: Open) -> None:
    seen = opened({**files, "src/main.py": "def work(message, about): pass\n"})

    assert triggers(seen) == {(f"event_bus:{bus}", "entry:main.work")}
    assert [entry.kind for entry in seen.entries] == ["event"]


UPLOADED = "{source: [aws.s3], detail: {bucket: {name: [!Ref Docs]}}}"
TOLD: dict[str, tuple[Files, str, str]] = {
    "a rule of a template": (template("|\n  Docs: {Type: AWS::S3::Bucket, Properties: {BucketName: docs}}\n  Rule: "
                                      + RULE.replace("PATTERN", UPLOADED).replace(", EventBusName: BUS", "")),
                             DIRECT, "bucket:docs"),
    "a queue of a template": (template(""", Events: {A: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}}|
  Jobs: {Type: AWS::SQS::Queue}
  Docs:
    Type: AWS::S3::Bucket
    Properties: {BucketName: docs, NotificationConfiguration: {QueueConfigurations: [{Queue: !GetAtt Jobs.Arn}]}}"""),
                              QUEUED, "queue:Jobs"),
    "a queue behind a topic of a template": (template("""|
  Jobs: {Type: AWS::SQS::Queue}
  From: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work, EventSourceArn: !GetAtt Jobs.Arn}}
  News: {Type: AWS::SNS::Topic}
  Sub: {Type: AWS::SNS::Subscription, Properties: {Protocol: sqs, TopicArn: !Ref News, Endpoint: !GetAtt Jobs.Arn}}
  Docs:
    Type: AWS::S3::Bucket
    Properties: {BucketName: docs, NotificationConfiguration: {TopicConfigurations: [{Topic: !Ref News}]}}"""),
                                             QUEUED, "queue:Jobs"),
    "a queue of Terraform": (terraform("""resource "aws_sqs_queue" "jobs" { name = "Jobs" }
resource "aws_s3_bucket" "docs" { bucket = "docs" }
resource "aws_s3_bucket_notification" "docs" {
  bucket = aws_s3_bucket.docs.id
  queue {
    queue_arn = aws_sqs_queue.jobs.arn
  }
}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = aws_sqs_queue.jobs.arn
  function_name    = aws_lambda_function.work.arn
}"""), QUEUED, "queue:Jobs"),
    "a queue of the CDK": (cdk("""jobs, docs = sqs.Queue(self, "Jobs"), s3.Bucket(self, "Docs", bucket_name="docs")
docs.add_event_notification(s3.EventType.OBJECT_CREATED, s3n.SqsDestination(jobs))
fn.add_event_source(sources.SqsEventSource(jobs))"""), QUEUED, "queue:Jobs"),
    "a rule of the CDK in TypeScript": (typescript("""const docs = new s3.Bucket(stack, 'Docs', { bucketName: 'docs' });
new events.Rule(stack, 'New', {
  eventPattern: { source: ['aws.s3'], detail: { bucket: { name: [docs.bucketName] } } },
  targets: [new targets.LambdaFunction(fn)],
});"""), DIRECT, "bucket:docs"),
    "a state machine that a rule starts": (cdk("""docs = s3.Bucket(self, "Docs", bucket_name="docs")
flow = sfn.StateMachine(self, "Flow", definition=tasks.LambdaInvoke(self, "Work", lambda_function=fn))
new = events.EventPattern(source=["aws.s3"], detail={"bucket": {"name": [docs.bucket_name]}})
events.Rule(self, "New", event_pattern=new, targets=[targets.SfnStateMachine(flow)])"""), DIRECT, "state_machine:Flow"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "name", "source"), TOLD.values(), ids=TOLD)
def test_the_bucket_that_a_message_tells_of_is_known(files: Files, name: str, source: str, opened: Open) -> None:
    seen = opened({**files, "src/main.py": HANDLER.replace("NAME", name)})

    assert {link.start for link in seen.links if link.kind == "trigger"} == {source}
    assert [link.end for link in seen.links if link.kind == "permission"] == ["bucket:docs"]


def test_a_pipe_leads_from_a_queue_to_a_function(opened: Open) -> None:
    pipe = "Pipe: {Type: AWS::Pipes::Pipe, Properties: {Source: !GetAtt Jobs.Arn, Target: !GetAtt Work.Arn}}"
    files = template(f"|\n  Jobs: {{Type: AWS::SQS::Queue}}\n  {pipe}")

    seen = opened({**files, "src/main.py": "def work(message, about): pass\n"})

    assert triggers(seen) == {("queue:Jobs", "entry:main.work")}


def test_a_module_of_terraform_stands_for_the_one_thing_that_it_makes(opened: Open) -> None:
    seen = opened({"infra/main.tf": """
module "jobs" {
  source     = "./modules/queue"
  queue_name = "jobs"
}
module "work" {
  source  = "./modules/function"
  handler = "main.work"
  s3_key  = "main.zip"
}
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn = module.jobs.arn
  function_name    = module.work.arn
}
""", "infra/modules/queue/main.tf": """
resource "aws_sqs_queue" "this" {
  name = var.queue_name
}
resource "aws_sqs_queue" "dead" {
  name = "dead"
}
""", "infra/modules/function/main.tf": """
resource "aws_lambda_function" "this" {
  handler = var.handler
}
""", "src/main.py": "def work(message, about): pass\n"})  # fmt: skip

    assert triggers(seen) == {("queue:jobs", "entry:main.work")}
