"""Python CDK programs: the functions that they name and what starts these."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archloom.resources.architecture import Architecture

Open = Callable[..., Architecture]
HANDLER = """
import os, boto3
def work(record, runtime): boto3.resource("dynamodb").Table(os.environ["ORDERS"]).get_item(Key={})
"""
STACK = """
import aws_cdk as cdk
from aws_cdk import Duration, Stack, aws_dynamodb as ddb, aws_events as events, aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_, aws_lambda_event_sources as sources, aws_s3 as s3, aws_sns as sns
from aws_cdk import aws_kinesis as kinesis, aws_pipes as pipes
from aws_cdk import aws_s3_notifications as s3n, aws_sns_subscriptions as subscriptions, aws_sqs as sqs
from constructs import Construct

class Data(Stack):
    def __init__(self, scope, id, **kwargs):
        super().__init__(scope, id, **kwargs)
        self.orders = ddb.Table(self, "Orders", partition_key=ddb.Attribute(name="id", type=ddb.AttributeType.STRING))

class Service(Stack):
    def __init__(self, scope, id, orders, **kwargs):
        super().__init__(scope, id, **kwargs)
        fn = lambda_.Function(self, "Worker", handler="index.work", code=lambda_.Code.from_asset("src/worker"),
                              runtime=lambda_.Runtime.PYTHON_3_12, environment={"ORDERS": orders.table_name})
        SOURCE

app = cdk.App()
data = Data(app, "data")
Service(app, "service", data.orders)
app.synth()
"""
SOURCES = {
    "a queue": ('fn.add_event_source(sources.SqsEventSource(sqs.Queue(self, "Jobs", queue_name="jobs")))',
                "queue", "queue:jobs"),
    "a queue that has no name but its id": ('fn.add_event_source(sources.SqsEventSource(sqs.Queue(self, "Jobs")))',
                                            "queue", "queue:Jobs"),
    "the stream of a table whose name a variable carries":
        ('fn.add_event_source(sources.DynamoEventSource(orders, starting_position=None))', "event", "kv_store:ORDERS"),
    "what is put into a bucket": (
        'docs = s3.Bucket(self, "Docs", bucket_name="docs")\n'
        '        docs.add_event_notification(s3.EventType.OBJECT_CREATED, s3n.LambdaDestination(fn))',
        "event", "bucket:docs"),
    "a topic": (
        'sns.Topic(self, "News").add_subscription(subscriptions.LambdaSubscription(fn))', "event", "topic:News"),
    "a pipe": ('pipes.CfnPipe(self, "P", role_arn="r", source=kinesis.Stream(self, "News").stream_arn,'
               ' target=fn.function_arn)', "queue", "stream:News"),
    "a rule with a clock": (
        'events.Rule(self, "Nightly", schedule=events.Schedule.rate(Duration.days(1)),\n'
        '                    targets=[targets.LambdaFunction(fn)])', "schedule", "schedule:Nightly"),
    "a rule that gets its target later": (
        'rule = events.Rule(self, "Nightly", schedule=events.Schedule.rate(Duration.days(1)))\n'
        '        rule.add_target(targets.LambdaFunction(fn))', "schedule", "schedule:Nightly"),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_of_a_stack_is_started_by(name: str, opened: Open) -> None:
    code, kind, source = SOURCES[name]

    seen = opened({"app.py": STACK.replace("SOURCE", code), "src/worker/index.py": HANDLER})

    assert [(entry.kind, entry.runs_in) for entry in seen.entries] == [(kind, "function:worker.index.work")]
    assert [link.resource for link in seen.links if link.kind == "trigger"] == [source]
    assert [link.end for link in seen.links if link.kind == "permission"] == ["kv_store:ORDERS"]


@pytest.mark.parametrize("construct", [
    'python.PythonFunction(self, "W", entry="src/worker", runtime=None, index="index.py", handler="work")',
    'lambda_.DockerImageFunction(self, "W",'
    ' code=lambda_.DockerImageCode.from_image_asset("../src/worker", cmd=["index.work"]))',
    'lambda_.Function(self, "W", handler="index.work", runtime=None, code=lambda_.Code.from_asset("dist/worker.zip"))',
    'lambda_.Function(self, "W", handler="index.work", runtime=None, code=lambda_.InlineCode(text))',
    'lambda_.Function(self, "W", handler="index.work", runtime=None, code=lambda_.Code.from_inline(text))',
])  # fmt: skip
def test_a_handler_of_any_name_is_found_where_the_construct_says(construct: str, opened: Open) -> None:
    seen = opened({"src/worker/index.py": HANDLER, "infra/app.py": f"""
import os
import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_, aws_lambda_python_alpha as python
class Service(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        with open(os.path.join(os.path.dirname(__file__), "../src/worker/index.py"), encoding="utf8") as file:
            text = file.read()
        {construct}
def main():
    app = cdk.App()
    Service(app, "service")
    app.synth()
if __name__ == "__main__":
    main()
"""})  # fmt: skip

    assert [entry.handler for entry in seen.entries] == ["worker.index.work"]


@pytest.mark.parametrize(("folder", "found"), [
    ('os.path.join(os.path.dirname(os.path.realpath(__file__)), "../src/worker")', ["worker.index.work"]),
    ('os.path.join(os.getcwd(), "src", "worker")', ["worker.index.work"]),
    ('folder_of("worker")', []),
])  # fmt: skip
def test_of_several_files_with_one_name_none_is_guessed(folder: str, found: list[str], opened: Open) -> None:
    stack = STACK.replace('"src/worker"', folder).replace("SOURCE", "pass")

    seen = opened({"infra/app.py": "import os\nfrom tools import folder_of\n" + stack,
                   "src/other/index.py": HANDLER, "src/worker/index.py": HANDLER})  # fmt: skip

    assert [entry.handler for entry in seen.entries] == found


def test_a_variable_may_be_added_later_and_carry_a_resource_of_another_construct(opened: Open) -> None:
    later = 'fn.add_environment("QUEUE", jobs.queue_url)\n        ' \
        "fn.add_event_source(sources.SqsEventSource(jobs))"
    code = STACK.replace("SOURCE", 'jobs = sqs.Queue(self, "Jobs")\n        ' + later)

    seen = opened({"app.py": code, "src/worker/index.py": HANDLER})

    assert [link.resource for link in seen.links if link.kind == "trigger"] == ["queue:QUEUE"]


def test_a_class_may_be_derived_from_a_construct(opened: Open) -> None:
    derived = """
class Worker(lambda_.Function):
    def __init__(self, scope, id, **others):
        super().__init__(scope, id, handler="index.work", code=lambda_.Code.from_asset("src/worker"), **others)
class Jobs(sqs.Queue):
    pass
class Service("""
    code = 'Worker(self, "W").add_event_source(sources.SqsEventSource(Jobs(self, "Jobs")))'

    seen = opened({"app.py": STACK.replace("SOURCE", code).replace("class Service(", derived),
                   "src/worker/index.py": HANDLER})  # fmt: skip

    assert [link.resource for link in seen.links if link.kind == "trigger"] == ["queue:Jobs"]


def test_the_program_itself_is_no_entry(opened: Open) -> None:
    seen = opened({"app.py": "import boto3, aws_cdk as cdk\nboto3.client('sts').get_caller_identity()\n"
                             "app = cdk.App()\napp.synth()\n"})  # fmt: skip

    assert seen.entries == ()
