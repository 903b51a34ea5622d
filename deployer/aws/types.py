"""Facts about each type that a blueprint may hold: its name input, what forces a replacement, what it would lose.

Taken from the provider's schema. Plans are made from this table alone; the contract test of the Pulumi engine holds it
against the real provider.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """`forces`: top-level inputs whose change replaces the resource. `loses`: what is gone when it goes."""

    name_input: str | None = None
    forces: frozenset[str] = frozenset()
    loses: str | None = None
    echoes: frozenset[str] = frozenset()
    """Outputs that repeat an input, so that they are known before the resource is made."""


def _type(name_input: str | None = None, *forces: str, loses: str | None = None) -> TypeFacts:
    named = () if name_input is None else (name_input,)
    return TypeFacts(name_input, frozenset(named + forces), loses, frozenset(named))


TYPES: dict[str, TypeFacts] = {
    "aws:iam/role:Role": _type("name"),
    "aws:iam/rolePolicy:RolePolicy": _type(None, "name", "role"),
    "aws:cloudwatch/logGroup:LogGroup": _type("name"),
    "aws:lambda/function:Function": _type("name", "packageType"),
    "aws:lambda/functionUrl:FunctionUrl": _type(None, "functionName"),
    "aws:lambda/permission:Permission": _type(
        None, "action", "function", "principal", "sourceArn", "statementId", "functionUrlAuthType",
        "invokedViaFunctionUrl",
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": _type(None, "eventSourceArn"),
    "aws:dynamodb/table:Table": _type("name", "hashKey", "rangeKey", loses="every item of the table"),
    "aws:s3/bucket:Bucket": _type("bucket", loses="every file in the bucket"),
    "aws:s3/bucketVersioning:BucketVersioning": _type(None, "bucket"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _type(None, "bucket"),
    "aws:s3/bucketNotification:BucketNotification": _type(None, "bucket"),
    "aws:s3/bucketPolicy:BucketPolicy": _type(None, "bucket"),
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": _type(None, "bucket"),
    "aws:s3/bucketObjectv2:BucketObjectv2": _type(None, "bucket", "key"),
    "aws:sqs/queue:Queue": _type("name", "fifoQueue", loses="the messages that wait in the queue"),
    "aws:sns/topic:Topic": _type("name", "fifoTopic"),
    "aws:sns/topicSubscription:TopicSubscription": _type(None, "topic", "protocol", "endpoint"),
    "aws:apigatewayv2/api:Api": _type(None, "protocolType"),
    "aws:apigatewayv2/integration:Integration": _type(None, "apiId"),
    "aws:apigatewayv2/route:Route": _type(None, "apiId"),
    "aws:apigatewayv2/stage:Stage": _type(None, "apiId", "name"),
    "aws:scheduler/schedule:Schedule": _type("name", "groupName"),
    "aws:secretsmanager/secret:Secret": _type("name", loses="the secret's value"),
    "aws:secretsmanager/secretVersion:SecretVersion": _type(None, "secretId", "secretString"),
    "aws:ssm/parameter:Parameter": _type("name", loses="the parameter's value"),
    "aws:sagemaker/model:Model": _type("name", "executionRoleArn", "primaryContainer"),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": _type("name", "productionVariants"),
    "aws:sagemaker/endpoint:Endpoint": _type("name"),
    "aws:kinesis/stream:Stream": _type("name", loses="the records of the stream"),
    "aws:cloudwatch/eventBus:EventBus": _type("name"),
}  # fmt: skip


def facts(type_: str) -> TypeFacts:
    """The facts of a type; a type that is not in the table has no name and is updated in place."""
    return TYPES.get(type_, TypeFacts())


def deletes_first(type_: str, before: object, after: object) -> bool:
    """Must the old one go before the new one can come? So it is when both would bear the same name."""
    return facts(type_).name_input is not None and before == after
