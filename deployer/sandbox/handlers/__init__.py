"""One handler per type of resource, each a few boto3 calls on the local cloud."""

from . import apigateway, dynamodb, functions, iam, logs, s3, sagemaker, schedules, secrets, sns, sqs, streams
from .handler import Handler, is_missing

HANDLERS: dict[str, Handler] = {
    handler.type: handler
    for handler in (
        iam.Role(), iam.RolePolicy(), logs.LogGroup(),
        functions.Function(), functions.FunctionUrl(), functions.Permission(), functions.EventSourceMapping(),
        dynamodb.Table(), sqs.Queue(), sns.Topic(), sns.TopicSubscription(), streams.Stream(), streams.EventBus(),
        s3.Bucket(), s3.BucketVersioning(), s3.BucketPublicAccessBlock(), s3.BucketPolicy(), s3.BucketNotification(),
        s3.BucketWebsiteConfiguration(), s3.BucketObject(),
        apigateway.Api(), apigateway.Integration(), apigateway.Route(), apigateway.Stage(),
        schedules.Schedule(), sagemaker.Model(), sagemaker.EndpointConfiguration(), sagemaker.Endpoint(),
        secrets.Secret(), secrets.SecretVersion(), secrets.Parameter(),
    )
}  # fmt: skip

__all__ = ["HANDLERS", "Handler", "is_missing"]
