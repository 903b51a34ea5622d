"""S3 buckets and what is set on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Bucket(Handler):
    """A sandbox bucket is always emptied before it is deleted; the plan has said what is lost."""

    type = "aws:s3/bucket:Bucket"
    name_input = "bucket"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        place = {} if cloud.region == "us-east-1" else {"LocationConstraint": cloud.region}
        configuration: dict[str, Any] = {"CreateBucketConfiguration": place} if place else {}
        cloud("s3").create_bucket(Bucket=inputs["bucket"], **configuration)
        return inputs["bucket"], _outputs(cloud, inputs["bucket"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("s3").head_bucket(Bucket=id_)
        return _outputs(cloud, id_)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        return dict(outputs)  # forceDestroy is the only input besides the name, and it is no setting of the bucket

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        for version in _versions(cloud, id_):
            cloud("s3").delete_object(Bucket=id_, **version)
        cloud("s3").delete_bucket(Bucket=id_)


def _outputs(cloud: Cloud, bucket: str) -> Outputs:
    return {
        "bucket": bucket,
        "id": bucket,
        "arn": f"arn:aws:s3:::{bucket}",
        "bucketRegionalDomainName": f"{bucket}.s3.{cloud.region}.amazonaws.com",
    }


def _versions(cloud: Cloud, bucket: str) -> Iterator[dict[str, str]]:
    for page in cloud("s3").get_paginator("list_object_versions").paginate(Bucket=bucket):
        for item in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            yield {"Key": item["Key"], "VersionId": item["VersionId"]}


class _OnBucket(Handler):
    """Something that is set on a bucket and known by its name."""

    name_input = "bucket"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        raise NotImplementedError

    def take(self, cloud: Cloud, bucket: str) -> None:
        raise NotImplementedError

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        self.put(cloud, inputs["bucket"], inputs)
        return inputs["bucket"], {"bucket": inputs["bucket"], "id": inputs["bucket"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("s3").head_bucket(Bucket=id_)
        return dict(outputs)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        self.put(cloud, id_, after)
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        self.take(cloud, id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        return self.create(cloud, name, inputs)  # to set it twice is to set it once


class BucketVersioning(_OnBucket):
    type = "aws:s3/bucketVersioning:BucketVersioning"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        status = {"Status": inputs["versioningConfiguration"]["status"]}
        cloud("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration=status)

    def take(self, cloud: Cloud, bucket: str) -> None:
        cloud("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})


class BucketPublicAccessBlock(_OnBucket):
    type = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        words = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        wanted = {f"{word[0].upper()}{word[1:]}": bool(inputs.get(word)) for word in words}
        cloud("s3").put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=wanted)

    def take(self, cloud: Cloud, bucket: str) -> None:
        cloud("s3").delete_public_access_block(Bucket=bucket)


class BucketPolicy(_OnBucket):
    type = "aws:s3/bucketPolicy:BucketPolicy"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        json.loads(inputs["policy"])
        cloud("s3").put_bucket_policy(Bucket=bucket, Policy=inputs["policy"])

    def take(self, cloud: Cloud, bucket: str) -> None:
        cloud("s3").delete_bucket_policy(Bucket=bucket)


class BucketNotification(_OnBucket):
    type = "aws:s3/bucketNotification:BucketNotification"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        wanted: list[dict[str, Any]] = inputs.get("lambdaFunctions") or []
        targets = [
            {"LambdaFunctionArn": target["lambdaFunctionArn"], "Events": list(target["events"])} for target in wanted
        ]
        cloud("s3").put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"LambdaFunctionConfigurations": targets}
        )

    def take(self, cloud: Cloud, bucket: str) -> None:
        cloud("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})


class BucketWebsiteConfiguration(_OnBucket):
    """Its address is a port of this computer."""

    type = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"

    def put(self, cloud: Cloud, bucket: str, inputs: Inputs) -> None:
        index = {"IndexDocument": {"Suffix": inputs["indexDocument"]["suffix"]}}
        cloud("s3").put_bucket_website(Bucket=bucket, WebsiteConfiguration=index)

    def take(self, cloud: Cloud, bucket: str) -> None:
        cloud("s3").delete_bucket_website(Bucket=bucket)

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        id_, outputs = super().create(cloud, name, inputs)
        return id_, {**outputs, "websiteEndpoint": f"127.0.0.1:{cloud.port_for(name)}"}


class BucketObject(Handler):
    type = "aws:s3/bucketObjectv2:BucketObjectv2"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        cloud("s3").put_object(
            Bucket=inputs["bucket"],
            Key=inputs["key"],
            Body=cloud.file(inputs["source"]),
            ContentType=inputs.get("contentType") or "application/octet-stream",
        )
        return f"{inputs['bucket']}/{inputs['key']}", {"bucket": inputs["bucket"], "key": inputs["key"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("s3").head_object(Bucket=outputs["bucket"], Key=outputs["key"])
        return {"bucket": outputs["bucket"], "key": outputs["key"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        return self.create(cloud, "", after)[1]

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("s3").delete_object(Bucket=outputs["bucket"], Key=outputs["key"])

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        return self.create(cloud, name, inputs)
