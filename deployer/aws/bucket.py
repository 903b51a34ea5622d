"""Bucket: a private S3 bucket, with versions and upload events when the code asks for them.

Names of buckets are shared by the whole world, so that a made one ends with the number of the account.
"""

from __future__ import annotations

from ...resources.architecture import Resource
from ..blueprint import ACCOUNT, CloudResource, Join, NamedOutput, Ref, Value
from .context import Context, Identity, Made, chosen_name, existing_name, nameless
from .permissions import may_invoke

_ACCOUNT_DIGITS = 12


def lower(resource: Resource, context: Context) -> Made:
    if there := existing_name(resource, context):
        arn = f"arn:aws:s3:::{there}"
        return Made(_uploads(str(there), there, arn, resource, context), Identity(there, arn, there))
    plain = resource.origin == "deduced" and resource.env is None
    name = chosen_name(resource, context, "bucket", room=0 if plain else _ACCOUNT_DIGITS + 1)
    if name is None:
        return nameless(resource)
    title = context.title(resource)
    logical = f"{title}-bucket"
    bucket = Ref(logical, "bucket")
    resources = [
        CloudResource(
            "aws:s3/bucket:Bucket",
            logical,
            {
                "bucket": name if plain else Join((f"{name}-", ACCOUNT)),
                "forceDestroy": bool(context.options.get("force_destroy", False)),
            },
            subject=resource.id,
        ),
        private(f"{title}-private", bucket, resource.id),
    ]
    if context.properties(resource).get("versioned"):
        resources.append(_versioning(f"{title}-versions", bucket, resource.id))
    resources += _uploads(str(title), bucket, Ref(logical, "arn"), resource, context)
    identity = Identity(bucket, Ref(logical, "arn"), bucket)
    return Made(tuple(resources), identity, (NamedOutput(f"{title}.bucket", bucket, resource.id),))


def private(logical: str, bucket: Value, subject: str) -> CloudResource:
    """Nobody outside the account may see anything of it."""
    words = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    inputs: dict[str, Value] = {"bucket": bucket, **dict.fromkeys(words, True)}
    return CloudResource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", logical, inputs, subject=subject)


def _versioning(logical: str, bucket: Value, subject: str) -> CloudResource:
    inputs: dict[str, Value] = {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}}
    return CloudResource("aws:s3/bucketVersioning:BucketVersioning", logical, inputs, subject=subject)


def _uploads(title: str, bucket: Value, arn: Value, resource: Resource, context: Context) -> tuple[CloudResource, ...]:
    """One notification per bucket, with every handler of `on_upload`, each allowed to be called by it."""
    units = {unit.logical: unit for _, _, unit in context.triggers_of(resource)}
    if not units:
        return ()
    allowed = tuple(
        may_invoke(f"{title}-calls-{unit.logical}", unit, "s3.amazonaws.com", arn, resource.id)
        for unit in units.values()
    )
    functions: list[Value] = [
        {"lambdaFunctionArn": unit.arn, "events": ["s3:ObjectCreated:*"]} for unit in units.values()
    ]
    notification = CloudResource(
        "aws:s3/bucketNotification:BucketNotification",
        f"{title}-uploads",
        {"bucket": bucket, "lambdaFunctions": functions},
        tuple(permission.name for permission in allowed),
        resource.id,
    )
    return *allowed, notification
