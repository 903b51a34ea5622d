"""Every resource that the lowering can make is registered with the real classes of pulumi-aws.

Pulumi's own mocks stand in for the engine: they see what would go over the wire, which must be the blueprint's inputs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ForwardRef, get_args, get_origin

import pulumi
import pytest
from pulumi import _types
from pulumi.runtime import mocks

from archloom.deployer.aws.types import TYPES
from archloom.deployer.blueprint import (
    AWS,
    Blueprint,
    CloudResource,
    Code,
    File,
    Known,
    NamedOutput,
    Ref,
    SecretValue,
    settle_inputs,
)
from archloom.deployer.engines.pulumi_worker.classes import arguments, classes
from archloom.deployer.engines.pulumi_worker.program import Files, Program
from archloom.deployer.errors import DeployError
from archloom.deployer.lowering import Source, blueprint_of
from archloom.resources.settings import Settings

from .. import shop

SECRET = "sk-not-to-be-seen"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pulumi_aws")


@pytest.fixture(autouse=True)
def _loop() -> Iterator[None]:
    """Pulumi takes the thread's current event loop; other tests leave none behind."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


class Wire(mocks.Mocks):
    """Remembers what is registered; every output that a test asks for is `<output> of <name>`."""

    def __init__(self, outputs: Mapping[str, Sequence[str]]) -> None:
        self.seen: dict[str, tuple[str, dict[str, Any]]] = {}
        self._outputs = outputs

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.seen[args.name] = args.typ, args.inputs
        made = {output: f"{output} of {args.name}" for output in self._outputs.get(args.name, ())}
        return f"id of {args.name}", {**made, **args.inputs}

    def call(self, args: mocks.MockCallArgs) -> Any:  # Pulumi's own type of it is not what it takes
        return {"accountId": "123456789012"}


