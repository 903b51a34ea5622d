"""IAM in the local cloud: a missing permission fails here as it would in AWS.

moto can enforce policies, but it compares most services' requests with `*`, answers JSON services in XML and knows no
presigned links. So its one gate (`_authenticate_and_authorize_action`, through which every request goes) is replaced
by ours, which reads from the request what is asked (`asked.py`) and evaluates the policies of the role. The access
key of the deployer is exempt. Signatures are not checked: keys are random and never leave this computer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from .asked import Request, asked, parse_body

DEPLOYER = "archloom"
"""The access key (and its secret) with which resources are made."""
ACCOUNT = "123456789012"
_XML = frozenset({"sns", "sts", "iam", "ec2", "cloudformation", "rds", "elasticache"})
Document = Mapping[str, Any]
_ALWAYS = frozenset({"sts:GetCallerIdentity", "sts:GetSessionToken"})


def enforce() -> None:
    """From now on every request in this process goes through our gate. To be called once."""
    from moto import settings
    from moto.core.authorization import ActionAuthenticatorMixin

    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ActionAuthenticatorMixin.request_count = 0
    ActionAuthenticatorMixin._authenticate_and_authorize_action = _gate  # pyright: ignore[reportPrivateUsage]


def _gate(self: Any, iam_request_cls: type, resource: str = "*") -> None:  # noqa: ARG001
    """In place of moto's. `self` is a moto response; it returns when all is allowed and raises a refusal else."""
    key, service, token = _credentials(self.headers, self.uri)
    if key == DEPLOYER:
        return
    if not key:
        _let_anybody_read(self, resource)
        return
    holder = _holder(self.current_account, key, token)
    if holder is None:
        raise _unknown_key(service)
    policies = [_document(policy) for policy in holder.collect_policies()]
    for action, arn in asked(_request(self, service), resource if resource != "*" else None):
        if action not in _ALWAYS and not allowed(policies, action, arn):
            raise _denied(service, str(holder.arn), action, arn)


def allowed(policies: Iterable[Document], action: str, arn: str) -> bool:
    """Do these policy documents allow an action on an ARN? A denial in one outweighs everything."""
    effects = [
        statement["Effect"]
        for policy in policies
        for statement in _list(policy["Statement"])
        if _concerns(statement, action, arn)
    ]
    return "Allow" in effects and "Deny" not in effects


def _concerns(statement: Mapping[str, Any], action: str, arn: str) -> bool:
    named = any(_pattern(item, True).match(action) for item in _list(statement.get("Action", [])))
    if "NotAction" in statement:
        named = not any(_pattern(item, True).match(action) for item in _list(statement["NotAction"]))
    return named and any(_pattern(item, False).match(arn) for item in _list(statement.get("Resource", [])))


@lru_cache(maxsize=4096)
def _pattern(text: str, any_case: bool) -> re.Pattern[str]:
    words = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(f"{words}$", re.DOTALL | (re.IGNORECASE if any_case else 0))


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _denied(service: str, who: str, action: str, arn: str) -> Exception:
    """The refusal that moto turns into an answer in the service's protocol, with AWS's sentence."""
    from moto.core.exceptions import AccessDeniedError
    from moto.s3.exceptions import BucketAccessDeniedError, S3ClientError

    text = f"User: {who} is not authorized to perform: {action} on resource: {arn}"
    if service == "s3" and arn.endswith("/*"):
        return BucketAccessDeniedError(arn)  # on which moto refuses each key of a DeleteObjects, as S3 does
    if service == "s3":
        return S3ClientError("AccessDenied", text)
    if service in _XML:
        return AccessDeniedError(who, f"{action} on resource: {arn}")
    return _json_error("AccessDeniedException", text)


def _unknown_key(service: str) -> Exception:
    from moto.core.exceptions import InvalidClientTokenIdError
    from moto.s3.exceptions import S3InvalidAccessKeyIdError

    if service == "s3":
        return S3InvalidAccessKeyIdError()
    if service in _XML:
        return InvalidClientTokenIdError()
    return _json_error("UnrecognizedClientException", "The security token included in the request is invalid.")


def _json_error(code: str, message: str) -> Exception:
    from werkzeug.exceptions import Forbidden

    return Forbidden(json.dumps({"__type": code, "message": message, "Message": message}))


def _credentials(headers: Mapping[str, str], uri: str) -> tuple[str, str, str]:
    """Access key, service and session token, from the header or from a presigned link."""
    scope, token = headers.get("Authorization", ""), headers.get("X-Amz-Security-Token", "")
    found = re.search(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/", scope)
    if found:
        return found[1], found[2], token
    query = parse_qs(urlsplit(uri).query)
    signed = query.get("X-Amz-Credential", [""])[0].split("/")
    if len(signed) >= 4:
        return signed[0], signed[3], query.get("X-Amz-Security-Token", [""])[0]
    # boto3 still signs links to S3 in us-east-1 the old way
    return query.get("AWSAccessKeyId", [""])[0], "s3", query.get("x-amz-security-token", [""])[0]


def _holder(account: str, key: str, token: str) -> Any:
    """Who has this key: a session of a role or a user; None when nobody has."""
    from moto.iam.access_control import CreateAccessKeyFailure, create_access_key

    headers = {"X-Amz-Security-Token": token} if token else {}
    try:
        return create_access_key(account, "aws", key, headers)
    except (CreateAccessKeyFailure, KeyError):
        return None


def _document(policy: Any) -> Document:
    """The JSON of a policy in any of the forms in which moto keeps it."""
    if isinstance(policy, str):
        return json.loads(policy)
    if isinstance(policy, dict):
        return json.loads(cast("dict[str, str]", policy)["policy_document"])
    version = next(version for version in policy.versions if version.is_default)
    return json.loads(version.document)


def _request(response: Any, service: str) -> Request:
    operation = (response.data.get("Action") if service == "s3" else None) or response._get_action()
    return Request(
        service,
        str(_list(operation)[0]),
        str(response.region),
        str(response.current_account),
        str(urlsplit(str(response.uri)).path),
        response.querystring,
        parse_body(response.raw_body if service != "s3" else None),
    )


def _let_anybody_read(response: Any, resource: str) -> None:
    """A request without a key may do what a bucket's policy allows everybody."""
    from moto.s3.models import s3_backends

    bucket = resource.removeprefix("arn:aws:s3:::").partition("/")[0]
    found = s3_backends[response.current_account]["aws"].buckets.get(bucket) if resource != "*" else None
    action = f"s3:{response.data.get('Action') or 'GetObject'}"
    if not (found and found.policy and allowed([_public(found.policy)], action, resource)):
        raise _denied("s3", "anybody", action, resource)


def _public(policy: bytes | str) -> Document:
    document: dict[str, Any] = json.loads(policy)
    statements = [item for item in _list(document["Statement"]) if item.get("Principal") in ("*", {"AWS": "*"})]
    return {**document, "Statement": statements}
