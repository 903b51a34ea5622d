"""Lambda functions: which functions of a project are handlers, and what runs in the process of each."""

from __future__ import annotations

from collections.abc import Callable

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
BOTO = "import boto3\ndef T(name): return boto3.resource('dynamodb').Table(name)\n"
GET = {"kv_store:orders": {"GetItem"}}


def handlers(seen: Architecture) -> list[str]:
    return sorted(entry.handler for entry in seen.entries)


def test_a_helper_with_the_parameters_of_a_handler_is_none(opened: Open) -> None:
    seen = opened(BOTO + """
def create(event, context): T("orders").get_item(Key={})
def lambda_handler(event, context):
    if event["RequestType"] == "Create": create(event, context)
""")  # fmt: skip

    assert handlers(seen) == ["app.lambda_handler"]
    assert actions_of(seen, "app.lambda_handler") == GET


def test_a_helper_in_another_module_is_none_either(opened: Open) -> None:
    seen = opened({
        "app.py": "import users\ndef lambda_handler(event, context): return users.create(event, context)\n",
        "users.py": BOTO + "def create(event, context): T('orders').get_item(Key={})\n",
    })

    assert handlers(seen) == ["app.lambda_handler"]


def test_what_crhelper_calls_is_no_handler_of_its_own(opened: Open) -> None:
    seen = opened(BOTO + """
from crhelper import CfnResource
helper = CfnResource()
@helper.create
@helper.update
def create(event, context): T("orders").get_item(Key={})
@helper.delete
def delete(event, context): pass
def custom_resource(event, context): helper(event, context)
""")  # fmt: skip

    assert handlers(seen) == ["app.custom_resource"]
    assert actions_of(seen, "app.custom_resource") == GET


def test_a_handler_may_ignore_its_context(opened: Open) -> None:
    assert handlers(opened("def on_event(event, _): pass\n")) == ["app.on_event"]


REGISTRY = """
ADAPTERS = {}
def register(name, adapter): ADAPTERS[name] = adapter
def get(name): return ADAPTERS[name]
"""
ADAPTER = "from shared import registry\n" + BOTO + """
class {name}:
    def run(self): T("{table}").get_item(Key={{}})
registry.register("{name}", {name})
"""
MAIN = """
from {folder} import adapters
from shared import registry
def handler(event, context): registry.get(event["adapter"])().run()
"""


def test_what_another_function_registers_is_not_in_this_process(opened: Open) -> None:
    seen = opened({
        "shared/__init__.py": "", "shared/registry.py": REGISTRY,
        "chat/__init__.py": "", "chat/adapters.py": ADAPTER.format(name="Chat", table="orders"),
        "chat/main.py": MAIN.format(folder="chat"),
        "images/__init__.py": "", "images/adapters.py": ADAPTER.format(name="Images", table="images"),
        "images/main.py": MAIN.format(folder="images"),
    })  # fmt: skip

    assert actions_of(seen, "chat.main.handler") == GET
    assert actions_of(seen, "images.main.handler") == {"kv_store:images": {"GetItem"}}


def test_who_imports_by_computed_names_may_run_anything(opened: Open) -> None:
    loads = "import importlib\nfrom shared import registry\ndef handler(event, context):\n" \
        "    importlib.import_module(event['plugin'])\n    registry.get(event['adapter'])().run()\n"
    seen = opened({
        "shared/__init__.py": "", "shared/registry.py": REGISTRY, "main.py": loads,
        "plugins/chat.py": ADAPTER.format(name="Chat", table="orders"),
    })  # fmt: skip

    assert actions_of(seen, "main.handler") == GET


def test_a_lazy_listener_of_slack_runs_in_the_handler(opened: Open) -> None:
    seen = opened(BOTO + """
import os
from slack_bolt import App
from slack_bolt.adapter.aws_lambda import SlackRequestHandler
app = App(token=os.environ["SLACK_BOT_TOKEN"], process_before_response=True)
def answer(say, body):
    T("orders").get_item(Key={})
    say("done")
app.event("app_mention")(ack=lambda ack: ack(), lazy=[answer])
def handler(event, context): return SlackRequestHandler(app).handle(event, context)
""")  # fmt: skip

    assert actions_of(seen, "app.answer") == {**GET, "external_api:slack": {"write"}}
    assert actions_of(seen, "app.handler") == {**GET, "external_api:slack": {"write"}}


