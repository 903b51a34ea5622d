"""Secrets and parameters. The values go from the environment or .env to the store; outputs never hold them."""

from __future__ import annotations

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class Secret(Handler):
    type = "aws:secretsmanager/secret:Secret"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        arn = cloud("secretsmanager").create_secret(Name=inputs["name"])["ARN"]
        return arn, {"name": inputs["name"], "arn": arn, "id": arn}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        found = cloud("secretsmanager").describe_secret(SecretId=id_)
        return {"name": found["Name"], "arn": found["ARN"], "id": found["ARN"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        return dict(outputs)  # how long a deleted one can be had back matters at deletion only

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("secretsmanager").delete_secret(SecretId=id_, ForceDeleteWithoutRecovery=True)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        found = self.read(cloud, inputs["name"], inputs)
        return None if found is None else (found["arn"], found)


class SecretVersion(Handler):
    type = "aws:secretsmanager/secretVersion:SecretVersion"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud("secretsmanager").put_secret_value(
            SecretId=inputs["secretId"], SecretString=cloud.secret(inputs["secretString"])
        )
        return f"{inputs['secretId']}|{made['VersionId']}", {"arn": made["ARN"], "versionId": made["VersionId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("secretsmanager").describe_secret(SecretId=id_.partition("|")[0])
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        """A version goes with its secret, or when a newer one takes its place."""

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        return None  # to put the value once more only adds a version


class Parameter(Handler):
    type = "aws:ssm/parameter:Parameter"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        self._put(cloud, inputs, False)
        return inputs["name"], self._outputs(cloud, inputs["name"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("ssm").get_parameter(Name=id_)
        return self._outputs(cloud, id_)

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        self._put(cloud, after, True)
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("ssm").delete_parameter(Name=id_)

    def _put(self, cloud: Cloud, inputs: Inputs, overwrite: bool) -> None:
        value = cloud.secret(inputs["value"])
        cloud("ssm").put_parameter(Name=inputs["name"], Type=inputs["type"], Value=value, Overwrite=overwrite)

    def _outputs(self, cloud: Cloud, name: str) -> Outputs:
        return {"name": name, "arn": cloud.arn("ssm", f"parameter/{name.lstrip('/')}")}
