"""Lambda: functions, their URLs, who may call them, and the queues that they take messages from.

The function's code is not uploaded: the sandbox runs the project's own files in a process of their own.
"""

from __future__ import annotations

import json
from typing import Any

from ..client import Cloud
from .handler import Created, Handler, Inputs, Outputs, pick

_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


class Function(Handler):
    type = "aws:lambda/function:Function"
    name_input = "name"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud("lambda").create_function(
            FunctionName=inputs["name"],
            Code={"ZipFile": _EMPTY_ZIP},
            Architectures=list(inputs.get("architectures") or ["x86_64"]),
            **_configuration(inputs),
        )
        return inputs["name"], _outputs(cloud, made)

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        return _outputs(cloud, cloud("lambda").get_function(FunctionName=id_)["Configuration"])

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud("lambda").update_function_configuration(FunctionName=id_, **_configuration(after))
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("lambda").delete_function(FunctionName=id_)


def _configuration(inputs: Inputs) -> dict[str, Any]:
    named = pick(inputs, handler="Handler", runtime="Runtime", role="Role", description="Description")
    sizes = pick(inputs, timeout="Timeout", memorySize="MemorySize")
    environment: Inputs = inputs.get("environment") or {}
    return (
        named
        | {key: int(value) for key, value in sizes.items()}
        | {"Environment": {"Variables": environment.get("variables", {})}}
    )


def _outputs(cloud: Cloud, found: dict[str, Any]) -> Outputs:
    arn = found["FunctionArn"]
    invoke = f"arn:aws:apigateway:{cloud.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    return {"name": found["FunctionName"], "arn": arn, "invokeArn": invoke, "version": "$LATEST"}


class FunctionUrl(Handler):
    """Its address is a port of this computer."""

    type = "aws:lambda/functionUrl:FunctionUrl"
    name_input = "functionName"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        function = inputs["functionName"]
        cloud("lambda").create_function_url_config(FunctionName=function, AuthType=inputs["authorizationType"])
        return function, {"functionName": function, "functionUrl": f"http://127.0.0.1:{cloud.port_for(name)}/"}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        cloud("lambda").get_function_url_config(FunctionName=id_)
        return pick(outputs, functionName="functionName", functionUrl="functionUrl")

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud("lambda").update_function_url_config(FunctionName=id_, AuthType=after["authorizationType"])
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("lambda").delete_function_url_config(FunctionName=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        if self.read(cloud, inputs["functionName"], inputs) is None:
            return None
        url = f"http://127.0.0.1:{cloud.port_for(name)}/"
        return inputs["functionName"], {"functionName": inputs["functionName"], "functionUrl": url}


class Permission(Handler):
    type = "aws:lambda/permission:Permission"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        # moto 5.2 does not know InvokedViaFunctionUrl; in the sandbox an open URL is open.
        cloud("lambda").add_permission(
            FunctionName=inputs["function"],
            StatementId=inputs["statementId"],
            Action=inputs["action"],
            Principal=inputs["principal"],
            **pick(inputs, sourceArn="SourceArn", functionUrlAuthType="FunctionUrlAuthType"),
        )
        return inputs["statementId"], {"function": inputs["function"], "statementId": inputs["statementId"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        policy = json.loads(cloud("lambda").get_policy(FunctionName=outputs["function"])["Policy"])
        there = any(statement["Sid"] == id_ for statement in policy["Statement"])
        return {"function": outputs["function"], "statementId": id_} if there else None

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("lambda").remove_permission(FunctionName=outputs["function"], StatementId=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        found = self.read(cloud, inputs["statementId"], inputs)
        return None if found is None else (inputs["statementId"], found)


class EventSourceMapping(Handler):
    type = "aws:lambda/eventSourceMapping:EventSourceMapping"

    def create(self, cloud: Cloud, name: str, inputs: Inputs) -> Created:
        made = cloud("lambda").create_event_source_mapping(
            EventSourceArn=inputs["eventSourceArn"],
            FunctionName=inputs["functionName"],
            BatchSize=int(inputs.get("batchSize", 10)),
        )
        return made["UUID"], {"uuid": made["UUID"], "functionArn": made["FunctionArn"]}

    def read(self, cloud: Cloud, id_: str, outputs: Inputs) -> Outputs | None:
        found = cloud("lambda").get_event_source_mapping(UUID=id_)
        return {"uuid": id_, "functionArn": found["FunctionArn"]}

    def update(self, cloud: Cloud, id_: str, before: Inputs, after: Inputs, outputs: Inputs) -> Outputs:
        cloud("lambda").update_event_source_mapping(
            UUID=id_, FunctionName=after["functionName"], BatchSize=int(after.get("batchSize", 10))
        )
        return dict(outputs)

    def delete(self, cloud: Cloud, id_: str, outputs: Inputs) -> None:
        cloud("lambda").delete_event_source_mapping(UUID=id_)

    def find(self, cloud: Cloud, name: str, inputs: Inputs) -> Created | None:
        for found in cloud("lambda").list_event_source_mappings(EventSourceArn=inputs["eventSourceArn"])[
            "EventSourceMappings"
        ]:
            if found["FunctionArn"] == inputs["functionName"]:
                return found["UUID"], {"uuid": found["UUID"], "functionArn": found["FunctionArn"]}
        return None
