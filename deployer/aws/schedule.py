"""Schedule: an EventBridge schedule per handler, with a role that may call nothing but that handler."""

from __future__ import annotations

import re

from ...resources.architecture import Resource
from ..blueprint import Because, CloudResource, Note, Ref, Value
from .context import Context, Made, Unit
from .policies import allow, document, trusted_by


def lower(resource: Resource, context: Context) -> Made:
    expression = _expression(resource, context)
    if expression is None:
        text = f"{resource.source}: schedule {resource.name} has neither a cron expression nor a rate; it is not made."
        return Made(notes=(Note(text, "warning", resource.id),))
    units = {unit.logical: unit for _, _, unit in context.triggers_of(resource)}
    several = len(units) > 1
    made = (_schedule(resource, context, unit, expression, several) for unit in units.values())
    return Made(tuple(item for group in made for item in group))


def _expression(resource: Resource, context: Context) -> str | None:
    known = context.properties(resource)
    if known.get("cron"):
        return f"cron({aws_cron(str(known['cron']))})"
    return f"rate({known['rate']})" if known.get("rate") else None


def aws_cron(cron: str) -> str:
    """AWS's six fields. Five are a Unix cron line, as other tools write it: `0 0 * * 1-5` -> `0 0 ? * 2-6 *`.

    A line with both a day of the month and a day of the week means either of them to Unix; AWS cannot say that, and
    then it stays as it is.
    """
    fields = cron.split()
    if len(fields) != 5:
        return cron
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":
        return cron
    if weekday == "*":
        return f"{minute} {hour} {day} {month} ? *"
    from_sunday_1 = re.sub(r"(?<![/#\d])\d", lambda number: str(int(number[0]) % 7 + 1), weekday)
    return f"{minute} {hour} ? {month} {from_sunday_1} *"


def _schedule(
    resource: Resource, context: Context, unit: Unit, expression: str, several: bool
) -> tuple[CloudResource, ...]:
    title = context.title(resource) + (f"-{unit.logical}" if several else "")
    role = CloudResource(
        "aws:iam/role:Role",
        f"{title}-schedule-role",
        {
            "name": context.physical(f"{title}-schedule", "role"),
            "assumeRolePolicy": trusted_by("scheduler.amazonaws.com"),
        },
        subject=resource.id,
    )
    policy = CloudResource(
        "aws:iam/rolePolicy:RolePolicy",
        f"{title}-schedule-policy",
        {
            "role": Ref(role.name, "name"),
            "name": "call",
            "policy": document([allow("Call", ["lambda:InvokeFunction"], [unit.arn])]),
        },
        subject=resource.id,
        because={"Call": Because(unit.resource.id, why="the schedule starts this function")},
    )
    inputs: dict[str, Value] = {
        "name": context.physical(title, "schedule"),
        "scheduleExpression": expression,
        "scheduleExpressionTimezone": context.properties(resource).get("timezone") or "UTC",
        "flexibleTimeWindow": {"mode": "OFF"},
        "target": {"arn": unit.arn, "roleArn": Ref(role.name, "arn")},
    }
    schedule = CloudResource(
        "aws:scheduler/schedule:Schedule", f"{title}-schedule", inputs, (policy.name,), resource.id
    )
    return role, policy, schedule