def test_a_guard_that_starts_what_the_file_holds_is_no_script_whatever_settings_it_reads(opened: Open) -> None:
    seen = opened(BOTO + """
import os
def lambda_handler(event, context): T("orders").get_item(Key={})
if __name__ == "__main__":
    os.environ["SERVICE_API_KEY"]
    lambda_handler({}, None)
""")  # fmt: skip

    assert [entry.kind for entry in seen.entries] == ["function"]


def test_a_class_of_the_project_does_what_its_base_in_a_library_does(opened: Open) -> None:
    seen = opened("""
from langchain_community.embeddings import SagemakerEndpointEmbeddings
from langchain_community.vectorstores import FAISS
class Plain(SagemakerEndpointEmbeddings):
    region = "eu-west-1"
class Over(SagemakerEndpointEmbeddings):
    def embed_documents(self, texts, chunk_size=5): return super().embed_documents(texts)
class Inner(SagemakerEndpointEmbeddings):
    def embed_documents(self, texts, chunk_size=5): return self._embedding_func(texts)
def one_handler(event, context): FAISS.from_texts(["x"], Plain(endpoint_name="one"))
def two_handler(event, context): Over(endpoint_name="two").embed_documents(["x"])
def three_handler(event, context): FAISS.from_texts(["x"], Over(endpoint_name="three")).as_retriever().invoke("x")
def four_handler(event, context): Inner(endpoint_name="four").embed_documents(["x"])
def five_handler(event, context): Inner(endpoint_name="five").embed_query("x")
""")

    for name in ("one", "two", "three", "four", "five"):
        found = {key: value for key, value in actions_of(seen, f"app.{name}_handler").items() if "vector" not in key}
        assert found == {f"model_endpoint:{name}": {"InvokeEndpoint"}}


def test_what_a_guard_sets_to_try_a_handler_out_is_not_what_it_finds_in_the_cloud(opened: Open) -> None:
    seen = opened("""
import os, boto3
def lambda_handler(event, context): boto3.client("s3").get_object(Bucket=os.environ["DOCS"], Key="a")
if __name__ == "__main__":
    os.environ["DOCS"] = "my-own-bucket"
    lambda_handler({}, None)
""")  # fmt: skip

    assert actions_of(seen, "app.lambda_handler") == {"bucket:DOCS": {"GetObject"}}


def test_lambda_gives_a_handler_nothing_but_an_event_and_a_context(opened: Open) -> None:
    template = "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: app.work, CodeUri: ./}}}\n"
    seen = opened({"template.yaml": template, "app.py": BOTO + """
class Orders:
    def __init__(self, name): self.name = name
    def save(self): T(self.name).get_item(Key={})
def work(event, context, store: Orders | None = None):
    if store is None: store = Orders("orders")
    store.save()
"""})  # fmt: skip

    assert actions_of(seen, "app.work") == GET


def test_a_function_that_answers_a_route_is_no_handler_as_well(opened: Open) -> None:
    seen = opened(BOTO + """
from bedrock_agentcore import BedrockAgentCoreApp
app = BedrockAgentCoreApp()
@app.async_task
async def work(): T("orders").get_item(Key={})
@app.entrypoint
async def handler(event): await work()
if __name__ == "__main__": app.run()
""")  # fmt: skip

    assert [(entry.label, entry.runs_in) for entry in seen.entries] == [("POST /invocations", "web_app:app.app")]
    assert actions_of(seen, "POST /invocations") == GET


def test_routes_of_powertools_are_no_entries_beside_the_handler_that_runs_them(opened: Open) -> None:
    routes = """
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
app = APIGatewayRestResolver()
@app.get("/x")
def x(): return {}
"""
    handler = "def lambda_handler(event, context): return app.resolve(event, context)\n"

    alone, handled = opened(routes), opened(routes + handler)

    assert [entry.label for entry in alone.entries] == ["GET /x"]
    assert [entry.handler for entry in handled.entries] == ["app.lambda_handler"]
