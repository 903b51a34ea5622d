"""Requests that are signed for IAM: an API, a GraphQL endpoint or a function behind a URL checks a permission.

`requests.get(url, auth=AWS4Auth(…, "execute-api"))` says both in one call; `SigV4Auth(credentials, "appsync", region)
.add_auth(AWSRequest(url=…))` signs what another call sends to the same address. What else the request needs, the row of
the call says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluate import naming
from ..evaluate.machine import Frame
from ..scope import Touch
from ..values import Arguments, LibMethod, LibObject, Place, Value, alternatives
from .registry import methods, rule

if TYPE_CHECKING:
    from ..evaluate.machine import Machine

ACTIONS = {"execute-api": "execute-api:Invoke", "appsync": "appsync:GraphQL", "lambda": "lambda:InvokeFunctionUrl"}
"""What the service that a request is signed for checks."""
SERVICE: dict[str, tuple[str, ...]] = {
    "requests_aws4auth.AWS4Auth": ("access_id", "secret_key", "region", "service"),
    "requests_aws4auth.aws4auth.AWS4Auth": ("access_id", "secret_key", "region", "service"),
    "aws_requests_auth.aws_auth.AWSRequestsAuth": (
        "aws_access_key", "aws_secret_access_key", "aws_host", "aws_region", "aws_service",
    ),
    "aws_requests_auth.boto_utils.BotoAWSRequestsAuth": ("aws_host", "aws_region", "aws_service"),
    "botocore.auth.SigV4Auth": ("credentials", "service_name", "region_name"),
    "botocore.crt.auth.CrtSigV4Auth": ("credentials", "service_name", "region_name"),
}  # fmt: skip
"""What signs -> its parameters; one of them is the service."""
_NAMES = ("service", "aws_service", "service_name")
_VERBS = ("get", "head", "options", "post", "put", "patch", "delete")


@rule(*(f"{library}.{verb}" for library in ("requests", "requests.api", "httpx") for verb in _VERBS))
def sent(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`requests.post(url, auth=AWS4Auth(…))`"""
    _signed(m, f, naming.bind(("url",), a), place)
    return None


@rule("requests.request", "requests.api.request", "httpx.request")
def asked(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`requests.request("POST", url, auth=AWS4Auth(…))`"""
    _signed(m, f, naming.bind(("method", "url"), a), place)
    return None


@rule(*methods(("botocore.auth.SigV4Auth", "botocore.crt.auth.CrtSigV4Auth"), ("add_auth",)))
def signed(m: Machine, f: Frame, a: Arguments, place: Place, callee: LibMethod | None) -> Value | None:
    """`SigV4Auth(credentials, "execute-api", region).add_auth(AWSRequest("POST", url))`"""
    request = a.positional[0] if a.positional else a.get("request")
    if callee is not None and isinstance(request, LibObject):
        given = naming.bind(("method", "url"), request.arguments)
        _signed(m, f, {**given, "auth": callee.receiver}, place)
    return None


def _signed(m: Machine, f: Frame, given: naming.Given, place: Place) -> None:
    """An address that stays open is not named: it would be a second resource beside the one of the request."""
    if "url" not in given or "auth" not in given:
        return
    for one in alternatives(given["auth"]):
        action = ACTIONS.get(_service(one))
        for named in naming.of_value(given["url"], "host") if action else ():
            if named.name or named.env:
                touch = Touch("external_api", "http", named.name, named.env, place)
                m.use(f, touch, "invoke", (action or "",), place)


def _service(signer: Value) -> str:
    parameters = SERVICE.get(signer.path) if isinstance(signer, LibObject) else None
    told = naming.bind(parameters, signer.arguments) if parameters is not None and isinstance(signer, LibObject) else {}
    return next((naming.text_of(told[name]) or "" for name in _NAMES if name in told), "")
