"""Router: an HTTP API with a route for each trigger and one integration for each function behind it."""

from __future__ import annotations

from ...resources.architecture import Link, Resource
from ..blueprint import CloudResource, Join, NamedOutput, Note, Ref, Value
from .context import Context, Identity, Made, Unit
from .permissions import may_invoke

LONGEST_ANSWER = 30
"""Seconds after which API Gateway stops waiting for a function."""


def lower(resource: Resource, context: Context) -> Made:
    title = context.title(resource)
    logical = f"{title}-api"
    api, identifier = _api(logical, title, resource, context), Ref(logical, "id")
    triggers = context.triggers_of(resource)
    units = {unit.logical: unit for _, _, unit in triggers}
    behind = [made for unit in units.values() for made in _integration(title, logical, unit, resource)]
    routes: dict[str, CloudResource] = {}
    for link, _, unit in triggers:
        for route in _routes(title, identifier, link, unit, resource):
            routes.setdefault(route.name, route)
    stage = CloudResource(
        "aws:apigatewayv2/stage:Stage",
        f"{title}-stage",
        {"apiId": identifier, "name": "$default", "autoDeploy": True},
        tuple(sorted(routes)),
        resource.id,
    )
    output = NamedOutput(f"{title}.url", Ref(logical, "apiEndpoint"), resource.id)
    arn = Join((Ref(logical, "executionArn"), "/*"))
    identity = Identity(title, arn, Ref(logical, "apiEndpoint"))
    return Made((api, *behind, *routes.values(), stage), identity, (output,), _slow(title, units, resource))


def _api(logical: str, title: str, resource: Resource, context: Context) -> CloudResource:
    cors: Value = {"allowOrigins": ["*"], "allowMethods": ["*"], "allowHeaders": ["*"], "maxAge": 3600}
    inputs: dict[str, Value] = {
        "name": context.physical(title, "router"),
        "protocolType": "HTTP",
        "corsConfiguration": cors if context.properties(resource).get("cors") else None,
    }
    return CloudResource("aws:apigatewayv2/api:Api", logical, inputs, subject=resource.id)


def _integration(title: str, api: str, unit: Unit, resource: Resource) -> tuple[CloudResource, CloudResource]:
    inputs: dict[str, Value] = {
        "apiId": Ref(api, "id"),
        "integrationType": "AWS_PROXY",
        "integrationUri": Ref(unit.logical, "invokeArn"),
        "integrationMethod": "POST",
        "payloadFormatVersion": "2.0",
        "timeoutMilliseconds": min(unit.timeout, LONGEST_ANSWER) * 1000,
    }
    name = f"{title}-to-{unit.logical}"
    integration = CloudResource("aws:apigatewayv2/integration:Integration", name, inputs, subject=resource.id)
    source = Join((Ref(api, "executionArn"), "/*/*"))
    return integration, may_invoke(
        f"{title}-calls-{unit.logical}", unit, "apigateway.amazonaws.com", source, resource.id
    )


def _routes(title: str, api: Ref, link: Link, unit: Unit, resource: Resource) -> list[CloudResource]:
    target = Join(("integrations/", Ref(f"{title}-to-{unit.logical}", "id")))
    keys = sorted(route_key(operation) for operation in link.operations)
    return [
        CloudResource(
            "aws:apigatewayv2/route:Route",
            f"{title} {key}",
            {"apiId": api, "routeKey": key, "target": target},
            subject=resource.id,
        )
        for key in keys
    ]


def route_key(operation: str) -> str:
    """`ALL /x/{path:path}` -> API Gateway's `ANY /x/{path+}`."""
    method, _, path = operation.partition(" ")
    method = "ANY" if method.upper() in ("ALL", "ANY", "*") else method.upper()
    parts = [_segment(part) for part in path.split("/")]
    return f"{method} {'/'.join(parts) or '/'}"


def _segment(part: str) -> str:
    if not (part.startswith("{") and part.endswith("}")):
        return part
    name, _, converter = part[1:-1].partition(":")
    return "{" + name + ("+" if converter == "path" and not name.endswith("+") else "") + "}"


def _slow(title: str, units: dict[str, Unit], resource: Resource) -> tuple[Note, ...]:
    slow = sorted(unit.logical for unit in units.values() if unit.timeout > LONGEST_ANSWER)
    if not slow:
        return ()
    text = (
        f"Router {title} stops waiting after {LONGEST_ANSWER} s, although {', '.join(slow)} may run longer. "
        "Put longer work behind a queue."
    )
    return (Note(text, "warning", resource.id),)
