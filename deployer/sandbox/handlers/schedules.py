"""EventBridge schedules."""

from __future__ import annotations

from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs, pick


class Schedule(Handler):
    type = "aws:scheduler/schedule:Schedule"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud("scheduler").create_schedule(Name=inputs["name"], **_when(inputs))
        return inputs["name"], {"name": inputs["name"], "arn": made["ScheduleArn"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        return {"name": id_, "arn": cloud("scheduler").get_schedule(Name=id_)["Arn"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud("scheduler").update_schedule(Name=id_, **_when(after))
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("scheduler").delete_schedule(Name=id_)


def _when(inputs: Inputs) -> dict[str, Any]:
    target = pick(inputs["target"], arn="Arn", roleArn="RoleArn", input="Input")
    mode = {"Mode": inputs["flexibleTimeWindow"]["mode"]}
    when = pick(
        inputs, scheduleExpression="ScheduleExpression", scheduleExpressionTimezone="ScheduleExpressionTimezone"
    )
    return {**when, "FlexibleTimeWindow": mode, "Target": target}
