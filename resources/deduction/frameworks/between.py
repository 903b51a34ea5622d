"""What stands between a source and a function in a CloudFormation template.

A bucket notifies a queue, a queue subscribes to a topic, a rule starts a state machine, whose steps call functions.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from .named_functions import Named, Sent, Started, Table, name_of, read, rule, several, steps, table


def call_steps(
    machine: Table, functions: Mapping[str, Named], step: Started, folder: str, configs: Mapping[str, bytes]
) -> None:
    """The functions that a state machine calls, by its definition or by the file that holds it."""
    own = table(machine.get("Properties"))
    means = {key: name_of(value) for key, value in table(own.get("DefinitionSubstitutions")).items()}
    by_name = {name: named for named in functions.values() for name in named.names}
    for called in dict.fromkeys(steps(_definition(own, folder, configs))):
        named = functions.get(means.get(called, called)) or by_name.get(called)
        if named is not None:
            named.started_by.append(step)


def _definition(own: Table, folder: str, configs: Mapping[str, bytes]) -> Any:
    given = own.get("Definition") or own.get("DefinitionString")
    if isinstance(uri := own.get("DefinitionUri"), str):
        given = configs.get(posixpath.normpath(posixpath.join(folder, uri)))
    said = table(given)
    if len(said) == 1 and "StartAt" not in said:  # `Fn::Sub: …`, `Fn::Sub: [text, table]`
        given = next(iter(several(next(iter(said.values())))), None)
    if isinstance(given, str | bytes):
        return read(given.encode() if isinstance(given, str) else given)
    return given


def sent(resources: Mapping[str, Table]) -> dict[str, Sent]:
    """What queues, topics and state machines hear of: a bucket, a topic, a rule."""
    found: dict[str, Sent] = {}
    for key, resource in resources.items():
        own = table(resource.get("Properties"))
        match resource.get("Type"):
            case "AWS::S3::Bucket":
                told = table(own.get("NotificationConfiguration"))
                for sort in ("Queue", "Topic"):
                    for one in several(told.get(f"{sort}Configurations")):
                        found[name_of(table(one).get(sort))] = Sent("s3", key)
            case "AWS::SNS::Subscription" if own.get("Protocol") == "sqs":
                found[name_of(own.get("Endpoint"))] = Sent("sns", name_of(own.get("TopicArn")))
            case "AWS::Events::Rule" if "EventPattern" in own:
                for target in several(own.get("Targets")):
                    found[name_of(table(target).get("Arn"))] = rule(own["EventPattern"], own.get("EventBusName"))
            case "AWS::Serverless::StateMachine":
                for event in table(own.get("Events")).values():
                    given = table(table(event).get("Properties"))
                    if "Pattern" in given:
                        found[key] = rule(given["Pattern"], given.get("EventBusName"))
            case _:
                pass
    return found
