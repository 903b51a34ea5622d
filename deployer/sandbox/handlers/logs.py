"""Log groups."""

from __future__ import annotations

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs


class LogGroup(Handler):
    type = "aws:cloudwatch/logGroup:LogGroup"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        cloud("logs").create_log_group(logGroupName=inputs["name"])
        self._keep(cloud, inputs)
        return inputs["name"], self._outputs(cloud, inputs["name"])

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        groups = cloud("logs").describe_log_groups(logGroupNamePrefix=id_)["logGroups"]
        return self._outputs(cloud, id_) if any(group["logGroupName"] == id_ for group in groups) else None

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        self._keep(cloud, after)
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("logs").delete_log_group(logGroupName=id_)

    def _keep(self, cloud: Cloud, inputs: Inputs) -> None:
        if inputs.get("retentionInDays"):
            cloud("logs").put_retention_policy(
                logGroupName=inputs["name"], retentionInDays=int(inputs["retentionInDays"])
            )

    def _outputs(self, cloud: Cloud, name: str) -> Outputs:
        return {"name": name, "arn": cloud.arn("logs", f"log-group:{name}")}
