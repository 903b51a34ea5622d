"""A stand-in for Pulumi's AWS provider: the same gRPC face over the sandbox's own handlers and a local cloud.

The CLI takes an executable `pulumi-resource-aws` that is first on PATH for the provider, starts it, and reads the port
from its standard output. `ARCHLOOM_TEST_CLOUD` is the endpoint of the local cloud, `ARCHLOOM_TEST_PROJECT` the project.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, struct_pb2
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import rpc
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from archloom.deployer.blueprint import UNKNOWN
from archloom.deployer.difference import property_changes
from archloom.deployer.sandbox.client import Cloud
from archloom.deployer.sandbox.handlers import HANDLERS, is_missing

KINDS = {
    (False, False): provider_pb2.PropertyDiff.UPDATE,
    (True, False): provider_pb2.PropertyDiff.ADD,
    (False, True): provider_pb2.PropertyDiff.DELETE,
}


def plain(struct: Any) -> dict[str, Any]:
    """The properties of a message as handlers take them: unknown is UNKNOWN, files and archives are markers."""
    return _plain(MessageToDict(struct))


def _plain(value: Any) -> Any:
    if value == rpc.UNKNOWN:
        return UNKNOWN
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    match value.get(rpc._special_sig_key):
        case rpc._special_secret_sig:
            return _plain(value["value"])
        case rpc._special_archive_sig:
            return {"$code": value["hash"]}
        case rpc._special_asset_sig:
            return {"$file": value.get("path", ""), "digest": value["hash"]}
        case _:
            return {key: _plain(item) for key, item in value.items() if not key.startswith("__")}


def struct(properties: Any) -> struct_pb2.Struct:
    """The other way; what is unknown becomes Pulumi's word for it."""
    made = struct_pb2.Struct()
    made.update(_wire(dict(properties)))
    return made


def _wire(value: Any) -> Any:
    if value is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_wire(item) for item in value]
    return value


def with_outputs(inputs: Any, *outputs: Any) -> Any:
    """The inputs as they came, files and all, with the outputs over them."""
    made = struct_pb2.Struct()
    made.CopyFrom(inputs)
    for some in outputs:
        made.update(_wire({key: value for key, value in some.items() if key not in ("code", "source")}))
    return made


def type_of(urn: str) -> str:
    return urn.split("::")[2].split("$")[-1]


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    cloud: Cloud

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="7.51.1")

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:
        region = dict(request.variables).get("aws:config:region", "us-east-1")
        project = Path(os.environ["ARCHLOOM_TEST_PROJECT"])
        self.cloud = Cloud(os.environ["ARCHLOOM_TEST_CLOUD"], region, project)
        return provider_pb2.ConfigureResponse(acceptSecrets=False, supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        if type_of(request.urn) not in HANDLERS:
            failure = provider_pb2.CheckFailure(property="type", reason="the sandbox has no such type")
            return provider_pb2.CheckResponse(failures=[failure])
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: Any) -> Any:
        changes = list(property_changes(plain(request.old_inputs), plain(request.news), type_of(request.urn)))
        details = {
            change.path: provider_pb2.PropertyDiff(
                kind=KINDS[change.before is None, change.after is None] + int(change.forces), inputDiff=True
            )
            for change in changes
        }
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            replaces=[change.path for change in changes if change.forces],
            diffs=[change.path for change in changes],
            changes=some if changes else none,
            hasDetailedDiff=True,
            detailedDiff=details,
        )

    def Create(self, request: Any, context: Any) -> Any:
        inputs = plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=request.properties)
        try:
            made, outputs = HANDLERS[type_of(request.urn)].create(self.cloud, request.urn.split("::")[-1], inputs)
        except Exception as error:
            return context.abort(grpc.StatusCode.UNKNOWN, str(error))
        return provider_pb2.CreateResponse(id=made, properties=with_outputs(request.properties, outputs))

    def Read(self, request: Any, context: Any) -> Any:
        outputs = plain(request.properties)
        try:
            found = HANDLERS[type_of(request.urn)].read(self.cloud, request.id, outputs)
        except Exception as error:
            if not is_missing(error):
                context.abort(grpc.StatusCode.UNKNOWN, str(error))
            found = None
        if found is None:
            return provider_pb2.ReadResponse(id="")
        properties = with_outputs(request.properties, found)
        return provider_pb2.ReadResponse(id=request.id, properties=properties, inputs=request.inputs)

    def Update(self, request: Any, context: Any) -> Any:
        before, after, outputs = plain(request.old_inputs), plain(request.news), plain(request.olds)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=with_outputs(request.news, {**outputs, **after}))
        handler = HANDLERS[type_of(request.urn)]
        try:
            now = handler.update(self.cloud, request.id, before, after, outputs)
        except Exception as error:
            return context.abort(grpc.StatusCode.UNKNOWN, str(error))
        return provider_pb2.UpdateResponse(properties=with_outputs(request.news, {**outputs, **after, **now}))

    def Delete(self, request: Any, context: Any) -> Any:
        try:
            HANDLERS[type_of(request.urn)].delete(self.cloud, request.id, plain(request.properties))
        except Exception as error:
            if not is_missing(error):
                context.abort(grpc.StatusCode.UNKNOWN, str(error))
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        answer = {"accountId": self.cloud.account, "id": self.cloud.account, "arn": "arn:aws:iam::test", "userId": "x"}
        return provider_pb2.InvokeResponse(**{"return": struct(answer)})

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()


def main() -> None:
    server = grpc.server(ThreadPoolExecutor(16))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
