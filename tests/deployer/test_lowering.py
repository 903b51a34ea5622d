"""From an architecture to a blueprint: what is made, named, filled in, left out and refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archloom.deployer.aws import names
from archloom.deployer.aws.router import route_key
from archloom.deployer.aws.schedule import aws_cron
from archloom.deployer.blueprint import settle
from archloom.deployer.errors import DeployError
from archloom.resources.settings import parse

from . import shop
from .lowered import KNOWN, inputs, lower, one_use, statements


def test_the_same_architecture_gives_the_same_blueprint() -> None:
    assert lower(shop.everything()) == lower(shop.everything())


def test_each_resource_stands_after_what_it_needs() -> None:
    seen: set[str] = set()
    for resource in lower(shop.everything()).resources:
        assert resource.needs <= seen, resource.name
        seen.add(resource.name)


@pytest.mark.parametrize(
    ("origin", "name", "env", "physical", "variables"),
    [
        pytest.param("declared", "orders", None, "shop-dev-orders", {"ARCHLOOM_KV_STORE_ORDERS"}, id="declared"),
        pytest.param("deduced", "Orders", None, "Orders", set(), id="a literal name is kept"),
        pytest.param("deduced", None, "TABLE", "shop-dev-table", {"TABLE"}, id="a variable carries a made name"),
        pytest.param("deduced", "orders", "TABLE", "shop-dev-orders", {"TABLE"}, id="a default is named per stack"),
    ],
)
def test_a_name_is_made_where_the_code_leaves_it_open(
    origin: str, name: str | None, env: str | None, physical: str, variables: set[str]
) -> None:
    table = shop.resource("kv_store", name, service="dynamodb", origin=origin, env=env)
    made = lower(one_use(table, "dynamodb:GetItem"))

    function = inputs(made.by_name["main-f"])["environment"]["variables"]
    assert inputs(made.by_name[f"{name or env}-table"])["name"] == physical
    assert {key for key in function if key not in ("ARCHLOOM_KIND", "ARCHLOOM_HANDLER")} == variables


@pytest.mark.parametrize(
    ("variable", "value"),
    [("QUEUE_URL", "<{}-queue.url>"), ("QUEUE_ARN", "<{}-queue.arn>"), ("QUEUE_NAME", "<{}-queue.name>")],
)
def test_a_variable_carries_the_form_that_its_name_asks_for(variable: str, value: str) -> None:
    queue = shop.resource("queue", None, service="sqs", origin="deduced", env=variable)
    made = lower(one_use(queue, "sqs:SendMessage"))

    assert inputs(made.by_name["main-f"])["environment"]["variables"][variable] == value.format(variable)


def test_a_secret_that_a_library_reads_goes_through_the_store() -> None:
    variables = inputs(lower(shop.everything()).by_name["main-chat"])["environment"]["variables"]

    assert json.loads(variables["ARCHLOOM_SECRETS"]) == {
        "ANTHROPIC_API_KEY": "<ANTHROPIC_API_KEY-secret.arn>",
        "OPENAI_API_KEY": "<openai-secret.arn>",
    }
    assert "ANTHROPIC_API_KEY" not in variables


def test_the_variables_of_the_role_are_not_taken_for_secrets() -> None:
    key = shop.resource("secret", None, service="aws", origin="deduced", env="AWS_SECRET_ACCESS_KEY")
    made = lower(one_use(key, "read"))

    assert not any("secretsmanager" in resource.type for resource in made.resources)


def test_an_address_that_a_variable_holds_goes_through_the_store() -> None:
    database = shop.resource("database", None, service="postgres", origin="deduced", env="DATABASE_URL")
    made = lower(one_use(database, "read"), known=["DATABASE_URL"])

    variables = inputs(made.by_name["main-f"])["environment"]["variables"]
    assert json.loads(variables["ARCHLOOM_SECRETS"]) == {"DATABASE_URL": "<DATABASE_URL-secret.arn>"}
    assert statements(made, "main-f-policy")["DATABASEURL"] == (
        ["secretsmanager:GetSecretValue"], ["<DATABASE_URL-secret.arn>"],
    )  # fmt: skip


def test_an_address_that_is_said_to_be_there_is_not_stored() -> None:
    database = shop.resource("database", None, service="postgres", origin="deduced", env="DATABASE_URL")
    settings = parse('[resources."database:DATABASE_URL"]\nexisting = "orders"')
    made = lower(one_use(database, "read"), settings, known=["DATABASE_URL"])

    assert not any("secretsmanager" in resource.type for resource in made.resources)


def test_an_address_that_no_variable_holds_is_asked_for() -> None:
    database = shop.resource("database", None, service="postgres", origin="deduced", env="DATABASE_URL")
    made = lower(one_use(database, "read"))

    assert "DATABASE_URL-secret" not in made.by_name
    assert any("Neither the environment nor .env has DATABASE_URL" in note.message for note in made.notes)


def test_one_variable_is_one_secret_whoever_reads_it() -> None:
    key = shop.resource("secret", None, service="openai", origin="deduced", env="OPENAI_API_KEY")
    api = shop.resource("external_api", None, service="openai", origin="deduced", env="OPENAI_API_KEY")
    unit = shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    architecture = shop.of([unit, key, api], [start], [shop.uses(start, key, "read"), shop.uses(start, api, "invoke")])

    made = lower(architecture, known=["OPENAI_API_KEY"])

    assert [item.name for item in made.resources if item.type.endswith(":Secret")] == ["OPENAI_API_KEY-secret"]


def test_what_exists_is_named_in_the_variable_that_carries_it() -> None:
    index = shop.resource("search_index", None, service="kendra", origin="deduced", env="KENDRA_INDEX")
    settings = parse('[resources."search_index:KENDRA_INDEX"]\nexisting = "1234"')
    made = lower(one_use(index, "kendra:Query"), settings)

    assert inputs(made.by_name["main-f"])["environment"]["variables"]["KENDRA_INDEX"] == "1234"
    assert statements(made, "main-f-policy")["KENDRAINDEX"][1] == ["arn:aws:kendra:us-east-1:1:index/1234"]


def test_a_model_that_a_variable_names_is_not_guessed() -> None:
    model = shop.resource("model", "amazon.nova-lite-v1:0", service="bedrock-runtime", origin="deduced", env="MODEL_ID")
    architecture = one_use(model, "bedrock:InvokeModel")

    default, chosen = lower(architecture), lower(architecture, known=["MODEL_ID"])

    sid = "AmazonNovaLiteV10"
    assert statements(default, "main-f-policy")[sid][1] == [
        "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"
    ]
    assert statements(chosen, "main-f-policy")[sid][1] == ["arn:aws:bedrock:*::foundation-model/*"]
    assert any("`existing`" in note.message for note in chosen.notes)


def test_a_queue_that_exists_is_named_by_its_address() -> None:
    made = lower(one_use(shop.resource("queue", "jobs", service="sqs"), "sqs:SendMessage"),
                 parse('[resources."queue:jobs"]\nexisting = "old-jobs"'))  # fmt: skip

    variables = inputs(made.by_name["main-f"])["environment"]["variables"]
    assert variables["ARCHLOOM_QUEUE_JOBS"] == "https://sqs.us-east-1.amazonaws.com/1/old-jobs"
    assert not any(resource.type.startswith("aws:sqs") for resource in made.resources)


def test_what_exists_is_granted_but_not_made() -> None:
    table = shop.resource("kv_store", "orders", service="dynamodb", origin="deduced")
    made = lower(one_use(table, "dynamodb:GetItem"), parse('[resources."kv_store:orders"]\nexisting = "old-orders"'))

    assert "orders-table" not in made.by_name
    assert [note.subject for note in made.notes if "there already (old-orders)" in note.message] == [table.id]
    assert statements(made, "main-f-policy")["Orders"][1] == ["arn:aws:dynamodb:us-east-1:1:table/old-orders"]


def test_a_name_that_only_the_run_decides_is_reported() -> None:
    table = shop.resource("kv_store", None, service="dynamodb", origin="deduced")
    made = lower(one_use(table, "dynamodb:GetItem"))

    assert any("existing" in note.message and note.subject == table.id for note in made.notes)
    assert list(statements(made, "main-f-policy")) == ["Logs"]


def test_sizes_come_from_the_code_then_the_settings_then_the_stack() -> None:
    architecture = one_use(shop.resource("topic", "news", service="sns"), "sns:Publish")
    settings = parse(
        '[functions."main.f"]\nmemory = 1024\ntimeout = 60\nenvironment = {MODE = "slow", A = "1"}\n'
        '[stacks.dev.functions."function:main.f"]\nmemory = 256\nenvironment = {MODE = "fast"}'
    )

    function = inputs(lower(architecture, settings).by_name["main-f"])

    assert (function["memorySize"], function["timeout"]) == (256, 60)
    assert function["environment"]["variables"].items() >= {"MODE": "fast", "A": "1"}.items()


def test_options_of_declared_resources_reach_the_cloud() -> None:
    made = lower(shop.everything())

    table, queue, line = (inputs(made.by_name[name]) for name in ("orders-table", "jobs-queue", "line-queue"))
    assert table["ttl"] == {"attributeName": "expires", "enabled": True}
    assert json.loads(queue["redrivePolicy"]) == {
        "deadLetterTargetArn": "<jobs-dead-letters.arn>",
        "maxReceiveCount": 3,
    }
    assert queue["visibilityTimeoutSeconds"] == 6 * 30
    assert (line["name"], line["fifoQueue"]) == ("shop-dev-line.fifo", True)
    assert inputs(made.by_name["docs-versions"])["versioningConfiguration"] == {"status": "Enabled"}
    assert inputs(made.by_name["api-api"])["corsConfiguration"]["allowOrigins"] == ["*"]
    schedule = inputs(made.by_name["nightly-schedule"])
    assert schedule["scheduleExpression"] == "cron(0 2 * * ? *)"
    assert schedule["scheduleExpressionTimezone"] == "Europe/Berlin"
    assert inputs(made.by_name["llama-config"])["productionVariants"][0]["instanceType"] == "ml.m5.large"


def test_a_changed_model_gets_a_new_configuration_under_a_new_name() -> None:
    def configuration(instance: str) -> str:
        llama = shop.resource("model_endpoint", "llama", service="sagemaker", image="i", instance_type=instance)
        made = lower(one_use(llama, "sagemaker:InvokeEndpoint"))
        return inputs(made.by_name["llama-config"])["name"]

    assert configuration("ml.m5.large") != configuration("ml.g5.2xlarge")


def test_an_endpoint_without_a_model_is_granted_and_asked_for() -> None:
    llama = shop.resource("model_endpoint", "llama", service="sagemaker", origin="deduced")
    made = lower(one_use(llama, "sagemaker:InvokeEndpoint"))

    assert statements(made, "main-f-policy")["Llama"][1] == ["arn:aws:sagemaker:us-east-1:1:endpoint/llama"]
    assert any("`image`" in note.message for note in made.notes)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ui_app", "connection"),
        ("worker", "program of its own"),
        ("mcp_server", "session"),
        ("local_store", "empty again"),
    ],
)
def test_what_this_target_cannot_keep_running_is_said(kind: str, words: str) -> None:
    made = lower(shop.of([shop.resource(kind, "x", origin="deduced")], [], []))

    assert [note.subject for note in made.notes if words in note.message] == [f"{kind}:x"]


@pytest.mark.parametrize("kind", ["kv_store", "stream", "event_bus", "state_machine"])
def test_a_start_that_this_target_does_not_make_is_said(kind: str) -> None:
    unit = shop.function("main.work")
    source, started = shop.resource(kind, "x", origin="config"), shop.entry("main.work", unit, "event")

    made = lower(shop.of([unit, source], [started], [shop.starts(source, started, "on_event")]))

    assert [note.subject for note in made.notes if "main.work is not made" in note.message] == [f"{kind}:x"]


def test_a_script_is_not_deployed_and_that_is_said() -> None:
    unit = shop.function("main")
    made = lower(shop.of([unit], [shop.entry("main", unit, "script")], []))

    assert made.resources == ()
    assert "script" in made.notes[0].message


def test_a_misspelt_setting_of_a_stack_is_said() -> None:
    made = lower(shop.of([], [], []), parse("[stacks.dev]\nregoin = 'x'"))

    assert "regoin" in made.notes[0].message


@pytest.mark.parametrize(
    ("operation", "key"),
    [
        ("GET /chat", "GET /chat"),
        ("ALL /x/{path:path}", "ANY /x/{path+}"),
        ("post /items/{id}", "POST /items/{id}"),
        ("GET ", "GET /"),
    ],
)
def test_routes_are_spelt_as_api_gateway_wants(operation: str, key: str) -> None:
    assert route_key(operation) == key


def test_functions_that_call_each_other_in_a_circle_can_be_deployed() -> None:
    one, two = shop.function("main.one"), shop.function("main.two")
    first, second = shop.entry("main.one", one, "function"), shop.entry("main.two", two, "function")
    calls = "lambda:InvokeFunction"
    made = lower(shop.of([one, two], [first, second], [shop.uses(first, two, calls), shop.uses(second, one, calls)]))

    assert statements(made, "main-one-policy")["MainTwo"][1] == [
        "arn:aws:lambda:us-east-1:1:function:shop-dev-main-two"
    ]


def test_things_of_one_name_are_told_apart_by_where_they_are() -> None:
    units = [shop.function("a.main.handler"), shop.function("b.main.handler")]
    named = [replace(unit, name="handler") for unit in units]
    entries = [shop.entry(unit.id.partition(":")[2], unit, "function") for unit in named]

    made = lower(shop.of(named, entries, []))

    functions = [item.name for item in made.resources if item.type.endswith(":Function")]
    assert functions == ["a-main-handler", "b-main-handler"]


def test_things_whose_names_come_to_the_same_are_refused_together() -> None:
    units = [shop.function("app.ask"), shop.function("app.ask.role")]
    entries = [shop.entry(unit.id.partition(":")[2], unit, "function") for unit in units]

    with pytest.raises(DeployError) as refused:
        lower(shop.of(units, entries, []))

    assert refused.value.where == "function:app.ask and function:app.ask.role"
    assert refused.value.what == "both would be deployed as 'app-ask-role'."


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        (shop.resource("queue", "jobs", dead_letter=5000), "1 to 1000"),
        (shop.resource("bucket", "My_Docs"), "small letters"),
        (shop.resource("schedule", "nightly", rate="5 minuets"), "5 minutes"),
        (shop.resource("kv_store", "orders", partition_key=3), "Partition key"),
    ],
)
def test_what_aws_would_refuse_is_refused_before_anything_is_made(resource: Any, words: str) -> None:
    with pytest.raises(DeployError, match=rf"main\.py:1.*{words}"):
        lower(shop.of([resource], [], []))


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("memory = 64", "Memory is 128 to 10240 MB, not 64"),
        ("timeout = 1000", "Timeout is 1 to 900 s, not 1000"),
        ("memory = 'big'", "memory takes a whole number, not 'big'"),
        ("timeout = true", "timeout takes a whole number, not True"),
    ],
)
def test_sizes_outside_of_lambdas_limits_are_refused(setting: str, what: str) -> None:
    architecture = one_use(shop.resource("topic", "news", service="sns"), "sns:Publish")

    with pytest.raises(DeployError) as refused:
        lower(architecture, parse(f'[functions."main.f"]\n{setting}'))

    assert what in refused.value.what


def test_keys_that_nobody_has_are_not_made_up_and_told_once() -> None:
    keys = [shop.resource("secret", None, origin="deduced", env=name) for name in ("OPENAI_API_KEY", "GROQ_API_KEY")]
    made = lower(shop.of(keys, [], []))

    assert made.resources == ()
    assert [note.message.split(";")[0] for note in made.notes] == [
        "Neither the environment nor .env has GROQ_API_KEY, OPENAI_API_KEY"
    ]


@pytest.mark.parametrize(
    ("kind", "name", "length"), [("bucket", "x" * 80, 63), ("function", "y" * 80, 64), ("queue", "z" * 80, 80)]
)
def test_long_names_are_cut_without_colliding(kind: str, name: str, length: int) -> None:
    one, two = names.physical("shop", "dev", name, kind), names.physical("shop", "dev", name + "2", kind)

    assert len(one) == len(two) == length
    assert one != two


def test_a_website_is_its_files(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<h1>hi</h1>")
    (tmp_path / "site" / ".hidden").write_text("no")
    site = shop.resource("website", "docs", service="s3", folder="site")

    made = lower(shop.of([site], [], []), root=tmp_path)

    files = [resource for resource in made.resources if "Objectv2" in resource.type]
    assert [inputs(item)["key"] for item in files] == ["index.html"]
    assert inputs(files[0])["contentType"] == "text/html"
    assert settle(made.outputs[0].value, KNOWN) == "http://<docs-hosting.websiteEndpoint>"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0 2 * * ? *", "0 2 * * ? *"),
        ("0 0 * * *", "0 0 * * ? *"),
        ("0 0 1 * *", "0 0 1 * ? *"),
        ("*/5 8-18 * * 1-5", "*/5 8-18 ? * 2-6 *"),
        ("0 0 * * 0,7", "0 0 ? * 1,1 *"),
        ("0 0 * * MON", "0 0 ? * MON *"),
        ("0 0 1 * 1", "0 0 1 * 1"),
    ],
)
def test_a_unix_cron_line_is_put_into_awss_fields(written: str, meant: str) -> None:
    assert aws_cron(written) == meant


@pytest.mark.parametrize("folder", ["missing", "itself", None])
def test_a_website_without_a_folder_in_the_project_is_not_made(tmp_path: Path, folder: str | None) -> None:
    (tmp_path / "itself").symlink_to("itself")
    made = lower(shop.of([shop.resource("website", "docs", service="s3", folder=folder)], [], []), root=tmp_path)

    assert made.resources == ()
    assert "not made" in made.notes[0].message
