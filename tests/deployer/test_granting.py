"""What the role of a function may do: what its entries reach, spelt as each service checks it, and nothing more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archloom.resources.architecture import Evidence, LinkState, Span
from archloom.resources.settings import parse

from . import shop
from .lowered import inputs, lower, one_use, statements


def test_a_role_grants_what_the_entries_reach_and_its_own_log() -> None:
    assert statements(lower(shop.everything()), "main-app-policy") == {
        "Logs": (["logs:CreateLogStream", "logs:PutLogEvents"], ["<main-app-logs.arn>:*"]),
        "Orders": (["dynamodb:GetItem"], ["<orders-table.arn>"]),
        "Orders2": (["dynamodb:Query"], ["<orders-table.arn>", "<orders-table.arn>/index/*"]),
        "AnthropicClaude3Haiku20240307V10": (
            ["bedrock:InvokeModel"],
            ["arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"],
        ),
    }


@pytest.mark.parametrize("state", ["proven", "possible", "declared"])
def test_a_role_grants_what_may_be_chosen_at_run_time_as_well(state: LinkState) -> None:
    table, unit = shop.resource("kv_store", "orders", service="dynamodb"), shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    link = replace(shop.uses(start, table, "dynamodb:GetItem"), state=state)

    made = statements(lower(shop.of([table, unit], [start], [link])), "main-f-policy")

    assert made["Orders"] == (["dynamodb:GetItem"], ["<orders-table.arn>"])


def test_a_statement_knows_the_lines_that_need_it() -> None:
    table, unit = shop.resource("kv_store", "orders", service="dynamodb"), shop.function("main.f")
    start = shop.entry("main.f", unit, "function")
    evidence = tuple(Evidence(Span("main.py", line)) for line in (31, 7, 31))
    link = replace(shop.uses(start, table, "dynamodb:GetItem"), evidence=evidence)

    made = lower(shop.of([table, unit], [start], [link]))

    assert made.by_name["main-f-policy"].because["Orders"].places == ("main.py:7", "main.py:31")


@pytest.mark.parametrize(
    ("kind", "service", "entry_kind"),
    [
        ("queue", "sqs", "queue"),
        ("bucket", "s3", "event"),
        ("topic", "sns", "event"),
        ("schedule", "events", "schedule"),
    ],
)
def test_a_handler_that_is_not_ours_takes_the_event_as_lambda_has_it(kind: str, service: str, entry_kind: str) -> None:
    starter = shop.resource(kind, "jobs", service=service, origin="deduced", rate="5 minutes")
    unit = shop.function("main.work", origin="config")
    work = shop.entry("main.work", unit, entry_kind)
    made = lower(shop.of([starter, unit], [work], [shop.starts(starter, work)]))
    assert inputs(made.by_name["main-work"])["environment"]["variables"]["ARCHLOOM_KIND"] == "raw"
    assert "main-work-url" not in made.by_name  # nobody calls from outside what a queue or a clock starts


def test_a_subscriber_may_take_messages_and_nothing_else_from_its_queue() -> None:
    granted = statements(lower(shop.everything()), "main-work-policy")

    assert granted["JobsTaken"][0] == [
        "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",
    ]  # fmt: skip
    assert "Jobs" not in granted


@pytest.mark.parametrize(
    ("kind", "service", "actions", "arn"),
    [
        ("kv_store", "dynamodb", ["DescribeStream", "GetRecords", "GetShardIterator"], "<orders-table.arn>/stream/*"),
        ("stream", "kinesis",
         ["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"],
         "<orders-stream.arn>"),
    ],
)  # fmt: skip
def test_what_a_stream_starts_may_read_that_stream_and_nothing_else(
    kind: str, service: str, actions: list[str], arn: str
) -> None:
    unit, source = shop.function("main.work"), shop.resource(kind, "orders", service=service, origin="config")
    work = shop.entry("main.work", unit, "event")

    made = lower(shop.of([source, unit], [work], [shop.starts(source, work, "stream")]))

    granted = statements(made, "main-work-policy")
    assert granted["OrdersTaken"] == ([f"{service}:{action}" for action in actions], [arn])
    assert set(granted) == {"Logs", "OrdersTaken"}


@pytest.mark.parametrize(
    ("kind", "service", "action", "scope"),
    [
        ("bucket", "s3", "s3:GetObject", ["<x-bucket.arn>/*"]),
        ("bucket", "s3", "s3:ListBucket", ["<x-bucket.arn>"]),
        ("bucket", "s3", "s3:AbortMultipartUpload", ["<x-bucket.arn>/*"]),
        ("bucket", "s3", "s3:ListBucketMultipartUploads", ["<x-bucket.arn>"]),
        ("bucket", "s3", "s3:GetBucketObjectLockConfiguration", ["<x-bucket.arn>"]),
        ("bucket", "s3", "s3:ListAllMyBuckets", ["*"]),
        ("kv_store", "dynamodb", "dynamodb:Scan", ["<x-table.arn>", "<x-table.arn>/index/*"]),
        ("kv_store", "dynamodb", "dynamodb:GetItem", ["<x-table.arn>"]),
        ("kv_store", "dynamodb", "dynamodb:GetRecords", ["<x-table.arn>/stream/*"]),
        ("kv_store", "dynamodb", "dynamodb:ListTables", ["*"]),
        (
            "knowledge_base",
            "bedrock-agent-runtime",
            "bedrock:Retrieve",
            ["arn:aws:bedrock:us-east-1:1:knowledge-base/x"],
        ),
        ("search_index", "kendra", "kendra:Query", ["arn:aws:kendra:us-east-1:1:index/x"]),
        ("state_machine", "stepfunctions", "states:StartExecution", ["arn:aws:states:us-east-1:1:stateMachine:x"]),
        ("state_machine", "stepfunctions", "states:StopExecution", ["arn:aws:states:us-east-1:1:execution:x:*"]),
        ("search_index", "opensearch", "es:ESHttpGet", ["arn:aws:es:us-east-1:1:domain/*/*"]),
        ("vector_store", "opensearch", "aoss:APIAccessAll", ["arn:aws:aoss:us-east-1:1:collection/*"]),
        ("aws_service", "textract", "textract:DetectDocumentText", ["*"]),
        ("event_bus", "events", "events:PutEvents", ["<x-bus.arn>"]),
        ("stream", "kinesis", "kinesis:PutRecord", ["<x-stream.arn>"]),
        ("parameter", "ssm", "ssm:GetParameter", ["arn:aws:ssm:us-east-1:1:parameter/x"]),
        ("secret", "secretsmanager", "secretsmanager:BatchGetSecretValue", ["*"]),
        ("model", "bedrock-runtime", "bedrock:Rerank", ["*"]),
        ("aws_service", "iam", "iam:PassRole", ["arn:aws:iam::1:role/x"]),
        ("aws_service", "sts", "sts:AssumeRole", ["arn:aws:iam::1:role/x"]),
        ("aws_service", "iam", "iam:CreateUser", ["*"]),
        ("aws_service", "bedrock-runtime", "bedrock:ApplyGuardrail", ["arn:aws:bedrock:us-east-1:1:guardrail/x"]),
        ("aws_service", "bedrock-agent-runtime", "bedrock:InvokeFlow", ["arn:aws:bedrock:us-east-1:1:flow/x/alias/*"]),
        ("aws_service", "kms", "kms:Encrypt", ["arn:aws:kms:us-east-1:1:key/x"]),
    ],
)
def test_an_action_is_granted_on_what_its_service_checks(
    kind: str, service: str, action: str, scope: list[str]
) -> None:
    used = shop.resource(kind, "x", service=service, origin="deduced")

    assert statements(lower(one_use(used, action)), "main-f-policy")["X"] == ([action], scope)


@pytest.mark.parametrize(
    ("kind", "service", "action", "scope"),
    [
        ("bucket", "s3", "s3:GetObject", ["arn:aws:s3:::docs-*/*"]),
        ("queue", "sqs", "sqs:SendMessage", ["arn:aws:sqs:us-east-1:1:docs-*"]),
        ("state_machine", "stepfunctions", "states:StartExecution", ["arn:aws:states:us-east-1:1:stateMachine:docs-*"]),
        ("aws_service", "sts", "sts:AssumeRole", ["arn:aws:iam::1:role/docs-*"]),
    ],
)
def test_a_name_that_a_variable_completes_is_granted_as_a_pattern_and_not_made(
    kind: str, service: str, action: str, scope: list[str]
) -> None:
    made = lower(one_use(shop.resource(kind, "docs-${STAGE}", service=service, origin="deduced"), action))

    assert statements(made, "main-f-policy")["DocsSTAGE"] == ([action], scope)
    assert not any("docs" in str(resource.inputs.get("name", resource.inputs.get("bucket"))) for resource in
                   made.resources)  # fmt: skip


def test_a_model_whose_region_a_variable_says_may_be_a_profile() -> None:
    used = shop.resource("model", "${GEO}.anthropic.claude", service="bedrock-runtime", origin="deduced")

    granted = statements(lower(one_use(used, "bedrock:InvokeModel")), "main-f-policy")
    assert granted["GEOAnthropicClaude"][1] == [
        "arn:aws:bedrock:us-east-1:1:inference-profile/*.anthropic.claude",
        "arn:aws:bedrock:*::foundation-model/anthropic.claude",
    ]


@pytest.mark.parametrize(
    ("endpoint", "action", "scope"),
    [
        (f"search-my-pad-{'a1' * 13}.us-east-1.es.amazonaws.com", "es:ESHttpGet", "es:us-east-1:1:domain/my-pad/*"),
        (f"vpc-notes-{'a1' * 13}.us-east-1.es.amazonaws.com:443", "es:ESHttpGet", "es:us-east-1:1:domain/notes/*"),
        ("https://notes-of-ours.eu-west-2.es.amazonaws.com", "es:ESHttpGet", "es:us-east-1:1:domain/notes-of-ours/*"),
        ("https://k3y.us-east-1.aoss.amazonaws.com", "aoss:APIAccessAll", "aoss:us-east-1:1:collection/k3y"),
        ("https://search.example", "es:ESHttpGet", "es:us-east-1:1:domain/*/*"),
    ],
)
def test_an_endpoint_tells_the_cluster(endpoint: str, action: str, scope: str) -> None:
    used = shop.resource("vector_store", "x", service="opensearch", origin="deduced", endpoint=endpoint)

    assert statements(lower(one_use(used, action)), "main-f-policy")["X"] == ([action], [f"arn:aws:{scope}"])


@pytest.mark.parametrize(
    ("host", "action", "scope"),
    [
        ("a1b2.execute-api.us-east-1.amazonaws.com", "execute-api:Invoke", "execute-api:us-east-1:1:a1b2/*"),
        ("api.example.com", "execute-api:Invoke", "execute-api:us-east-1:1:*/*"),
        ("x.appsync-api.us-east-1.amazonaws.com", "appsync:GraphQL", "appsync:us-east-1:1:apis/*"),
        ("x.lambda-url.us-east-1.on.aws", "lambda:InvokeFunctionUrl", "lambda:us-east-1:1:function:*"),
    ],
)
def test_a_signed_request_is_granted_on_what_answers_at_its_host(host: str, action: str, scope: str) -> None:
    used = shop.resource("external_api", host, service="http", origin="deduced")

    granted = statements(lower(one_use(used, action)), "main-f-policy").values()
    assert ([action], [f"arn:aws:{scope}"]) in list(granted)


@pytest.mark.parametrize(
    ("name", "action", "scope"),
    [
        ("arn:aws:iam::999:role/team/reader", "sts:AssumeRole", "arn:aws:iam::999:role/team/reader"),
        (None, "iam:PassRole", "arn:aws:iam::1:role/*"),
        ("alias/orders", "kms:Decrypt", "arn:aws:kms:us-east-1:1:key/*"),
        ("arn:aws:kms:us-east-1:999:key/1", "kms:Decrypt", "arn:aws:kms:us-east-1:999:key/1"),
        (None, "kms:GenerateRandom", "*"),
    ],
)
def test_a_role_or_a_key_is_granted_as_the_code_names_it(name: str | None, action: str, scope: str) -> None:
    used = replace(shop.resource("aws_service", "x", service=action.partition(":")[0], origin="deduced"), name=name)

    granted = statements(lower(one_use(used, action)), "main-f-policy").values()
    assert ([action], [scope]) in list(granted)


@pytest.mark.parametrize(
    ("model", "granted"),
    [
        ("amazon.titan-embed-text-v2:0", ["arn:aws:bedrock:eu-west-1::foundation-model/amazon.titan-embed-text-v2:0"]),
        (
            "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
            [
                "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0",
            ],
        ),
        ("arn:aws:bedrock:x:1:provisioned-model/y", ["arn:aws:bedrock:x:1:provisioned-model/y"]),
    ],
)
def test_a_bedrock_profile_is_granted_with_the_model_that_it_routes_to(model: str, granted: list[str]) -> None:
    used = shop.resource("model", model, service="bedrock-runtime", origin="deduced")
    settings = parse('[stacks.dev]\nregion = "eu-west-1"')

    found = statements(lower(one_use(used, "bedrock:InvokeModel"), settings), "main-f-policy")

    assert [item for name, item in found.items() if name != "Logs"] == [(["bedrock:InvokeModel"], granted)]


def test_verbs_of_things_outside_aws_make_no_statement() -> None:
    used = shop.resource("external_api", "openai", service="openai", origin="deduced")

    assert list(statements(lower(one_use(used, "invoke")), "main-f-policy")) == ["Logs"]
