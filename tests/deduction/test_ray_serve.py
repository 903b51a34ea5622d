"""Deployments of Ray Serve: where the outermost answers, and what those behind it are reached by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archloom.resources.architecture import Architecture

from .conftest import actions_of

Open = Callable[..., Architecture]
CODE = """
import boto3
from ray import serve
@serve.deployment
class Embedder:
    def __call__(self, text): boto3.client("bedrock-runtime").invoke_model(modelId="titan", body=text)
@serve.deployment
class Ingress:
    def __init__(self, embedder): self.embedder = embedder
    async def __call__(self, request): return await CALL
app = Ingress.bind(Embedder.bind())
"""


@pytest.mark.parametrize("call", ["remote('x')", "options(stream=True).remote('x')", "__call__.remote('x')"])
def test_only_the_outermost_deployment_answers_requests(call: str, opened: Open) -> None:
    seen = opened(CODE.replace("CALL", f"self.embedder.{call}"))

    assert [entry.label for entry in seen.entries] == ["ANY /"]
    assert actions_of(seen, "ANY /") == {"model:titan": {"InvokeModel"}}


def test_a_prefix_says_where_it_answers(opened: Open) -> None:
    seen = opened(CODE.replace("CALL", "1") + "serve.run(app, route_prefix='/chat')\n")

    assert [entry.label for entry in seen.entries] == ["ANY /chat"]


def test_a_cluster_runs_as_a_service(opened: Open) -> None:
    seen = opened(CODE.replace("CALL", "1"))

    fits: list[Any] = [one.properties["fit"] for one in seen.resources if one.kind == "web_app"]
    assert [fit["verdict"] for fit in fits] == ["service"]


def test_a_class_that_maps_batches_is_made_and_called(opened: Open) -> None:
    seen = opened("""
import boto3, ray
class Embed:
    def __init__(self, model): self.model = model
    def __call__(self, batch): boto3.client("bedrock-runtime").invoke_model(modelId=self.model, body="")
def f(): ray.data.from_items([1]).map_batches(Embed, fn_constructor_args=("titan",)).materialize()
""", "app.f")

    assert actions_of(seen, "app.f") == {"model:titan": {"InvokeModel"}}
