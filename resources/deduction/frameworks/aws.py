"""AWS beyond single calls.

Presigned URLs need the permission for what they let others do. Helpers of OpenSearch do what their client may do, and a
request that is signed goes to a domain unless it says that it is for a serverless collection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import containers, holding, libraries, naming, perform
from ..evaluate.machine import Frame
from ..values import Arguments, Const, Lib, LibMethod, LibObject, Place, Sequence, Unknown, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine


@rule("boto3.presigned")
def presigned(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`client.generate_presigned_url("get_object", Params={"Bucket": b})` and `generate_presigned_post(b, k)`."""
    if callee is None:
        return None
    owner = callee.receiver
    if callee.name == "generate_presigned_post":
        row = m.catalog.method(owner.type, "put_object")
        given = naming.bind(("Bucket", "Key"), a)
        if row is not None:
            perform.perform(
                m, f, row, f"{owner.path}.put_object", "put_object", Arguments(named=tuple(given.items())), place, owner
            )
        return Unknown("a presigned form", place)
    given = naming.bind(("ClientMethod", "Params"), a)
    items, rest = containers.pairs(m, f, given["Params"]) if "Params" in given else ({}, None)
    named = tuple((key, value) for key, value in items.items() if isinstance(key, str))
    for one in alternatives(given["ClientMethod"]) if "ClientMethod" in given else ():
        name = naming.text_of(one)
        row = m.catalog.method(owner.type, name) if name else None
        if name and row is not None:
            arguments = Arguments(named=named, rest=() if rest is None else (rest,))
            perform.perform(m, f, row, f"{owner.path}.{name}", name, arguments, place, owner)
    return Unknown("a presigned URL", place)


@rule(*methods(("boto3.page",), ("__getitem__", "get")))
def page(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`response["NextShardIterator"]` is of the same stream; the records are data."""
    key = naming.text_of(a.positional[0]) if a.positional else None
    if callee is None or key is None:
        return None
    return callee.receiver if key == "NextShardIterator" else Unknown(f"the {key} of a page", place)


@rule("strands.model")
def strands_model(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`BedrockModel(model_id=…, streaming=False)`: Strands streams unless it is told not to."""
    if a.get("streaming") != Const(False):
        return None
    return libraries.call_path(m, f, "aws.UnstreamedBedrockModel", a, place)


@rule("strands.agent")
def strands_agent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`Agent(model=BedrockModel(…))` asks that model; a name or nothing stands for one of Bedrock's. A tool may be a
    module of the library.
    """
    kind = "StrandsAgent" if isinstance(a.get("model"), LibObject) else "StrandsAgentOfName"
    made = libraries.call_path(m, f, f"aws.{kind}", a, place)
    tools = a.get("tools")
    for one in tools.items if isinstance(tools, Sequence) and isinstance(made, LibObject) else ():
        if isinstance(one, Lib) and m.catalog.call(one.path) is not None and isinstance(made, LibObject):
            holding.hold(m, made, "tools", libraries.call_path(m, f, one.path, Arguments(), place))
    return made


@rule("textract.call")
def textract(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`call_textract(document)` only reads the text; features have the document analyzed."""
    features = naming.bind(("input_document", "features"), a).get("features", Const(None))
    if features != Const(None) and not (isinstance(features, Sequence) and not features.items and not features.rest):
        return None
    return libraries.call_path(m, f, "aws.TextractText", a, place)


@rule("textract.loader")
def textract_loader(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`AmazonTextractPDFLoader("s3://scans/a.pdf")` has Textract read from the bucket, with the caller's rights."""
    path = naming.bind(("file_path",), a).get("file_path")
    address = naming.text_of(path) if path is not None else None
    in_bucket = address is not None and address.startswith("s3://")
    return libraries.call_path(m, f, "aws.TextractS3Loader", a, place) if in_bucket else None


@rule("opensearch.signer")
def signer(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`AWSV4SignerAuth(credentials, region)` signs for a domain, as it does where the service is not known."""
    given = naming.bind(("credentials", "region", "service"), a)
    if "service" in given and naming.text_of(given["service"]) is not None:
        return None
    return m.library_object("opensearchpy.AWSV4SignerAuth", "", place, Arguments(named=(("service", Const("es")),)))


@rule("opensearch.bulk")
def bulk(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`helpers.bulk(client, documents)`"""
    return _by_client(m, f, a, place, "bulk")


@rule("opensearch.scan")
def scan(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`helpers.scan(client, query=…)`"""
    return _by_client(m, f, a, place, "scroll")


def _by_client(m: Machine, f: Frame, a: Arguments, place: Place, name: str) -> Value | None:
    client = naming.bind(("client",), a).get("client")
    if not isinstance(client, LibObject):
        return None
    return libraries.call_method(m, f, LibMethod(client, name), Arguments(), place)