def registered(blueprint: Blueprint, files: Files) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name -> type and inputs, as they would reach the engine."""
    wire = Wire(wanted_outputs(blueprint))
    mocks.set_mocks(wire, project="shop", stack="dev", preview=False)
    pulumi.runtime.test(Program(blueprint, files))()
    return wire.seen


def wanted_outputs(blueprint: Blueprint) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for resource in blueprint.resources:
        for name, output in references(resource.inputs):
            found.setdefault(name, []).append(output)
    return found


def references(value: Any) -> Iterator[tuple[str, str]]:
    from archloom.deployer.blueprint import refs

    return ((ref.resource, ref.output) for ref in refs(dict(value)))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    package = tmp_path / "package.zip"
    package.write_bytes(b"zip")
    return Files(tmp_path, {"digest": package}, lambda _variable: SECRET)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Blueprint:
    root = tmp_path_factory.mktemp("shop")
    source = Source(root, "digest", frozenset({"OPENAI_API_KEY", "ANTHROPIC_API_KEY"}))
    return blueprint_of(shop.everything(), Settings(), "dev", source)


def test_what_reaches_the_engine_is_the_blueprint(everything: Blueprint, files: Files) -> None:
    seen = registered(everything, files)

    outputs: dict[str, dict[str, Any]] = {AWS: {"accountId": "123456789012"}}
    for resource in everything.resources:
        known = Known(outputs, lambda _variable: "")
        expected = without_files(settle_inputs(resource, known))
        sent_type, sent = seen[resource.name]
        assert sent_type == resource.type
        assert without_files(sent) == expected, resource.name
        wanted = wanted_outputs(everything).get(resource.name, [])
        made = {output: f"{output} of {resource.name}" for output in wanted} | {"id": f"id of {resource.name}"}
        outputs[resource.name] = made | settle_inputs(resource, known)


def without_files(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if name not in ("code", "source", "secretString", "value")}


@pytest.mark.parametrize("token", sorted(TYPES))
def test_every_type_of_the_table_is_in_pulumi_aws(token: str) -> None:
    known = classes(token)

    assert known.resource.__name__ == token.rpartition(":")[2]
    assert (TYPES[token].name_input or "id") in {*known.inputs, "id"}
    assert TYPES[token].forces <= known.inputs.keys()


def test_nested_inputs_are_spelt_as_the_provider_spells_them(everything: Blueprint) -> None:
    wrong = [
        f"{resource.name}: {path}"
        for resource in everything.resources
        for path in misspelt(dict(resource.inputs), classes(resource.type).arguments, "")
    ]

    assert wrong == []


def misspelt(value: Any, kind: Any, path: str) -> Iterator[str]:
    """The paths of keys that a nested type of pulumi-aws does not have."""
    if isinstance(value, list):
        for item in value:
            yield from misspelt(item, kind, path)
        return
    if not isinstance(value, dict):
        return
    nested = input_class(kind)
    if nested is None:
        return  # a map with keys of its own, such as the variables of an environment
    known = _types.input_type_types(nested)
    for key, item in value.items():
        if key not in known:
            yield f"{path}.{key}"
        else:
            yield from misspelt(item, known[key], f"{path}.{key}")


def input_class(kind: Any) -> Any:
    """The nested input class inside `Optional[Input[Sequence[Input[X]]]]`, if there is one."""
    if isinstance(kind, type) and _types.is_input_type(kind):
        return kind
    if get_origin(kind) in (dict, Mapping) or isinstance(kind, str | ForwardRef):
        return None
    if str(get_origin(kind)).startswith("<class 'collections.abc.Mapping"):
        return None
    return next((found for part in get_args(kind) if (found := input_class(part))), None)


def test_the_check_of_spelling_finds_a_wrong_one() -> None:
    table = classes("aws:dynamodb/table:Table").arguments

    assert list(misspelt({"ttl": {"attributName": "x"}}, table, "")) == [".ttl.attributName"]


def test_an_input_that_the_provider_does_not_have_is_named() -> None:
    with pytest.raises(DeployError, match="no input 'hashkey'"):
        arguments("aws:dynamodb/table:Table", {"hashkey": "id"})


def test_a_type_that_the_provider_does_not_have_is_named() -> None:
    with pytest.raises(DeployError, match="no such type"):
        classes("aws:dynamodb/chair:Chair")


def test_a_secret_is_one_for_pulumi_and_files_are_assets(files: Files) -> None:
    sent: dict[str, Any] = {}

    async def look() -> None:
        program = Program(
            Blueprint(
                "shop", "dev", "us-east-1",
                (
                    CloudResource("aws:ssm/parameter:Parameter", "key",
                                  {"type": "String", "value": SecretValue("KEY")}),
                    CloudResource("aws:lambda/function:Function", "job", {"role": "r", "code": Code("digest")}),
                    CloudResource("aws:s3/bucketObjectv2:BucketObjectv2", "page",
                                  {"bucket": "b", "source": File("index.html", "1")}),
                ),
                (NamedOutput("key", Ref("key", "name")),),
            ),
            files,
        )  # fmt: skip
        program()
        sent["secret"] = await program._value(SecretValue("KEY")).is_secret()
        sent["code"] = program._value(Code("digest"))
        sent["file"] = program._value(File("index.html", "1"))

    mocks.set_mocks(Wire({}), project="shop", stack="dev", preview=False)
    (files.project / "index.html").write_text("hello")
    pulumi.runtime.test(look)()

    assert sent["secret"] is True
    assert isinstance(sent["code"], pulumi.FileArchive)
    assert isinstance(sent["file"], pulumi.FileAsset)


def test_a_large_zip_goes_by_way_of_a_bucket(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archloom.deployer.engines.pulumi_worker.program.DIRECT_LIMIT", 2)
    jobs = tuple(
        CloudResource("aws:lambda/function:Function", name, {"role": "r", "code": Code("digest")})
        for name in ("one", "two")
    )

    seen = registered(Blueprint("Shop", "dev", "us-east-1", jobs), files)

    assert {"shop-dev-code", "shop-dev-code-digest"} <= seen.keys()
    assert "code" not in seen["one"][1]
    assert seen["one"][1]["s3Key"] == seen["two"][1]["s3Key"] == "digest.zip"
