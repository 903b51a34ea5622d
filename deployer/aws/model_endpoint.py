"""Model endpoint: a SageMaker endpoint with its model, its configuration and the role that its machine runs with.

A configuration cannot be changed, so its name ends with a hash of what it says: a change makes a new one and the
endpoint moves over to it without a gap.
"""

from __future__ import annotations

import json
import re

from ...resources.architecture import Resource
from ..blueprint import Because, CloudResource, NamedOutput, Note, Ref, Value
from . import names
from .context import Context, Identity, Made, chosen_name, existing_name, nameless
from .policies import allow, document, trusted_by


def lower(resource: Resource, context: Context) -> Made:
    if there := existing_name(resource, context):
        return Made(identity=_identity(there, context))
    if resource.service not in ("sagemaker", "sagemaker-runtime"):
        return Made()
    name = chosen_name(resource, context, "model_endpoint", room=9)
    if name is None:
        return nameless(resource)
    known = context.properties(resource)
    image = known.get("image")
    if not image:
        return Made(identity=_identity(name, context), notes=(_imageless(resource),))
    title = context.title(resource)
    role = _role(title, str(image), resource, context)
    model = _model(title, name, known, resource)
    config = _config(title, name, model, known, resource)
    inputs: dict[str, Value] = {"name": name, "endpointConfigName": Ref(config.name, "name")}
    endpoint = CloudResource("aws:sagemaker/endpoint:Endpoint", f"{title}-endpoint", inputs, subject=resource.id)
    identity = Identity(Ref(endpoint.name, "name"), Ref(endpoint.name, "arn"), Ref(endpoint.name, "name"))
    output = NamedOutput(f"{title}.endpoint", identity.name, resource.id)
    return Made((*role, model, config, endpoint), identity, (output,))


def _identity(name: str, context: Context) -> Identity:
    return Identity(name, context.arn("sagemaker", f"endpoint/{name.lower()}"), name)


def _imageless(resource: Resource) -> Note:
    return Note(
        f"{resource.source}: the code does not say which model serves endpoint {resource.name or resource.env}, "
        "so it is granted but not made. Set `image` and `instance_type` "
        f'under [resources."{resource.id}"] in archloom.toml, or `existing` if it is there already.',
        "warning",
        resource.id,
    )


def _role(title: str, image: str, resource: Resource, context: Context) -> tuple[CloudResource, CloudResource]:
    role = CloudResource(
        "aws:iam/role:Role",
        f"{title}-endpoint-role",
        {
            "name": context.physical(f"{title}-endpoint", "role"),
            "assumeRolePolicy": trusted_by("sagemaker.amazonaws.com"),
        },
        subject=resource.id,
    )
    logs = context.arn("logs", "log-group:/aws/sagemaker/*")
    statements = [
        allow("Logs", ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], [logs]),
        *_may_pull(image),
    ]
    policy = CloudResource(
        "aws:iam/rolePolicy:RolePolicy",
        f"{title}-endpoint-policy",
        {"role": Ref(role.name, "name"), "name": "serve", "policy": document(statements)},
        subject=resource.id,
        because=_WHY,
    )
    return role, policy


_WHY = {
    "Logs": Because(why="the container of the model writes its log"),
    "PullImage": Because(why="the image of the model is fetched from its registry"),
    "SignIn": Because(why="the image of the model is fetched from its registry"),
}
"""Sid -> why the role of an endpoint has the statement."""


def _may_pull(image: str) -> list[Value]:
    """The rights to fetch the image, when it lies in ECR."""
    found = re.match(r"(?P<account>\d+)\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com[^/]*/(?P<repo>[^:@]+)", image)
    if not found:
        return []
    repository = f"arn:aws:ecr:{found['region']}:{found['account']}:repository/{found['repo']}"
    pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    return [allow("PullImage", pull, [repository]), allow("SignIn", ["ecr:GetAuthorizationToken"], ["*"])]


def _model(title: str, name: str, known: dict[str, Value], resource: Resource) -> CloudResource:
    environment = known.get("environment")
    container: dict[str, Value] = {
        "image": known["image"],
        "environment": {key: str(value) for key, value in environment.items()}
        if isinstance(environment, dict)
        else None,
        "modelDataUrl": known.get("model_data"),
    }
    inputs: dict[str, Value] = {
        "name": f"{name}-{_mark(container)}",
        "executionRoleArn": Ref(f"{title}-endpoint-role", "arn"),
        "primaryContainer": container,
    }
    return CloudResource(
        "aws:sagemaker/model:Model", f"{title}-model", inputs, (f"{title}-endpoint-policy",), resource.id
    )


def _config(title: str, name: str, model: CloudResource, known: dict[str, Value], resource: Resource) -> CloudResource:
    variant: dict[str, Value] = {
        "variantName": "AllTraffic",
        "modelName": Ref(model.name, "name"),
        "instanceType": known.get("instance_type") or "ml.m5.large",
        "initialInstanceCount": known.get("instances") or 1,
        "initialVariantWeight": 1,
    }
    mark = _mark({**variant, "modelName": model.inputs["name"]})
    inputs: dict[str, Value] = {"name": f"{name}-{mark}", "productionVariants": [variant]}
    return CloudResource(
        "aws:sagemaker/endpointConfiguration:EndpointConfiguration", f"{title}-config", inputs, subject=resource.id
    )


def _mark(content: dict[str, Value]) -> str:
    return names.digest(json.dumps(content, sort_keys=True, default=str))
