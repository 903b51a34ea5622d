"""boto3: each call names its resource and needs exactly the actions that AWS asks for."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache

import boto3
import botocore
import botocore.session
import pytest

from archloom.resources.catalog.aws import generate
from archloom.resources.catalog.aws.operations import service
from archloom.resources.catalog.loader import Catalog
from archloom.resources.catalog.records import Call, Use
from archloom.resources.kinds import KINDS

RULES = tomllib.loads(generate.RULES.read_text(encoding="utf-8"))


@cache
def model(name: str) -> botocore.model.ServiceModel:
    return botocore.session.get_session().get_service_model(name)


def client_call(catalog: Catalog, name: str, method: str) -> Call:
    call = catalog.method(f"boto3.client:{name}", method)
    assert call is not None
    return call


@pytest.mark.parametrize(
    ("name", "method", "kind", "parameter", "actions"),
    [
        ("s3", "get_object", "bucket", "Bucket", ["s3:GetObject"]),
        ("s3", "head_object", "bucket", "Bucket", ["s3:GetObject"]),
        ("s3", "list_objects_v2", "bucket", "Bucket", ["s3:ListBucket"]),
        ("s3", "upload_fileobj", "bucket", "Bucket", ["s3:PutObject"]),
        ("s3", "list_buckets", "aws_service", "", ["s3:ListAllMyBuckets"]),
        ("dynamodb", "get_item", "kv_store", "TableName", ["dynamodb:GetItem"]),
        ("dynamodb", "batch_write_item", "kv_store", "RequestItems{}", ["dynamodb:BatchWriteItem"]),
        ("dynamodb", "list_tables", "aws_service", "", ["dynamodb:ListTables"]),
        ("sqs", "send_message_batch", "queue", "QueueUrl", ["sqs:SendMessage"]),
        ("sns", "publish", "topic", "TopicArn", ["sns:Publish"]),
        ("secretsmanager", "get_secret_value", "secret", "SecretId", ["secretsmanager:GetSecretValue"]),
        ("ssm", "get_parameter", "parameter", "Name", ["ssm:GetParameter"]),
        ("ssm", "get_parameters", "parameter", "Names[]", ["ssm:GetParameters"]),
        ("ssm", "send_command", "aws_service", "", ["ssm:SendCommand"]),
        ("bedrock-runtime", "invoke_model", "model", "modelId", ["bedrock:InvokeModel"]),
        ("bedrock-runtime", "converse", "model", "modelId", ["bedrock:InvokeModel"]),
        ("bedrock-runtime", "converse_stream", "model", "modelId", ["bedrock:InvokeModelWithResponseStream"]),
        ("bedrock-agent-runtime", "retrieve", "knowledge_base", "knowledgeBaseId", ["bedrock:Retrieve"]),
        ("bedrock-agent-runtime", "invoke_agent", "aws_service", "agentId", ["bedrock:InvokeAgent"]),
        ("sagemaker-runtime", "invoke_endpoint", "model_endpoint", "EndpointName", ["sagemaker:InvokeEndpoint"]),
        ("lambda", "invoke", "function", "FunctionName", ["lambda:InvokeFunction"]),
        ("stepfunctions", "start_execution", "state_machine", "stateMachineArn", ["states:StartExecution"]),
        ("kinesis", "put_record", "stream", "StreamName", ["kinesis:PutRecord"]),
        ("events", "put_events", "event_bus", "Entries[].EventBusName", ["events:PutEvents"]),
        ("ses", "send_email", "email", "Source", ["ses:SendEmail"]),
        ("sesv2", "send_email", "email", "FromEmailAddress", ["ses:SendEmail"]),
        ("kendra", "retrieve", "search_index", "IndexId", ["kendra:Retrieve"]),
        ("opensearch", "describe_domain", "search_index", "DomainName", ["es:DescribeDomain"]),
        ("rds", "generate_db_auth_token", "database", "DBHostname", ["rds-db:connect"]),
        ("comprehend", "detect_sentiment", "aws_service", "", ["comprehend:DetectSentiment"]),
        ("cloudwatch", "put_metric_data", "aws_service", "", ["cloudwatch:PutMetricData"]),
        ("apigatewaymanagementapi", "post_to_connection", "aws_service", "", ["execute-api:ManageConnections"]),
        ("rds", "describe_db_instances", "aws_service", "", ["rds:DescribeDBInstances"]),
    ],
)
def test_a_client_method_names_its_resource_and_its_actions(
    catalog: Catalog, name: str, method: str, kind: str, parameter: str, actions: list[str]
) -> None:
    use = client_call(catalog, name, method).uses[0]
    assert (use.kind, use.service, list(use.actions)) == (kind, name, actions)
    assert (use.name.arguments[0] if use.name.arguments else "") == parameter


def test_a_copy_reads_the_source_and_writes_the_target(catalog: Catalog) -> None:
    target, source = always(client_call(catalog, "s3", "copy_object"))
    assert (target.actions, target.name.arguments) == (("s3:PutObject",), ("Bucket",))
    assert (source.actions, source.name.arguments[0]) == (("s3:GetObject",), "CopySource.Bucket")


def test_each_part_of_a_transaction_needs_its_own_action(catalog: Catalog) -> None:
    uses = client_call(catalog, "dynamodb", "transact_write_items").uses
    assert {use.name.arguments[0].split(".")[1]: use.actions[0] for use in uses} == {
        "Put": "dynamodb:PutItem",
        "Update": "dynamodb:UpdateItem",
        "Delete": "dynamodb:DeleteItem",
        "ConditionCheck": "dynamodb:ConditionCheckItem",
    }


@pytest.mark.parametrize(
    ("name", "method", "argument", "service", "actions"),
    [
        ("s3", "put_object", "ACL", "s3", ["s3:PutObjectAcl"]),
        ("s3", "put_object", "Tagging", "s3", ["s3:PutObjectTagging"]),
        ("s3", "put_object", "SSEKMSKeyId", "kms", ["kms:GenerateDataKey"]),
        ("s3", "get_object", "VersionId", "s3", ["s3:GetObjectVersion"]),
        ("s3", "delete_object", "VersionId", "s3", ["s3:DeleteObjectVersion"]),
        ("secretsmanager", "create_secret", "KmsKeyId", "kms", ["kms:Decrypt", "kms:GenerateDataKey"]),
        ("ssm", "put_parameter", "KeyId", "kms", ["kms:Encrypt"]),
        ("lambda", "create_function", "Role", "iam", ["iam:PassRole"]),
        ("ecs", "register_task_definition", "executionRoleArn", "iam", ["iam:PassRole"]),
        ("bedrock-agent", "create_agent", "agentResourceRoleArn", "iam", ["iam:PassRole"]),
        ("sagemaker", "create_model", "ExecutionRoleArn", "iam", ["iam:PassRole"]),
        ("textract", "start_document_analysis", "NotificationChannel", "iam", ["iam:PassRole"]),
    ],
)
def test_an_argument_may_ask_for_more(
    catalog: Catalog, name: str, method: str, argument: str, service: str, actions: list[str]
) -> None:
    asked = [use for use in client_call(catalog, name, method).uses if use.when == argument and use.service == service]
    assert actions in [list(use.actions) for use in asked]


def test_a_transfer_takes_in_one_argument_what_the_operation_takes_in_several(catalog: Catalog) -> None:
    uses = {use.when: use for use in client_call(catalog, "s3", "upload_file").uses}
    assert uses["ExtraArgs.ACL"].actions == ("s3:PutObjectAcl",)
    assert uses["ExtraArgs.SSEKMSKeyId"].name.arguments == ("ExtraArgs.SSEKMSKeyId",)


def test_only_what_hands_a_role_to_a_service_passes_it(catalog: Catalog) -> None:
    for name, method in (("sts", "assume_role"), ("iam", "create_role"), ("lambda", "get_function")):
        actions = [action for use in client_call(catalog, name, method).uses for action in use.actions]
        assert "iam:PassRole" not in actions


def test_what_an_argument_asks_for_is_asked_of_the_objects_own_resource_too(catalog: Catalog) -> None:
    call = catalog.method("boto3.resource:s3.Object", "put")
    assert call is not None
    assert {(use.when, use.kind) for use in call.uses if use.service == ""} >= {("", ""), ("ACL", "")}


@pytest.mark.parametrize("name", ["sso", "sso-oidc", "codecatalyst", "connectparticipant"])
def test_what_asks_for_a_token_instead_of_a_signature_needs_no_permission(catalog: Catalog, name: str) -> None:
    methods = service(name)
    assert methods is not None
    assert not any(client_call(catalog, name, operation).uses for operation in methods.operations)


def always(call: Call) -> list[Use]:
    """What it uses whatever the arguments, and what a named part asks for."""
    sometimes = ("ACL", "Tagging", "VersionId", "SSEKMSKeyId", "TargetArn", "PhoneNumber")
    return [use for use in call.uses if use.when.removeprefix("ExtraArgs.") not in sometimes]


def test_asking_who_one_is_needs_no_permission(catalog: Catalog) -> None:
    assert client_call(catalog, "sts", "get_caller_identity").uses == ()


def test_paginators_and_waiters_do_what_their_operation_does(catalog: Catalog) -> None:
    pages = catalog.method("boto3.paginator:s3.list_objects_v2", "paginate")
    waiting = catalog.method("boto3.waiter:s3.object_exists", "wait")
    assert pages is not None
    assert waiting is not None
    assert pages.uses[0].actions == ("s3:ListBucket",)
    assert waiting.uses[0].actions == ("s3:GetObject",)


def test_the_answer_to_a_queues_url_stands_for_the_queue(catalog: Catalog) -> None:
    call = client_call(catalog, "sqs", "get_queue_url")
    assert (call.kind, call.returns) == ("queue", "boto3.response")
    assert "QueueName" in call.name.arguments


@pytest.mark.parametrize(
    ("what", "method", "actions"),
    [
        ("dynamodb.Table", "put_item", ["dynamodb:PutItem"]),
        ("dynamodb.Table", "query", ["dynamodb:Query"]),
        ("dynamodb.BatchWriter", "put_item", ["dynamodb:BatchWriteItem"]),
        ("s3.Object", "get", ["s3:GetObject"]),
        ("s3.Object", "load", ["s3:GetObject"]),
        ("s3.Bucket", "upload_file", ["s3:PutObject"]),
        ("s3.Bucket.objects[]", "filter", ["s3:ListBucket"]),
        ("s3.Bucket.objects[]", "delete", ["s3:ListBucket", "s3:DeleteObject"]),
        ("sqs.Queue", "send_messages", ["sqs:SendMessage"]),
        ("sqs.Message", "delete", ["sqs:DeleteMessage"]),
        ("sns.Topic", "publish", ["sns:Publish"]),
    ],
)
def test_a_resource_object_acts_on_its_own_resource(
    catalog: Catalog, what: str, method: str, actions: list[str]
) -> None:
    call = catalog.method(f"boto3.resource:{what}", method)
    assert call is not None
    assert [action for use in always(call) for action in use.actions] == actions
    assert {use.kind for use in always(call)} == {""}


@pytest.mark.parametrize(
    ("what", "method", "kind", "argument", "returns"),
    [
        ("dynamodb", "Table", "kv_store", "name", "dynamodb.Table"),
        ("s3", "Bucket", "bucket", "name", "s3.Bucket"),
        ("s3", "Object", "bucket", "bucket_name", "s3.Object"),
        ("s3.Bucket", "Object", "", "", "s3.Object"),
        ("sqs", "Queue", "queue", "url", "sqs.Queue"),
        ("sns", "Topic", "topic", "arn", "sns.Topic"),
    ],
)
def test_a_part_of_a_resource_is_named_by_the_caller_or_by_its_owner(
    catalog: Catalog, what: str, method: str, kind: str, argument: str, returns: str
) -> None:
    call = catalog.method(f"boto3.resource:{what}", method)
    assert call is not None
    assert (call.kind, call.returns) == (kind, f"boto3.resource:{returns}")
    assert (call.name.arguments[0] if call.name.arguments else "") == argument


@pytest.mark.slow
def test_the_operations_are_those_of_the_installed_botocore() -> None:
    head = generate.OPERATIONS.read_text(encoding="utf-8").partition("\n")[0]
    if head != f"# botocore {botocore.__version__}":
        pytest.skip(f"the table was made from {head[2:]}, installed is {botocore.__version__}")
    assert generate.main(["--check"]) == 0, "run: python -m archloom.resources.catalog.aws.generate"


def test_every_rule_is_about_operations_that_exist() -> None:
    own = {"GenerateDbAuthToken", "GenerateDbConnectAuthToken", "GenerateDbConnectAdminAuthToken"}
    wrong = [
        (name, pattern)
        for name, rules in RULES["operations"].items()
        for pattern in rules
        if pattern not in own and not any(fnmatchcase(known, pattern) for known in model(name).operation_names)
    ]
    assert not wrong


def test_every_parameter_that_names_a_resource_is_one_of_its_operations() -> None:
    wrong = [
        (name, parameter)
        for name, about in RULES["services"].items()
        for parameter in about.get("names", ())
        if not any(parameter in members(name, operation) for operation in model(name).operation_names)
    ]
    assert not wrong


def test_every_exception_names_a_parameter_of_its_operation() -> None:
    wrong = [
        (name, operation, path)
        for name, rules in RULES["operations"].items()
        for operation, rule in rules.items()
        if operation in model(name).operation_names
        for path in (*rule.get("names", ()), *(path for more in rule.get("more", ()) for path in more["names"]))
        if path.split(".")[0].rstrip("[]{}") not in members(name, operation)
    ]
    assert not wrong


def test_every_added_method_is_there_in_boto3() -> None:
    session = boto3.session.Session("key", "secret", region_name="us-east-1")
    missing = [
        (owner, method)
        for owner in ("s3", "rds", "dsql")
        for method in RULES["added"][owner]
        if not hasattr(session.client(owner), method)
    ]
    s3, table = session.resource("s3"), session.resource("dynamodb").Table("t")
    things = {"s3.Bucket": s3.Bucket("b"), "s3.Object": s3.Object("b", "k"), "dynamodb.Table": table}
    for name, thing in things.items():
        missing += [(name, method) for method in RULES["added"][name] if not hasattr(thing, method)]
    assert not missing


def test_the_kinds_of_the_rules_are_those_of_the_contract() -> None:
    assert {about["kind"] for about in RULES["services"].values()} <= set(KINDS)


def test_every_service_of_botocore_is_known() -> None:
    unknown = [name for name in botocore.session.get_session().get_available_services() if service(name) is None]
    assert not unknown


def members(name: str, operation: str) -> set[str]:
    shape = model(name).operation_model(operation).input_shape
    return set(shape.members) if shape else set()
