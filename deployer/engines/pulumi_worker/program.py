"""The Pulumi program: it registers each resource of a blueprint with pulumi-aws, in the blueprint's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi

from ...aws.types import facts
from ...blueprint import AWS, Blueprint, CloudResource, Code, File, Join, JsonText, Ref, SecretValue, Value
from .classes import arguments, classes, output

DIRECT_LIMIT = 45_000_000
"""Bytes of a zip that Lambda takes directly; a larger one goes by way of a bucket."""


@dataclass(frozen=True, slots=True)
class Files:
    """What a blueprint only names: zips by digest (one for all functions), the project's folder, secret values."""

    project: Path
    zips: Mapping[str, Path] = field(default_factory=dict[str, Path])
    secret: Callable[[str], str] = lambda _variable: ""


class Program:
    """Registers one blueprint. Pulumi calls it in its own thread, once for a preview and once for an update."""

    def __init__(self, blueprint: Blueprint, files: Files) -> None:
        self._blueprint = blueprint
        self._files = files
        self._made: dict[str, tuple[str, Any]] = {}
        self._uploads: dict[str, dict[str, Any]] = {}

    def __call__(self) -> None:
        self._made, self._uploads = {}, {}
        for resource in self._blueprint.resources:
            self._made[resource.name] = resource.type, self._register(resource)
        for named in self._blueprint.outputs:
            pulumi.export(named.name, self._value(named.value))

    def _register(self, resource: CloudResource) -> Any:
        inputs = {name: self._value(value) for name, value in resource.inputs.items() if value is not None}
        inputs = self._through_bucket(resource, inputs)
        return classes(resource.type).resource(
            resource.name,
            args=arguments(resource.type, inputs),
            opts=pulumi.ResourceOptions(
                depends_on=[self._made[name][1] for name in resource.depends_on if name in self._made],
                # With a name of its own the new one cannot stand beside the old one.
                delete_before_replace=facts(resource.type).name_input in resource.inputs,
            ),
        )

    def _value(self, value: Value) -> Any:
        match value:
            case Ref(resource=name, output=wanted):
                return self._output(name, wanted)
            case Join(parts=parts):
                return pulumi.Output.concat(*[self._value(part) for part in parts])
            case JsonText(value=inner):
                return pulumi.Output.json_dumps(self._value(inner), sort_keys=True)
            case SecretValue(variable=variable):
                return pulumi.Output.secret(self._files.secret(variable))
            case Code(digest=digest):
                return pulumi.FileArchive(str(self._files.zips[digest]))
            case File(path=path):
                return pulumi.FileAsset(str(self._files.project / path))
            case list():
                return [self._value(item) for item in value]
            case dict():
                return {name: self._value(item) for name, item in value.items() if item is not None}
            case _:
                return value

    def _output(self, name: str, wanted: str) -> Any:
        if name == AWS:
            return self._account(wanted)
        token, made = self._made[name]
        return output(made, token, wanted)

    def _account(self, wanted: str) -> Any:
        import pulumi_aws as aws

        known = aws.get_caller_identity_output()
        return {"accountId": known.account_id, "region": self._blueprint.region}[wanted]

    def _through_bucket(self, resource: CloudResource, inputs: dict[str, Any]) -> dict[str, Any]:
        """The inputs with a place in a bucket instead of the code when the zip is too large to be sent along."""
        code = resource.inputs.get("code")
        if not isinstance(code, Code) or self._files.zips[code.digest].stat().st_size <= DIRECT_LIMIT:
            return inputs
        place = self._uploads.get(code.digest) or self._upload(code)
        self._uploads[code.digest] = place
        return {name: value for name, value in inputs.items() if name != "code"} | place

    def _upload(self, code: Code) -> dict[str, Any]:
        import pulumi_aws as aws

        title = f"{self._blueprint.project}-{self._blueprint.stack}-code".lower()
        bucket = aws.s3.Bucket(title, force_destroy=True)
        archive = pulumi.FileAsset(str(self._files.zips[code.digest]))
        key = f"{code.digest}.zip"
        uploaded = aws.s3.BucketObjectv2(f"{title}-{code.digest[:12]}", bucket=bucket.bucket, key=key, source=archive)
        return {"s3Bucket": bucket.bucket, "s3Key": uploaded.key}
