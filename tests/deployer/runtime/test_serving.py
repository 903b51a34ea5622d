"""A whole deployment answers: every way in which a function is started, through the local cloud and the runtime."""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from archloom.deployer import deploy, package
from archloom.deployer.sandbox import cloud as local_cloud
from archloom.deployer.sandbox.client import DEPLOYER
from archloom.deployer.sandbox.cloud import LocalCloud

from .. import shop

CODE = """
import json, os, urllib.request
import boto3

def env(name):
    return os.environ["ARCHLOOM_" + name]

def home(event, context): ...

async def app(scope, receive, send):
    if scope["path"] == "/model":
        body = ask(os.environ["OPENAI_BASE_URL"] + "/chat/completions")
    elif scope["path"] == "/claude":
        body = converse("anthropic.claude-3-haiku-20240307-v1:0")
    elif scope["path"] == "/other-model":
        body = converse("amazon.nova-lite-v1:0")
    else:
        body = json.dumps({"path": scope["path"], "query": scope["query_string"].decode()})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body.encode()})

def ask(url):
    question = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hello"}]}
    request = urllib.request.Request(url, json.dumps(question).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["choices"][0]["message"]["content"]

def converse(model):
    try:
        message = [{"role": "user", "content": [{"text": "hello"}]}]
        answer = boto3.client("bedrock-runtime").converse(modelId=model, messages=message)
        return answer["output"]["message"]["content"][0]["text"]
    except Exception as error:
        return str(error)

def chat(request):
    boto3.client("sqs").send_message(QueueUrl=env("QUEUE_JOBS"), MessageBody=json.dumps("from chat"))
    boto3.resource("dynamodb").Table(env("KV_STORE_ORDERS")).put_item(Item={"id": "1"})
    return {"said": "hello", "method": request.method}

def work(message):
    print("worked on", message)

def listen(message):
    print("heard", message)

def wake():
    boto3.client("sns").publish(TopicArn=env("TOPIC_NEWS"), Message="it is late")

def read_upload(upload):
    print("uploaded", upload.key)
"""


@dataclass(frozen=True)
class Served:
    project: Path
    cloud: LocalCloud
    outputs: Mapping[str, str]

    def get(self, output: str, path: str = "", **request: Any) -> tuple[int, str]:
        asked = urllib.request.Request(self.outputs[output].rstrip("/") + path, **request)
        try:
            with urllib.request.urlopen(asked) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def client(self, service: str) -> Any:
        return boto3.client(
            service, endpoint_url=self.cloud.endpoint, region_name="us-east-1",
            aws_access_key_id=DEPLOYER, aws_secret_access_key=DEPLOYER,
        )  # fmt: skip

    def wait_for_log(self, message: str) -> str:
        """The function that writes this line; the test times out when none does."""
        lines = deploy.logs(self.project, follow=True)
        return next(line.function for line in lines if line.message == message)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    base = tmp_path_factory.mktemp("served")
    project = base / "shop"
    project.mkdir()
    (project / "main.py").write_text(CODE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHLOOM_STATE", str(base / "state"))
        patch.setattr(package, "environment", lambda project, emit: Path(sys.executable))
        outcome = deploy.deploy(project, architecture=shop.everything())
        home = next((base / "state").rglob(local_cloud.FILE)).parent
        cloud = local_cloud.find(home)
        assert cloud is not None
        yield Served(project, cloud, outcome.outputs)
        local_cloud.stop(home)


def test_a_web_app_answers_at_its_function_url(served: Served) -> None:
    assert served.get("main-app.url", "/a%20b/c?x=1&y=2") == (200, '{"path": "/a b/c", "query": "x=1&y=2"}')


def test_a_route_of_an_api_calls_its_handler_which_reaches_its_resources(served: Served) -> None:
    status, body = served.get("api.url", "/chat", method="POST", data=b"{}")

    assert (status, json.loads(body)) == (200, {"said": "hello", "method": "POST"})
    assert served.client("dynamodb").scan(TableName=served.outputs["orders.table"])["Count"] == 1
    assert served.wait_for_log("worked on from chat") == "function:main.work"


def test_a_path_without_a_route_is_not_found(served: Served) -> None:
    assert served.get("api.url", "/nowhere")[0] == 404


def test_an_app_is_led_to_the_stand_in_without_any_key(served: Served) -> None:
    assert served.get("main-app.url", "/model")[1] == "(The sandbox answers in place of gpt-4o.) You said: “hello”"


def test_a_role_may_ask_the_model_that_its_links_name_and_no_other(served: Served) -> None:
    allowed = served.get("main-app.url", "/claude")[1]
    denied = served.get("main-app.url", "/other-model")[1]

    assert allowed.endswith("You said: “hello”")
    assert "AccessDeniedException" in denied
    assert "not authorized to perform: bedrock:InvokeModel on resource" in denied


def test_an_upload_starts_its_handler(served: Served) -> None:
    served.client("s3").put_object(Bucket=served.outputs["docs.bucket"], Key="a folder/notes 1.txt", Body=b"x")

    assert served.wait_for_log("uploaded a folder/notes 1.txt") == "function:main.read_upload"


def test_a_schedule_can_be_fired_and_a_topic_reaches_its_subscriber(served: Served) -> None:
    fire = f"{served.cloud.endpoint}/archloom/fire/nightly-schedule"
    request = urllib.request.Request(fire, b"", {"X-Archloom-Token": served.cloud.token})

    with urllib.request.urlopen(request) as response:
        assert json.load(response) == {"value": None}
    assert served.wait_for_log("heard it is late") == "function:main.listen"


def test_boto3_invokes_a_function(served: Served) -> None:
    functions = served.client("lambda")
    record = {"messageId": "1", "body": json.dumps("by hand"), "receiptHandle": "r", "attributes": {}}

    answer = functions.invoke(FunctionName="shop-dev-main-work", Payload=json.dumps({"Records": [record]}))
    later = functions.invoke(
        FunctionName="shop-dev-main-work", InvocationType="Event", Payload=json.dumps({"Records": [record]})
    )

    assert json.load(answer["Payload"]) == {"batchItemFailures": []}
    assert "FunctionError" not in answer
    assert later["StatusCode"] == 202
    assert served.wait_for_log("worked on by hand") == "function:main.work"


def test_a_failing_invocation_says_so_as_lambda_does(served: Served) -> None:
    answer = served.client("lambda").invoke(FunctionName="shop-dev-main-read-upload", Payload=b'"no upload"')

    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]).keys() == {"errorMessage", "errorType", "stackTrace"}


def test_a_second_deployment_keeps_the_addresses(served: Served) -> None:
    again = deploy.deploy(served.project, architecture=shop.everything())

    assert again.plan.pending == ()
    assert again.outputs == served.outputs
    assert served.get("main-app.url", "/still")[0] == 200
