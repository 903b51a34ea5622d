"""May the caller of the stand-in do that? The stand-in for Bedrock and SageMaker asks IAM of the local cloud.

It runs in the process of the local cloud, so the roles and policies are at hand. Callers without a temporary key of a
role (a person with a test key) may do everything, as in the local cloud itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

TEMPORARY_KEY = "ASIA"


def refusal(headers: Mapping[str, str], action: str, resources: Iterable[str], account: str) -> str | None:
    """The sentence of AWS when the role behind the request may not do `action` on one of `resources`, else None."""
    found = re.search(r"Credential=([^/]+)/", headers.get("Authorization", ""))
    if not found or not found[1].startswith(TEMPORARY_KEY):
        return None
    from moto.iam.access_control import CreateAccessKeyFailure, IAMPolicy, PermissionResult, create_access_key

    try:
        key = create_access_key(account, "aws", found[1], dict(headers))
    except (CreateAccessKeyFailure, KeyError):
        return "The security token included in the request is invalid."
    policies = [IAMPolicy(policy) for policy in key.collect_policies()]
    for resource in resources:
        results = {policy.is_action_permitted(action, resource) for policy in policies}
        if PermissionResult.PERMITTED not in results or PermissionResult.DENIED in results:
            return f"User: {key.arn} is not authorized to perform: {action} on resource: {resource}"
    return None
